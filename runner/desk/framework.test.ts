import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { frameworkFrom, signersOfFramework } from './framework.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-framework-'))
afterAll(() => rmSync(folder, { recursive: true }))
const example = readFileSync(
  fileURLToPath(new URL('../../standards/frameworks/example-framework.yaml', import.meta.url)),
  'utf8',
)
const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })
const withPipeline = (rest: object): string => {
  const pipeline = { issuer: 'https://issuer.example', holder: 'Acme', claims: { repository: 'acme/epr' }, ...rest }
  const file = join(folder, 'mine.yaml')
  writeFileSync(file, `${example}\ntrustedPipelines: ${JSON.stringify([{ keys: [jwk], ...pipeline }])}\n`)
  return file
}

test('pipelines of a framework are known to its verifier by their holders; nobody is where it registered nobody', () => {
  const { pipelines, keys } = signersOfFramework(frameworkFrom(withPipeline({})))
  expect(keys).toBeUndefined()
  expect(pipelines).toEqual([
    { issuer: 'https://issuer.example', name: 'Acme', claims: { repository: 'acme/epr' }, keys: [jwk] },
  ])
  expect(signersOfFramework(frameworkFrom('example-framework'))).toEqual({})
})

test('a pipeline without claims, or with a key that is none, is refused with its line', () => {
  expect(() => frameworkFrom(withPipeline({ claims: {} }))).toThrow(/mine\.yaml:\d+:\d+ .*claims/)
  expect(() => frameworkFrom(withPipeline({ keys: [{ kty: 'oct', k: 'AAAA' }] }))).toThrow(
    /mine\.yaml:\d+:\d+ {2}is no key of a provider\. The key is of kind oct\. Expected a public JWK/,
  )
})

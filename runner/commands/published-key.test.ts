/** A supplier publishes its key on the tested site; a reviewer fetches it there and climbs one rung. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Verification } from '../../reports/seal/verify.ts'
import { PUBLISHED_AT } from '../desk/published-keys.ts'
import { type HttpsTarget, startHttpsTarget } from '../engine/testing/https-target.ts'
import { writeTestTarget } from '../engine/testing/target.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
let target: HttpsTarget
let origin: string
let jwk: object
/** What stands at the well-known place; 404 when undefined. */
let published: unknown

const ask = (...words: string[]) => mustdo(folder, words)
const verify = async (...words: string[]) => {
  const ended = await ask('verify', 'report.html', '--online', origin, '--ca', 'ca.pem', '--json', ...words)
  return { ...ended, said: JSON.parse(ended.stdout) as Verification }
}
const trustFile = (key: object, more: object = {}) => ({
  version: 1,
  keys: [{ jwk: key, name: 'Small Supplier', roles: ['issuer'], ...more }],
})

beforeAll(async () => {
  if (!isBuilt) return
  target = await startHttpsTarget(({ url }, response) => {
    const found = url !== PUBLISHED_AT || published !== undefined
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' })
    response.end(url === PUBLISHED_AT && found ? JSON.stringify(published) : '{}')
  })
  origin = target.origin
  writeFileSync(join(folder, 'ca.pem'), target.ca)
  writeTestTarget(folder, origin, 'ca: ca.pem\n')
  jwk = (JSON.parse((await ask('keys', 'generate', '-o', 'key.pem', '--json')).stdout) as { jwk: object }).jwk
  const run = await ask('run', '-q', '--only', 'SEC-HDR-004', '--key', 'key.pem', '-o', 'report.html')
  expect(run.code, run.stderr).toBe(3)
})
afterAll(() => target?.close())

built('A key that the tested site publishes is known, and the assurance says so', async () => {
  published = trustFile(jwk)
  const { code, said, stderr } = await verify('--require', 'known signer')
  expect(code, stderr).toBe(0)
  expect(said.tier).toBe('published-key')
  expect(said.rungs.find(({ rung }) => rung === 'known signer')?.detail).toContain(`the key that ${origin} publishes`)
})

built('Another key there, or none, or a page that is no trust file leaves the signer unknown and exits 4', async () => {
  const other = JSON.parse((await ask('keys', 'generate', '-o', 'other.pem', '--json')).stdout) as { jwk: object }
  for (const [there, note] of [
    [trustFile(other.jwk), ''],
    [undefined, 'answered 404'],
    [{ hello: 'there' }, 'The trust file is wrong'],
  ] as const) {
    published = there
    const { code, said, stderr } = await verify()
    expect(code).toBe(4)
    expect(said.tier).toBe('self-run')
    expect(stderr).toContain(note)
  }
})

built('What a trust file says of the key counts before what the site says', async () => {
  published = trustFile(jwk)
  writeFileSync(join(folder, 'trust.json'), JSON.stringify(trustFile(jwk)))
  expect((await verify('--trust', 'trust.json')).said.tier).toBe('registered-key')
  writeFileSync(join(folder, 'revoked.json'), JSON.stringify(trustFile(jwk, { revoked: '2026-11-22', reason: 'lost' })))
  const { code, stdout } = await verify('--trust', 'revoked.json')
  expect(code).toBe(4)
  expect(stdout).toContain('was revoked: lost')
})

built('A site may speak for its own reports only, and as issuer only', async () => {
  published = trustFile(jwk, { roles: ['reviewer', 'framework'] })
  expect((await verify()).said.tier).toBe('published-key')
  expect((await verify('--require', 'reviewer')).code).toBe(4)
  const elsewhere = await ask('verify', 'report.html', '--online', 'https://elsewhere.example')
  expect(elsewhere.code).toBe(4)
  expect(elsewhere.stderr).toContain('The report is not about https://elsewhere.example')
  const noOrigin = await ask('verify', 'report.html', '--online', 'http://elsewhere.example/path')
  expect(noOrigin.code).toBe(2)
})

built('A site whose certificate nobody vouches for publishes nothing', async () => {
  published = trustFile(jwk)
  const ended = await ask('verify', 'report.html', '--online', origin, '--json')
  expect(ended.code).toBe(4)
  expect(ended.stderr).toContain('no key is published there')
})

built('An altered report is refused, whatever the site publishes', async () => {
  const bytes = readFileSync(join(folder, 'report.html'))
  writeFileSync(
    join(folder, 'altered.html'),
    bytes.toString('latin1').replace('Small Supplier', 'Smart Supplier'),
    'latin1',
  )
  const ended = await ask('verify', 'altered.html', '--online', origin, '--ca', 'ca.pem', '--json')
  expect(ended.code).toBe(4)
  expect((JSON.parse(ended.stdout) as Verification).tier).toBe('none')
})

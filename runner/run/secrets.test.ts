/** No secret in any output, in any encoding: a run of everything against the reference supplier, whose every exchange is watched. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSupplier } from '../../fixtures/supplier/index.ts'
import type { PageVisit, RunRecord } from '../../reports/record.ts'
import { isBuilt, mustdo, temporaryFolder } from '../commands/testing.ts'

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())

const core = (bytes: Buffer, offset: number): string => {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return text.slice(offset === 0 ? 0 : offset + 1, Math.floor(((bytes.length + offset) * 8) / 6))
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    Buffer.from(secret, 'utf16le').toString('latin1'),
    secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
    ...[0, 1, 2].flatMap(offset => [
      core(bytes, offset),
      core(bytes, offset).replaceAll('+', '-').replaceAll('/', '_'),
    ]),
  ].filter(form => form.length >= 6)
}

test.skipIf(!isBuilt)('No secret occurs in any output, in any encoding', { timeout: 300_000 }, async () => {
  const secrets = new Map<string, string>()
  const sent: string[] = []
  const supplier = await startSupplier({
    watch: (ask, answer) => {
      // What the declared journey enters, which the target file only names.
      if (ask.method === 'POST' && ask.url.pathname === '/contact')
        sent.push(new URLSearchParams(ask.body).get('message') ?? '')
      const text = JSON.stringify(answer)
      for (const [token] of text.matchAll(/eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/g)) secrets.set(token, 'token')
      for (const [, cookie = ''] of text.matchAll(/session=([\w-]{16,})/gi)) secrets.set(cookie, 'cookie')
      for (const [, value = ''] of text.matchAll(/name=\\"csrf\\" value=\\"([^"\\]{8,})/g)) secrets.set(value, 'csrf')
      for (const [, token = ''] of text.matchAll(/refresh_token\\":\\"([\w-]{16,})/g))
        secrets.set(token, 'refresh token')
      // Of redirects only: FHIR searches have a parameter of the same name.
      const [, code] = /[?&]code=([\w-]{16,})/.exec(answer.headers['location'] ?? '') ?? []
      if (code) secrets.set(code, 'code')
    },
  })
  for (const secret of supplier.secrets) secrets.set(secret.trim(), 'seeded')
  const inputs = temporaryFolder()
  const folder = temporaryFolder()
  const target = await supplier.targetYaml(inputs)
  const exports = ['junit', 'sarif', 'earl', 'har', 'markdown', 'csv', 'record'].flatMap(kind => [`--${kind}`, kind])
  const ended = await mustdo(folder, ['run', target, ...exports], supplier.env)
  await supplier.close()
  expect([0, 1, 3]).toContain(ended.code)
  expect(sent.some(text => text !== '' && supplier.secrets.includes(text))).toBe(true)
  for (const kind of ['token', 'refresh token', 'code']) expect([...secrets.values()]).toContain(kind)

  // What a picture shows cannot be searched for: pages behind a sign-in have none, and the rest is covered (see `pictures.test.ts`).
  const { observations } = JSON.parse(readFileSync(join(folder, 'record'), 'utf8')) as RunRecord
  const behind = observations.filter((one): one is PageVisit => one.kind === 'page' && one.as !== null)
  expect(behind.flatMap(({ pictures }) => pictures?.taken ?? [])).toEqual([])
  expect(behind.every(({ pictures }) => !pictures || pictures.because === 'signed-in')).toBe(true)

  const outputs = [
    ['stdout', ended.stdout],
    ['stderr', ended.stderr],
    ...filesIn(folder).map(path => [path, readFileSync(path, 'latin1')]),
  ] as [string, string][]
  expect(outputs.length).toBeGreaterThan(20)
  // A few of each kind will do: all of them in all encodings in all files would take minutes.
  const some = [...secrets].filter(
    ([, kind], place, all) => all.slice(0, place).filter(one => one[1] === kind).length < 8,
  )
  const leaks = some.flatMap(([secret, kind]) =>
    outputs
      .filter(([, text]) => formsOf(secret).some(form => text.includes(form)))
      .map(([where]) => `${kind} ${secret.slice(0, 12)}… in ${where}`),
  )
  expect(leaks).toEqual([])
})

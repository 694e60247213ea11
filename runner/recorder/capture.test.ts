import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RawExchange } from '../instruments/http/client.ts'
import { capture } from './capture.ts'
import { Redactor } from './redact.ts'
import { RunFolder } from './store.ts'
import { accountOf, WriteLog } from './writes.ts'

const context = () => {
  const path = mkdtempSync(join(tmpdir(), 'mustdo-capture-'))
  return { path, redactor: new Redactor(), folder: new RunFolder(path), listedPatients: new Set<string>() }
}
const raw = (body: string, headers: readonly (readonly [string, string])[], status = 200): RawExchange => ({
  at: '2026-11-22T14:00:00.000Z',
  ms: 1,
  requestHeaders: [['host', 'a.example']],
  response: {
    status,
    rawHeaders: headers,
    httpVersion: '1.1',
    body: Buffer.from(body),
    encodedBytes: Buffer.byteLength(body),
  },
})
const asked = { method: 'GET', url: 'https://a.example/', headers: {} }
const json = [['Content-Type', 'application/json']] as const

test('A token in an answer is hidden, and its length, class and claims are kept as facts', () => {
  const token = `${Buffer.from('{"alg":"ES384"}').toString('base64url')}.${Buffer.from('{"iss":"x","patient":"p1"}').toString('base64url')}.c2lnbmF0dXJl`
  const seen = capture(asked, raw(JSON.stringify({ access_token: token }), json), null, context())
  expect(seen.response?.body.text).toBe('{"access_token":"«access_token 1»"}')
  expect(seen.facts[0]).toMatchObject({
    where: 'response.body.access_token',
    length: token.length,
    jwt: { header: { alg: 'ES384' }, claims: { iss: 'x', patient: 'withheld' } },
  })
})

test('A plain word in a secret field is hidden there and nowhere else', () => {
  const seen = capture(asked, raw('{"password":"string","type":"string"}', json), null, context())
  expect(seen.response?.body.text).toBe('{"password":"«password 1»","type":"string"}')
})

test('Cookie values are hidden, names and attributes stay', () => {
  const seen = capture(asked, raw('', [['Set-Cookie', 'lang=en-GB; Path=/; Secure']]), null, context())
  expect(seen.response?.headers['set-cookie']).toBe('lang=«cookie 1»; Path=/; Secure')
})

test('Of a body with a real-looking patient nothing reaches the disk', () => {
  const at = context()
  const body = '{"identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9434765919"}],"name":"Somebody"}'
  const seen = capture(asked, raw(body, json), null, at)
  expect(seen.response?.body).toMatchObject({ withheld: 'real-looking patient data', text: '', bytes: body.length })
  const bodies = join(at.path, 'bodies')
  expect(readdirSync(bodies).map(name => readFileSync(join(bodies, name), 'utf8'))).toEqual([''])
})

test('A body beyond the limit keeps its start and says how much is missing', () => {
  const limit = 4 * 1024 * 1024
  const { response } = capture(asked, raw('x'.repeat(limit + 5), []), null, context())
  expect([response?.body.text?.length, response?.body.cut]).toEqual([limit, 5])
})

test('The log of writes knows what was created, what is gone, and what nobody can tell', () => {
  const { folder } = context()
  const log = new WriteLog(folder, 'o')
  const write = (method: string, url: string) => log.begin({ method, url, as: null, effect: 'write' })
  write('POST', 'https://a.example/Patient')(raw('', [['Location', '/Patient/1/_history/1']], 201))
  write('PUT', 'https://a.example/Patient/2')(raw('', [], 201))
  write(
    'POST',
    'https://a.example/',
  )(raw(JSON.stringify({ entry: [{ response: { status: '201 Created', location: 'Patient/3/_history/1' } }] }), json))
  write('DELETE', 'https://a.example/Patient/1')(raw('', [], 204))
  write('POST', 'https://a.example/Lost')
  const { created, standing, unsure } = accountOf(folder)
  expect(created).toHaveLength(3)
  expect(standing.map(({ url }) => url)).toEqual(['https://a.example/Patient/2', 'https://a.example/Patient/3'])
  expect(unsure).toEqual(['POST https://a.example/Lost was under way when the run broke off'])
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { example } from './example.ts'
import { publicTarget, secretsOf, targetFacts } from './public.ts'
import { complaints, env, folder, least, load, now } from './testing.ts'

let at = ''
beforeAll(async () => {
  at = await folder()
})

test('a file that uses every key loads', () => {
  const target = load(at, example)
  expect(target).toMatchObject({ supplier: 'Acme Health Ltd', product: 'Acme EPR', version: '7.2.1', packs: ['epr'] })
  expect(target.endpoints.map(e => [e.name, e.kind, e.origin])).toEqual([
    ['main', 'fhir', 'https://fhir.sandbox.acme.example'],
    ['portal', 'web', 'https://portal.sandbox.acme.example'],
    ['auth', 'oauth', 'https://auth.sandbox.acme.example'],
    ['hook', 'listener', 'https://hooks.acme.example'],
  ])
  expect(target.identities.map(i => i.auth.method)).toEqual([
    'private-key-jwt',
    'private-key-jwt',
    'client-secret',
    'bearer',
    'basic',
    'header-key',
    'mtls',
    'none',
  ])
  expect(target.warnings).toEqual([])
})

test('pages and statement become absolute addresses on the endpoint, and crawl limits get their defaults', () => {
  const portal = load(at, example).endpoints[1]
  expect(portal?.pages).toEqual([
    'https://portal.sandbox.acme.example/',
    'https://portal.sandbox.acme.example/sign-in',
    'https://portal.sandbox.acme.example/app/help',
  ])
  expect(portal?.statement).toBe('https://portal.sandbox.acme.example/accessibility')
  expect(portal?.crawl).toEqual({ maxPages: 10, maxDepth: 2 })
})

test('signing keys of any form become PKCS#8, and the algorithm follows from the key', () => {
  const [rsa, ec] = load(at, example).identities.map(identity => identity.auth)
  expect(rsa).toMatchObject({ alg: 'RS384', kid: 'k1' })
  expect(ec).toMatchObject({ alg: 'ES384', issuer: 'https://login.acme.example' })
  expect(ec?.method === 'private-key-jwt' && ec.key.reveal()).toMatch(/^-----BEGIN PRIVATE KEY-----/)
})

test('an encrypted signing key opens with its passphrase', () => {
  const text = `${least}identities:
  - { name: a, auth: private-key-jwt, clientId: c, kid: k, key: "\${file:keys/locked.pem}", passphrase: "\${env:PASS}", tokenUrl: "https://a.example/t", endpoints: [main] }\n`
  const [identity] = load(at, text, { env: { PASS: 'open sesame' } }).identities
  expect(identity?.auth).toMatchObject({ alg: 'ES384' })
})

test('a key set gives the key of the kid, and RS512 takes an RSA key', () => {
  const identity = (key: string, more: string) => `${least}identities:
  - { name: a, auth: private-key-jwt, clientId: c, kid: second, key: "\${file:${key}}", ${more} tokenUrl: "https://a.example/t", endpoints: [main] }\n`
  const jwk = JSON.parse(readFileSync(join(at, 'keys/ec.jwk'), 'utf8')) as object
  writeFileSync(join(at, 'keys/set.json'), JSON.stringify({ keys: [{ kid: 'first' }, { ...jwk, kid: 'second' }] }))
  expect(load(at, identity('keys/set.json', '')).identities[0]?.auth).toMatchObject({ alg: 'ES384', kid: 'second' })
  expect(load(at, identity('keys/rsa.pem', 'alg: RS512,')).identities[0]?.auth).toMatchObject({ alg: 'RS512' })
  writeFileSync(join(at, 'keys/set.json'), JSON.stringify({ keys: [{ ...jwk, kid: 'first' }] }))
  expect(complaints(at, identity('keys/set.json', '')).join()).toContain('is a key set without the key "second"')
})

test('a user who signs in has a registered redirect address, and the origins of the server for the password', () => {
  const user = (redirect: string) => `${least}identities:
  - { name: sian, auth: authorization-code, clientId: app, redirectUri: "${redirect}", issuer: "https://login.a.example", username: sian, password: "\${env:PASS}", endpoints: [main] }\n`
  const target = load(at, user('app.example:/callback'), { env: { PASS: 'open sesame' } })
  expect(target.identities[0]?.auth).toMatchObject({ method: 'authorization-code', style: 'basic', fields: {} })
  expect(targetFacts(target, now.toISOString()).origins).toEqual(['https://a.example', 'https://login.a.example'])
  expect(complaints(at, user('/callback'), { env: { PASS: 'open sesame' } }).join()).toContain(
    'Expected an absolute address without a fragment',
  )
})

test('credentials are bound to the origins of the endpoints that name the identity or that it names', () => {
  const origins = Object.fromEntries(load(at, example).identities.map(i => [i.name, i.origins]))
  expect(origins.backend).toEqual(['https://fhir.sandbox.acme.example'])
  expect(origins.tester).toEqual(['https://portal.sandbox.acme.example'])
  expect(origins.nobody).toEqual([])
})

test('the least file gets every default', () => {
  const target = load(at, least)
  expect(target.politeness).toEqual({ concurrency: 4, requestsPerSecond: 20 })
  expect(target.surfaces).toEqual([])
  expect(target.consents).toEqual([])
  expect(target.file).toMatch(/\.yaml$/)
})

test('no secret shows in JSON, in inspection or in text of the target', () => {
  const target = load(at, example)
  const shown = [
    JSON.stringify(target),
    inspect(target, { depth: 20, showHidden: true, getters: true }),
    ...target.identities.flatMap(({ auth }) => Object.values(auth).map(value => `${value}`)),
    JSON.stringify(publicTarget(target)),
    JSON.stringify(targetFacts(target, '2026-11-22T14:02:00.000Z')),
  ].join('\n')
  const values = secretsOf(target).map(secret => secret.reveal())
  expect(values).toHaveLength(9)
  for (const value of values) expect(shown).not.toContain(value)
  for (const line of values.flatMap(value => value.split('\n')).filter(line => /^[A-Za-z0-9+/=]{40,}$/.test(line)))
    expect(shown).not.toContain(line)
  expect(`${secretsOf(target)[2]}`).toBe('«secret service.clientSecret»')
  expect(values).toContain(env.ACME_PROXY)
})

test('a journey has absolute addresses and its secrets, and facts of it name no value', () => {
  const target = load(at, example)
  const [journey] = target.journeys ?? []
  expect(journey?.steps[0]).toEqual({ does: 'go', url: 'https://portal.sandbox.acme.example/book' })
  expect(JSON.stringify(journey?.steps[1])).toContain('«secret book-appointment.Passphrase»')
  const { journeys } = targetFacts(target, '2026-11-22T14:02:00.000Z')
  expect(journeys).toEqual([
    {
      name: 'book-appointment',
      endpoint: 'portal',
      identity: 'tester',
      start: 'https://portal.sandbox.acme.example/book',
      pages: [1, 5],
    },
  ])
  expect(targetFacts(load(at, least), '2026-11-22T14:02:00.000Z').journeys).toBeUndefined()
})

test('a copy of a secret for another thread carries no value', () => {
  const [secret] = secretsOf(load(at, example))
  expect(Object.keys(structuredClone({ ...secret }))).toEqual(['name', 'source'])
})

test('facts name the origins of endpoints and token services, and only consent that holds now', () => {
  const target = load(at, example)
  const facts = targetFacts(target, '2026-11-22T14:02:00.000Z')
  expect(facts.origins).toEqual([
    'https://fhir.sandbox.acme.example',
    'https://portal.sandbox.acme.example',
    'https://auth.sandbox.acme.example',
    'https://hooks.acme.example',
    'https://login.acme.example',
  ])
  expect(facts.consents).toEqual(['write'])
  expect(facts.identities.find(i => i.name === 'patient-a')?.patient).toBe('17')
  expect(targetFacts(target, '2027-01-01T00:00:00.000Z').consents).toEqual([])
  expect(targetFacts(target, '2026-10-31T23:59:59.999Z').consents).toEqual([])
})

test('consent with a window over midnight holds on both sides of it', () => {
  const text = example.replace('until: 2026-12-31', 'until: 2026-12-31\n    window: { from: "22:00", to: "02:00" }')
  const target = load(at, text)
  const at22 = (time: string) => targetFacts(target, `2026-11-22T${time}:00.000Z`).consents
  expect([at22('21:59'), at22('22:00'), at22('01:59'), at22('02:00')]).toEqual([[], ['write'], ['write'], []])
})

test('plain http to this machine, a number that could be a person and a past waiver are doubts, not faults', () => {
  const text = `${least.replace('https://a.example/r4', 'http://127.0.0.1:8080/fhir')}testData: { patients: [{ nhsNumber: "9434765919" }] }
waivers: [{ requirement: SEC-HDR-004, reason: later, until: 2025-01-01 }]\n`
  expect(load(at, text).warnings).toEqual([
    'mustdo.yaml:6:31  endpoints[0].url is plain http on this machine; checks of HTTPS will fail or not apply.',
    'mustdo.yaml:7:26  testData.patients[0].nhsNumber does not begin with 999 and could be a real person; is this record synthetic?',
    'mustdo.yaml:8:54  waivers[0].until is 2025-01-01; a waiver in the past asks for nothing.',
  ])
})

test('evidence is named as written and found beside the file', () => {
  const [attestation] = load(at, example).attestations
  expect(attestation?.evidence).toEqual([
    { name: 'evidence/safety-case.pdf', path: join(at, 'evidence', 'safety-case.pdf') },
  ])
})

import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { seal } from './seal.ts'
import { readTrust, type TrustedKey } from './trust.ts'
import { trustSchema } from './trust-schema.ts'
import { verifySeals } from './verify.ts'

const signer = await newSigner()
// 2026-11-22T14:10:00Z
const sealed = await seal(samplePage(), signer, { iat: 1_795_356_600, summary: sampleSummary })
const key: TrustedKey = { jwk: signer.jwk, name: 'Sample Ltd', roles: ['issuer'] }
const fileOf = (...keys: unknown[]) => JSON.stringify({ version: 1, keys })

test.each<[string, Partial<TrustedKey>, RegExp]>([
  ['is revoked', { revoked: '2027-01-01', reason: 'laptop lost' }, /revoked: laptop lost/],
  ['has another role', { roles: ['reviewer'] }, /may not seal as issuer/],
  ['counts only later', { from: '2026-11-23' }, /counts from 2026-11-23; sealed 2026-11-22/],
  ['counted only earlier', { to: '2026-11-21' }, /until 2026-11-21; sealed 2026-11-22/],
])('a signer whose key %s is not accepted, and the reason is given', async (_name, more, says) => {
  const result = await verifySeals(sealed, { trust: await readTrust(fileOf({ ...key, ...more })) })
  expect(result.ok).toBe(false)
  expect(result.rungs[1]).toMatchObject({ state: 'does not hold', detail: expect.stringMatching(says) })
})

test('the first and the last day of a key count', async () => {
  const trust = await readTrust(fileOf({ ...key, from: '2026-11-22', to: '2026-11-22' }))
  expect((await verifySeals(sealed, { trust })).ok).toBe(true)
})

test('an empty trust file trusts nobody', async () => {
  expect((await verifySeals(sealed, { trust: await readTrust(fileOf()) })).ok).toBe(false)
})

test.each<[string, string, RegExp]>([
  ['no JSON', '{', /not JSON/],
  ['no version', '{"keys":[]}', /version/],
  ['a key without roles', fileOf({ jwk: signer.jwk, name: 'A' }), /\/keys\/0.*roles/],
  ['an unknown member', fileOf({ ...key, note: 'x' }), /\/keys\/0/],
  ['a day that is none', fileOf({ ...key, from: 'today' }), /\/keys\/0\/from/],
  ['an end before its beginning', fileOf({ ...key, from: '2027-01-01', to: '2026-01-01' }), /ends before it begins/],
  ['one key twice', fileOf(key, { ...key, name: 'B' }), /twice/],
  ['a private key', fileOf({ ...key, jwk: { ...signer.jwk, d: 'AAAA' } }), /private part/],
  ['a symmetric key', fileOf({ ...key, jwk: { kty: 'oct', k: 'AAAA' } }), /kind oct/],
  ['another curve', fileOf({ ...key, jwk: { kty: 'EC', crv: 'P-521', x: 'AA', y: 'AA' } }), /kind EC P-521/],
  ['a short coordinate', fileOf({ ...key, jwk: { ...signer.jwk, x: 'AAAA' } }), /"x" of the key has 3 bytes/],
  ['an algorithm that does not fit', fileOf({ ...key, jwk: { ...signer.jwk, alg: 'RS256' } }), /does not fit/],
])('a trust file with %s is refused', async (_name, text, says) => {
  await expect(readTrust(text)).rejects.toThrow(says)
})

test('the schema that editors use is itself valid', () => {
  expect(new Ajv2020({ strict: true }).validateSchema(trustSchema)).toBe(true)
})

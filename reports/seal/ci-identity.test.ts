/** Tokens of an issuer of our own, in seals by a key that nobody knows. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type JWK, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { audienceOf, type Pipeline } from './ci-identity.ts'
import { sha256 } from './digest.ts'
import type { PublicJwk } from './public-key.ts'
import { seal } from './seal.ts'
import { readTrust } from './trust.ts'
import { verifySeals } from './verify.ts'

const IAT = 1_795_356_600
const ISSUER = 'https://issuer.example'
const claims = { repository: 'acme/epr', ref: 'refs/heads/main' }
const provider = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwk = (key: KeyObject) => ({ ...key.export({ format: 'jwk' }), kid: 'one', use: 'sig' }) as JWK & PublicJwk
const page = samplePage()
const aud = audienceOf(sha256(page))
const signer = await newSigner()

interface Asked {
  readonly iss?: string
  readonly aud?: string | string[]
  readonly iat?: number
  readonly exp?: number
  readonly key?: KeyObject
  readonly more?: object
}
const tokenOf = ({ key = provider.privateKey, more, ...rest }: Asked = {}) =>
  new SignJWT({ iss: ISSUER, aud, iat: IAT - 20, exp: IAT + 280, ...claims, ...rest, ...more })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .sign(key)
const sealedWith = (identity: string | undefined, by = signer, role = 'issuer') =>
  seal(page, by, { iat: IAT, role, summary: { ...sampleSummary, ...(identity && { identity }) } })
const pipeline: Pipeline = { issuer: ISSUER, name: 'Acme’s pipeline', claims, keys: [jwk(provider.publicKey)] }
const verified = async (token: string | undefined, pipelines = [pipeline]) =>
  verifySeals(await sealedWith(token), { pipelines })
const rungOf = ({ rungs }: Awaited<ReturnType<typeof verifySeals>>) => rungs.find(({ rung }) => rung === 'known signer')

test('a seal by an unknown key is known by a token of a known pipeline for exactly this report', async () => {
  const result = await verified(await tokenOf())
  expect(rungOf(result)).toMatchObject({
    state: 'holds',
    detail:
      'Acme’s pipeline, by CI identity: repository acme/epr, ref refs/heads/main, as https://issuer.example said at 2026-11-22T14:09:40Z as issuer',
  })
  expect(result).toMatchObject({ ok: true, tier: 'ci-identity' })
  expect((await verified(await tokenOf({ aud: [aud] }))).ok).toBe(true)
})

test.each<[string, Asked, RegExp]>([
  ['for another report', { aud: audienceOf('0'.repeat(64)) }, /issued for something else/],
  ['for two audiences', { aud: [aud, 'sts.example'] }, /issued for something else/],
  ['of another issuer', { iss: 'https://other.example' }, /no known pipeline is of its issuer/],
  ['signed by another key', { key: stranger.privateKey }, /no pinned key/],
  ['of another repository', { more: { repository: 'evil/epr' } }, /claims are not those/],
  ['of another branch', { more: { ref: 'refs/heads/try' } }, /claims are not those/],
  ['that had run out', { iat: IAT - 900, exp: IAT - 600 }, /when it did not count/],
  ['from after the seal', { iat: IAT + 600, exp: IAT + 900 }, /when it did not count/],
])('a token %s makes nobody known', async (_name, asked, says) => {
  const result = await verified(await tokenOf(asked))
  expect(result).toMatchObject({ ok: false, tier: 'self-run' })
  expect(rungOf(result)).toMatchObject({ state: 'does not hold', detail: expect.stringMatching(says) })
})

test('a token signed with the public key as a secret, or not at all, makes nobody known', async () => {
  const [, payload] = (await tokenOf()).split('.')
  const pem = provider.publicKey.export({ type: 'spki', format: 'pem' })
  const confused = await new SignJWT({ iss: ISSUER, aud, iat: IAT, exp: IAT + 60, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from(pem))
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.AAAA`
  for (const token of [confused, none])
    expect(rungOf(await verified(token))?.detail).toMatch(/no pinned key of its issuer has signed it/)
})

test('a key that was registered stays known whatever its token says, and a revoked one is not made good', async () => {
  const keys = (rest: object) => new Map([[signerKid, { name: 'Acme', roles: ['issuer'], ...rest }]])
  const signerKid = (await verifySeals(await sealedWith(undefined))).seals[0]!.kid
  const bad = await sealedWith(await tokenOf({ aud: 'other' }))
  const good = await sealedWith(await tokenOf())
  const options = { pipelines: [pipeline] }
  expect(await verifySeals(bad, { ...options, keys: keys({}) })).toMatchObject({ ok: true, tier: 'registered-key' })
  expect(await verifySeals(good, { ...options, keys: keys({}) })).toMatchObject({ ok: true, tier: 'ci-identity' })
  expect(await verifySeals(good, { ...options, keys: keys({ revoked: '2026-01-01' }) })).toMatchObject({ ok: false })
})

test('a pipeline is no reviewer, and without one a token says nothing', async () => {
  const token = await tokenOf()
  const reviewed = await verifySeals(await sealedWith(token, signer, 'reviewer'), { pipelines: [pipeline] })
  expect(reviewed.tier).toBe('self-run')
  expect(await verifySeals(await sealedWith(token))).toMatchObject({ ok: true, tier: 'self-run' })
})

test('a trust file names pipelines, and one without a claim or with a broken key is refused', async () => {
  const file = (rest: object) => JSON.stringify({ version: 1, keys: [], pipelines: [{ ...pipeline, ...rest }] })
  const trust = await readTrust(file({}))
  expect(await verifySeals(await sealedWith(await tokenOf()), { trust })).toMatchObject({
    ok: true,
    tier: 'ci-identity',
  })
  await expect(readTrust(file({ claims: {} }))).rejects.toThrow(/wrong at \/pipelines\/0\/claims/)
  await expect(readTrust(file({ keys: [{ kty: 'oct', k: 'AAAA' }] }))).rejects.toThrow(/key is of kind oct/)
})

test('what is no token does not get into a seal', async () => {
  await expect(sealedWith('not a token')).rejects.toThrow(/no summary of the run/)
})

import { expect, test } from 'vitest'
import { recordText, renderSample, samplePage, sampleRecord, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { recordOf } from './grammar.ts'
import { exitCodeOf, renderVerification } from './render-verification.ts'
import { type Signer, seal } from './seal.ts'
import type { TrustFile } from './trust.ts'
import { verifySeals } from './verify.ts'

const iat = 1_795_356_600
const request = { iat, summary: sampleSummary }
const supplier = await newSigner()
const reviewer = await newSigner()
const trust: TrustFile = {
  version: 1,
  keys: [
    { jwk: supplier.jwk, name: 'Sample Ltd', roles: ['issuer'], from: '2026-01-01', to: '2026-12-31' },
    { jwk: reviewer.jwk, name: 'The Framework', roles: ['reviewer'] },
  ],
}
const sealed = await seal(samplePage(), supplier, request)
const countersigned = await seal(sealed, reviewer, { ...request, role: 'reviewer' })
const stateOf = (result: Awaited<ReturnType<typeof verifySeals>>, name: string) =>
  result.rungs.find(({ rung }) => rung === name)?.state

test('a sealed report verifies from the file alone, and the first line admits that the signer is unknown', async () => {
  const result = await verifySeals(sealed)
  expect(result.ok).toBe(true)
  expect(renderVerification(result).split('\n')[0]).toBe('unaltered; signer unknown')
  expect(result.seals.map(({ fingerprint }) => fingerprint)).toEqual([supplier.fingerprint])
  expect(result.summary?.verdict).toBe('conformant')
})

test('a trust file names the signer, and re-rendering and completeness hold for an honest report', async () => {
  const result = await verifySeals(sealed, { trust, rerender: renderSample, require: ['re-rendered', 'complete'] })
  expect(result.rungs.filter(({ state }) => state === 'holds').map(({ rung }) => rung)).toEqual([
    'sealed',
    'known signer',
    're-rendered',
    'complete',
  ])
  expect(result.headline).toBe('unaltered; signed by Sample Ltd (issuer)')
  expect(exitCodeOf(result)).toBe(0)
})

test.each(['ES256', 'EdDSA', 'RS256', 'PS256'] as const)(
  'a %s key seals and the seal verifies',
  async alg => {
    const result = await verifySeals(await seal(samplePage(), await newSigner(alg), request))
    expect(result.ok).toBe(true)
    expect(result.seals[0]?.alg).toBe(alg)
  },
  60_000,
)

test('the record comes back from a sealed file exactly as it was embedded', () => {
  expect(recordOf(countersigned)).toBe(recordText(sampleRecord))
  expect(JSON.parse(recordOf(countersigned))).toEqual(sampleRecord)
})

test('a counter-signature keeps the report’s identity and covers the seal before it', async () => {
  const one = await verifySeals(sealed)
  const two = await verifySeals(countersigned, { trust, requireRoles: ['reviewer', 'issuer'] })
  expect(two.ok).toBe(true)
  expect(two.bodyDigest).toBe(one.bodyDigest)
  expect(two.seals.map(({ role, signer }) => [role, signer])).toEqual([
    ['issuer', 'Sample Ltd'],
    ['reviewer', 'The Framework'],
  ])
})

test('dropping the last seal leaves a valid earlier state, which only a demanded role catches', async () => {
  expect((await verifySeals(sealed, { trust })).ok).toBe(true)
  const demanded = await verifySeals(sealed, { trust, requireRoles: ['reviewer'] })
  expect(exitCodeOf(demanded)).toBe(4)
  expect(demanded.unmet).toEqual(['role reviewer: no known signer has sealed as reviewer'])
})

test('a role demanded without a trust file is not believed, since anyone may claim it', async () => {
  const result = await verifySeals(countersigned, { requireRoles: ['reviewer'] })
  expect(result.ok).toBe(false)
})

test('a signer that returns nothing, garbage or another key’s signature is caught before the file is handed back', async () => {
  const other = await newSigner()
  const answers: Signer['sign'][] = [async () => new Uint8Array(), async () => new Uint8Array(64).fill(7), other.sign]
  for (const sign of answers)
    await expect(seal(samplePage(), { ...supplier, sign }, request)).rejects.toMatchObject({ code: 'signer' })
})

test('a high signature from the signer is written as its low twin', async () => {
  const files = await Promise.all(Array.from({ length: 24 }, () => seal(samplePage(), supplier, request)))
  for (const file of files) expect((await verifySeals(file)).ok).toBe(true)
})

test('a page that is not what its record renders to does not hold, even when nobody demanded it', async () => {
  const lie = Buffer.from(Buffer.from(samplePage()).toString().replace('<h1>', '<h1>Fully '))
  const result = await verifySeals(await seal(lie, supplier, request), { rerender: renderSample })
  expect(stateOf(result, 're-rendered')).toBe('does not hold')
  expect(exitCodeOf(result)).toBe(4)
})

test('a page of another renderer is named and not compared', async () => {
  const result = await verifySeals(sealed, { rerender: renderSample, renderer: 'later' })
  expect(stateOf(result, 're-rendered')).toBe('not checked')
  expect(result.rungs[2]?.detail).toContain('renderer sample; this is later')
  expect((await verifySeals(sealed, { rerender: renderSample, renderer: 'later', require: ['re-rendered'] })).ok).toBe(
    false,
  )
})

test.each([
  ['a requirement without a result', { requirements: [] }, 'SEC-HDR-004 has no result'],
  ['a planned check without an outcome', { assertions: [] }, 'has no outcome'],
  [
    'an observation outside the window',
    { run: { ...sampleRecord.run, endedAt: '2026-11-22T14:02:30.000Z' } },
    'lies outside',
  ],
  ['evidence that is not there', { observations: [] }, 'o1, which is not in the record'],
  ['a partial run', { run: { ...sampleRecord.run, partial: { filters: [], musts: 3, of: 237 } } }, '3 of 237 musts'],
  [
    'a run that was stopped',
    { run: { ...sampleRecord.run, complete: false, incompleteBecause: ['stopped'] } },
    'stopped',
  ],
  ['a summary of another run', { run: { ...sampleRecord.run, id: 'r-other' } }, 'seal 1 is not that of the record'],
])('%s is not complete', async (_name, change, says) => {
  const result = await verifySeals(await seal(samplePage({ ...sampleRecord, ...change }), supplier, request))
  expect(stateOf(result, 'complete')).toBe('does not hold')
  expect(result.rungs[4]?.detail).toContain(says)
})

test('names in a sealed file cannot steer the terminal that prints them', async () => {
  const summary = { ...sampleSummary, verdict: 'conformant\u001b[2J\u202e' }
  const text = renderVerification(await verifySeals(await seal(samplePage(), supplier, { iat, summary })))
  expect(text).toContain('conformant?[2J?')
})

test('a seal that states another verdict than its record gives is not complete', async () => {
  const summary = { ...sampleSummary, verdict: 'not conformant' }
  const result = await verifySeals(await seal(samplePage(), supplier, { iat, summary }), { require: ['complete'] })
  expect(result.unmet).toEqual(['complete: does not hold'])
})

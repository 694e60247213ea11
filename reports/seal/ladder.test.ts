/** The rungs "re-judged" and "fresh", and the assurance that follows from all of them. */
import { expect, test } from 'vitest'
import { samplePage, sampleRecord } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import type { RunRecord } from '../record.ts'
import { runVerdict } from '../verdict.ts'
import { assuranceWords, reaches } from './assurance.ts'
import type { ChallengeDemand } from './fresh.ts'
import type { Rejudgement } from './rejudged.ts'
import { seal } from './seal.ts'
import { summaryOf } from './statement.ts'
import type { TrustFile } from './trust.ts'
import { type VerifyOptions, verifySeals } from './verify.ts'

const iat = 1_795_356_600
const supplier = await newSigner()
const framework = await newSigner()
const trust: TrustFile = {
  version: 1,
  keys: [
    { jwk: supplier.jwk, name: 'Sample Ltd', roles: ['issuer'] },
    { jwk: framework.jwk, name: 'The Framework', roles: ['reviewer', 'framework'] },
  ],
}
const nonce = 'nonce-of-the-framework-1'
const rejudged = (rest: Partial<Rejudgement> = {}) => ({
  rejudge: async (): Promise<Rejudgement> => ({
    judged: 4,
    differences: [],
    contradictions: [],
    notCompared: [],
    ...rest,
  }),
})

const sealedOf = (record: RunRecord, signer = supplier, role = 'issuer') =>
  seal(samplePage(record), signer, { iat, role, summary: summaryOf(record, runVerdict(record).word) })

/** The sample with a challenge, in its record and in the one request it holds unless told. */
const challenged = (challenge = nonce, sent = challenge): RunRecord => ({
  ...sampleRecord,
  run: { ...sampleRecord.run, challenge },
  observations: sampleRecord.observations.map(seen =>
    seen.kind === 'exchange'
      ? { ...seen, request: { ...seen.request, headers: { 'user-agent': `mustdo/1 (challenge ${sent})` } } }
      : seen,
  ),
})

async function rungOf(name: string, options: VerifyOptions, record = sampleRecord) {
  const result = await verifySeals(await sealedOf(record), options)
  return { ...result.rungs.find(({ rung }) => rung === name), ok: result.ok, headline: result.headline }
}

test('judgements that all come out the same hold, and what was not compared is said', async () => {
  const rung = await rungOf('re-judged', rejudged({ notCompared: ['plan not compared: it was filtered'] }))
  expect(rung).toMatchObject({ state: 'holds', ok: true })
  expect(rung.detail).toBe('4 judgements repeated, all the same; plan not compared: it was filtered')
})

test('a verdict that the same check no longer gives does not hold, demanded or not', async () => {
  const differences = [{ assertion: 'a1', recorded: 'passed', replayed: 'failed (x)', versions: [2, 2] as const }]
  const rung = await rungOf('re-judged', rejudged({ differences }))
  expect(rung).toMatchObject({ state: 'does not hold', ok: false, detail: 'a1 was passed by version 2, is failed (x)' })
  expect(rung.headline).toContain('its verdicts do not follow from its evidence')
})

test('a verdict that a changed check no longer gives is named with both versions, and proves nothing either way', async () => {
  const differences = [{ assertion: 'a1', recorded: 'passed', replayed: 'failed', versions: [1, 2] as const }]
  const rung = await rungOf('re-judged', rejudged({ differences }))
  expect(rung).toMatchObject({ state: 'not checked', ok: true })
  expect(rung.detail).toContain('3 judgements the same')
  expect(rung.detail).toContain('a1 was passed by version 1, is failed by version 2')
  expect((await rungOf('re-judged', { ...rejudged({ differences }), require: ['re-judged'] })).ok).toBe(false)
})

test('a record that contradicts itself does not hold', async () => {
  const rung = await rungOf('re-judged', rejudged({ contradictions: ['SEC-1 is met; notMet follows'] }))
  expect(rung).toMatchObject({ state: 'does not hold', ok: false })
})

test('a judging that broke off is not taken for a good one', async () => {
  const rung = await rungOf('re-judged', { ...rejudged({ trouble: 'out of time' }), require: ['re-judged'] })
  expect(rung).toMatchObject({ state: 'not checked', ok: false })
})

test.each<[string, RunRecord, Partial<ChallengeDemand>, RegExp]>([
  ['no challenge', sampleRecord, {}, /carries no challenge/],
  ['another challenge', challenged('nonce-of-another-one-2'), {}, /another challenge/],
  ['a challenge that was never sent', challenged(nonce, 'none'), {}, /no recorded request carried/],
  ['a run older than the challenge', challenged(), { issuedAt: '2026-11-22T15:00:00.000Z' }, /before the challenge/],
  ['a run too late for the challenge', challenged(), { until: '2026-11-21' }, /good until 2026-11-21/],
  ['a challenge that another report answered', challenged(), { answeredBy: 'ab'.repeat(32) }, /answered already/],
])('a report with %s is not fresh where a challenge is demanded', async (_name, record, demand, says) => {
  const rung = await rungOf('fresh', { challenge: { nonce, ...demand } }, record)
  expect(rung).toMatchObject({ state: 'does not hold', ok: false })
  expect(rung.detail).toMatch(says)
})

test('an answered challenge holds, again for the same report and with one more seal on it', async () => {
  const once = await sealedOf(challenged())
  const demand = { nonce, issuedAt: '2026-11-22T14:00:00.000Z', until: '2026-12-06' }
  const first = await verifySeals(once, { challenge: demand, today: '2026-11-23' })
  expect(first.unmet).toEqual([])
  const summary = summaryOf(challenged(), 'conformant')
  const twice = await seal(once, framework, { iat, role: 'reviewer', summary })
  const again = await verifySeals(twice, { challenge: { ...demand, answeredBy: first.bodyDigest ?? '' } })
  expect(again.unmet).toEqual([])
  expect(again.notProven.join()).toContain('no older than your challenge')
})

test('a report past its last day is not fresh, which the headline says and a demand makes an error', async () => {
  expect(await rungOf('fresh', { today: '2027-11-22' })).toMatchObject({ state: 'not checked', ok: true })
  const late = await rungOf('fresh', { today: '2027-11-23' })
  expect(late).toMatchObject({ state: 'does not hold', ok: true, headline: 'unaltered; signer unknown; not fresh' })
  expect((await rungOf('fresh', { today: '2027-11-23', require: ['fresh'] })).ok).toBe(false)
})

test('the assurance tier is derived from what was found, and never says certified', async () => {
  const own = await sealedOf(challenged())
  const reviewed = await seal(own, framework, { iat, role: 'reviewer', summary: summaryOf(challenged(), 'conformant') })
  const theirs = await sealedOf(sampleRecord, framework, 'framework')
  const demo = await sealedOf({ ...sampleRecord, run: { ...sampleRecord.run, demo: true } })
  const tierOf = async (file: Uint8Array, options: VerifyOptions = {}) => (await verifySeals(file, options)).tier
  expect(await tierOf(own)).toBe('self-run')
  expect(await tierOf(reviewed)).toBe('self-run')
  expect(await tierOf(own, { trust })).toBe('registered-key')
  expect(await tierOf(reviewed, { trust })).toBe('counter-signed')
  expect(await tierOf(theirs, { trust })).toBe('framework-run')
  expect(await tierOf(demo, { trust })).toBe('none')
  expect(await tierOf(own, { trust, ...rejudged({ contradictions: ['x'] }) })).toBe('none')
  expect(await tierOf(own.subarray(0, -1), { trust })).toBe('none')
  const stranger = await seal(own, await newSigner(), { iat, role: 'reviewer', summary: summaryOf(challenged(), 'x') })
  expect(await tierOf(stranger, { trust })).toBe('self-run')
  expect(Object.values(assuranceWords).join()).not.toMatch(/certif|approv|complian/)
})

test('an assurance reaches what is demanded, and none reaches nothing', () => {
  expect(reaches('registered-key', 'registered-key')).toBe(true)
  expect(reaches('counter-signed', 'registered-key')).toBe(true)
  expect(reaches('self-run', 'registered-key')).toBe(false)
  expect(reaches('none', 'self-run')).toBe(false)
})

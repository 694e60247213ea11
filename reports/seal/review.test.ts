/** Counter-signatures that carry a decision. */
import { expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { exitCodeOf, renderVerification } from './render-verification.ts'
import { seal } from './seal.ts'
import type { Review } from './statement.ts'
import type { TrustFile } from './trust.ts'
import { verifySeals } from './verify.ts'

const iat = 1_795_356_600
const supplier = await newSigner()
const reviewer = await newSigner()
const trust: TrustFile = {
  version: 1,
  keys: [
    { jwk: supplier.jwk, name: 'Sample Ltd', roles: ['issuer'] },
    { jwk: reviewer.jwk, name: 'The Framework', roles: ['reviewer'] },
  ],
}
const sealed = await seal(samplePage(), supplier, { iat, summary: sampleSummary })
const decide = (file: Uint8Array, review: Review, signer = reviewer) =>
  seal(file, signer, { iat, role: 'reviewer', summary: { ...sampleSummary, review } })
const accepted: Review = { decision: 'accepted', by: 'Jo Bloggs', conditions: [] }
const returned: Review = { decision: 'returned', by: 'Jo Bloggs', conditions: ['Mend SEC-A-001.'] }
const demand = { trust, require: ['complete'], requireRoles: ['reviewer'] } as const

test('a decision and its conditions are sealed, shown, and leave the report what it was', async () => {
  const review: Review = { decision: 'accepted with conditions', by: 'Jo Bloggs', conditions: ['Retest by May.'] }
  const file = await decide(sealed, review)
  const result = await verifySeals(file, demand)
  expect(result.unmet).toEqual([])
  expect(result.bodyDigest).toBe((await verifySeals(sealed)).bodyDigest)
  expect(result.headline).toBe(
    'unaltered; signed by Sample Ltd (issuer), The Framework (reviewer: accepted with conditions)',
  )
  expect(result.tier).toBe('counter-signed')
  const text = renderVerification(result)
  expect(text).toContain('accepted with conditions, by Jo Bloggs (reviewer, The Framework)')
  expect(text).toContain('on condition: Retest by May.')
})

test('a report that its reviewer returned does not satisfy --require reviewer, nor raise the tier', async () => {
  const result = await verifySeals(await decide(sealed, returned), demand)
  expect(exitCodeOf(result)).toBe(4)
  expect(result.unmet).toEqual(['role reviewer: The Framework has returned the report'])
  expect(result.tier).toBe('registered-key')
})

test('the last decision counts, either way', async () => {
  expect((await verifySeals(await decide(await decide(sealed, returned), accepted), demand)).unmet).toEqual([])
  expect((await verifySeals(await decide(await decide(sealed, accepted), returned), demand)).ok).toBe(false)
})

test('a stranger’s acceptance is named as such and satisfies nothing', async () => {
  const file = await decide(sealed, accepted, await newSigner())
  expect((await verifySeals(file, demand)).ok).toBe(false)
  expect(renderVerification(await verifySeals(file))).toContain('accepted, by Jo Bloggs (reviewer, signer unknown)')
})

test('a decision cannot steer the terminal that prints it', async () => {
  const file = await decide(sealed, { ...accepted, by: 'Jo\u001b[2J' })
  expect(renderVerification(await verifySeals(file))).toContain('by Jo?[2J')
})

test.each<[string, object]>([
  ['another word', { ...accepted, decision: 'certified' }],
  ['conditions that are none', { ...accepted, decision: 'accepted with conditions' }],
  ['a member of its own', { ...accepted, score: 97 }],
  ['no name', { decision: 'accepted', conditions: [] }],
])('a decision with %s is not sealed', async (_name, review) => {
  await expect(decide(sealed, review as Review)).rejects.toMatchObject({ code: 'signer' })
})

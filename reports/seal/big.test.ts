import { expect, test } from 'vitest'
import { samplePage, sampleRecord, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { seal } from './seal.ts'
import { verifySeals } from './verify.ts'

test('a report of the largest size allowed is sealed and verified in seconds', async () => {
  const page = samplePage({ ...sampleRecord, bodies: { big: 'x < y '.repeat(2_300_000) } })
  expect(page.length).toBeGreaterThan(25_000_000)
  const signer = await newSigner()
  const began = performance.now()
  const result = await verifySeals(await seal(page, signer, { iat: 1_795_356_600, summary: sampleSummary }))
  expect(result.ok).toBe(true)
  expect(performance.now() - began).toBeLessThan(10_000)
}, 60_000)

test('a hostile page of nothing but "<" cannot make the verifier hang', async () => {
  const text = `<!doctype html>\n${'<a '.repeat(3_000_000)}<script type="application/json" id="record">{}</script></html>\n`
  const began = performance.now()
  expect((await verifySeals(Buffer.from(`${text}<!--seal:AAAA.AAAA.AAAA-->\n`))).ok).toBe(false)
  expect(performance.now() - began).toBeLessThan(10_000)
}, 60_000)

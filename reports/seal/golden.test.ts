/** Sealed once, verified for ever: a change that breaks these breaks every report in the world. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sampleRecord } from '../../fixtures/seals/sample.ts'
import { recordOf } from './grammar.ts'
import { renderVerification } from './render-verification.ts'
import { readTrust } from './trust.ts'
import { verifySeals } from './verify.ts'

const golden = (name: string) => readFileSync(new URL(`../../fixtures/seals/v1/${name}`, import.meta.url))

test('a report that version 1 sealed still verifies, with both its signers', async () => {
  const trust = await readTrust(golden('trust.json').toString())
  const result = await verifySeals(golden('report.html'), { trust, require: ['complete'], requireRoles: ['reviewer'] })
  expect(result.unmet).toEqual([])
  expect(result.bodyDigest).toBe('d1ba1b41e5bd5caa8b7f721ea715384f1cb444b758667c0d769a040285ddeaac')
  expect(renderVerification(result)).toContain('unaltered; signed by Sample Ltd (issuer), The Framework (reviewer)')
})

test('the record of a version 1 report is read back', () => {
  expect(JSON.parse(recordOf(golden('report.html')))).toMatchObject({ version: 1, run: { id: sampleRecord.run.id } })
})

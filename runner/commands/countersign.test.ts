import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunRecord } from '../../reports/record.ts'
import { rendererDigest } from '../../reports/render/render.ts'
import type { Verification } from '../../reports/seal/verify.ts'
import { record, run } from '../../reports/testing/parts.ts'
import { generateKey, writePrivateKey } from '../keys/generate.ts'
import { ephemeralSigner } from '../keys/key-signer.ts'
import { writeReport } from '../run/write-report.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
const key = await generateKey('ES256')
writePrivateKey(join(folder, 'reviewer.pem'), key)
const supplier = await ephemeralSigner()
writeFileSync(
  join(folder, 'keys.json'),
  JSON.stringify({
    version: 1,
    keys: [
      { jwk: supplier.jwk, name: 'Acme Health Ltd', roles: ['issuer'] },
      { jwk: key.jwk, name: 'The Framework', roles: ['reviewer'] },
    ],
  }),
)
const tool = { name: 'mustdo' as const, version: '0.1.0', renderer: rendererDigest() }
const reportOf = async (name: string, rest: Partial<RunRecord> = {}) => {
  await writeReport(record({ tool, ...rest }), join(folder, name), supplier)
  return name
}
const countersign = (report: string, ...words: string[]) =>
  mustdo(folder, ['countersign', report, '--by', 'Jo Bloggs', '--key', 'reviewer.pem', ...words])

built('A counter-signed report satisfies --require reviewer, and its decision is in --json', async () => {
  const report = await reportOf('whole.html')
  const bare = await mustdo(folder, ['verify', report, '--trust', 'keys.json', '--require', 'reviewer'])
  expect(bare.code).toBe(4)
  const words = ['--decision', 'accepted with conditions', '--condition', 'Retest by May.', '--no-rejudge']
  const signed = await countersign(report, ...words, '--trust', 'keys.json', '-o', 'signed.html')
  expect(signed.code, signed.stderr).toBe(0)
  expect(signed.stdout).toContain('signed.html: accepted with conditions, sealed by Jo Bloggs as reviewer')
  const words2 = ['verify', 'signed.html', '--trust', 'keys.json', '--require', 'reviewer', '--json']
  const verified = await mustdo(folder, words2)
  expect(verified.code, verified.stdout).toBe(0)
  const { seals, tier } = JSON.parse(verified.stdout) as Verification
  expect(tier).toBe('counter-signed')
  expect(seals.at(-1)?.summary.review?.conditions).toEqual(['Retest by May.'])
})

built('What no rung or no whole run speaks for is not counter-signed, and nothing is written', async () => {
  const partial = await reportOf('partial.html', { run: run({ partial: { filters: ['--only X'], musts: 1, of: 9 } }) })
  const before = readFileSync(join(folder, partial))
  const refused = await countersign(partial, '--decision', 'accepted')
  expect(refused.code).toBe(2)
  expect(refused.stderr).toMatch(/partial run .*Expected a whole run of a real product\./)
  expect(readFileSync(join(folder, partial)).equals(before)).toBe(true)
  // The catalogue's requirements are not in this record, though it claims the catalogue: only judging again finds out.
  const { loadCatalogue } = await import('../../standards/index.ts')
  const { version, digest } = loadCatalogue()
  const sham = await reportOf('sham.html', { catalogue: { ...record().catalogue, version, digest } })
  const found = await countersign(sham, '--decision', 'accepted')
  expect(found.code).toBe(2)
  expect(found.stderr).toContain('re-judged: does not hold')
})

built.each([
  ['another decision', ['--decision', 'certified'], /--decision is "certified"\. Expected one of/],
  ['no condition', ['--decision', 'accepted with conditions'], /names none\. Expected at least one --condition/],
  ['the role of the issuer', ['--decision', 'accepted', '--role', 'issuer'], /other than issuer/],
])('A countersign with %s is wrong use', async (_name, words, says) => {
  const ended = await countersign('whole.html', ...words)
  expect(ended.code).toBe(2)
  expect(ended.stderr).toMatch(says)
})

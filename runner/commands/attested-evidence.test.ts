/** The files that attestations rest on, matched with a report through the public command. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../reports/seal/digest.ts'
import { startTestTarget, type TestTarget, writeTestTarget } from '../engine/testing/target.ts'
import type { EvidenceMatch } from './attested-evidence.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
const texts = { 'docs/plan.pdf': 'Our plan.', 'docs/log.csv': 'H-01,Wrong patient', 'officer.txt': 'Dr Alex Invented' }
const requirements = ['CLN-CSM-001', 'CLN-CSM-002']
let target: TestTarget

const ask = (...words: string[]) => mustdo(folder, words)
const verify = (sent: string, ...more: string[]) => ask('verify', 'report.html', '--evidence', sent, ...more)
const asJson = (stdout: string) => JSON.parse(stdout) as { evidence: EvidenceMatch[]; unnamedFiles: number }

/** A folder with these files in it. */
function folderOf(name: string, files: { readonly [path: string]: string | Uint8Array }): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true })
    writeFileSync(join(folder, name, path), content)
  }
  return name
}

function attestation(requirement: string, files: readonly string[]): string {
  const evidence = files.map(file => `{ file: ${file} }`).join(', ')
  return `  - { requirement: ${requirement}, statement: It is so., by: Alex Invented, role: CSO, on: "2020-01-01", until: "2999-01-01", version: "1", evidence: [${evidence}] }\n`
}

beforeAll(async () => {
  if (!isBuilt) return
  target = await startTestTarget()
  const [first = '', second = ''] = requirements
  const plan = attestation(first, ['docs/plan.pdf', 'docs/log.csv'])
  writeTestTarget(folder, target.origin, `attestations:\n${plan}${attestation(second, ['officer.txt'])}`)
  folderOf('.', texts)
  const ended = await ask('run', '-q', '--only', 'SEC-HDR-004', '--bundle', '-o', 'report.html')
  expect(ended.code, ended.stderr).toBe(3)
})
afterAll(() => target?.close())

built('Files as they were at the run are found, also in a report out of its archive', async () => {
  const sent = folderOf('sent', texts)
  const plain = await verify(sent)
  expect(plain.code, plain.stdout + plain.stderr).toBe(0)
  expect(plain.stdout).toMatch(
    /Rungs[\s\S]*Evidence of attestations\n {2}found {4}CLN-CSM-001: docs\/plan\.pdf, sha256 /,
  )
  expect(plain.stdout).toContain('0 files in the folder that no attestation names')
  const zip = await ask('verify', 'report.zip', '--evidence', sent, '--json')
  expect(zip.code, zip.stdout + zip.stderr).toBe(0)
  expect(asJson(zip.stdout).evidence).toEqual(
    Object.entries(texts).map(([name, text], index) => ({
      requirement: requirements[index < 2 ? 0 : 1],
      name,
      sha256: sha256(Buffer.from(text)),
      state: 'found',
      as: name,
    })),
  )
})

built('What run --bundle packed is found where it was unpacked, and a file of it that changed is named', async () => {
  const files = unzipSync(readFileSync(join(folder, 'report.attested.zip')))
  const right = await verify(folderOf('unpacked', files), '--json')
  expect(right.code, right.stdout + right.stderr).toBe(0)
  expect(asJson(right.stdout)).toMatchObject({ unnamedFiles: 0, evidence: [{}, {}, { state: 'found' }] })
  const changed = Object.keys(files).find(name => name.endsWith('-plan.pdf')) ?? ''
  const wrong = await verify(folderOf('changed', { ...files, [changed]: 'Another plan.' }), '--json')
  expect(wrong.code).toBe(4)
  expect(asJson(wrong.stdout).evidence.find(({ state }) => state !== 'found')).toMatchObject({
    name: 'docs/plan.pdf',
    state: 'differs',
    as: changed,
  })
})

built('A file of the same name with other contents, one that is gone and one too many are told apart', async () => {
  const sent = folderOf('mixed', { 'plan.pdf': 'Our new plan.', 'renamed.csv': texts['docs/log.csv'], 'notes.md': '-' })
  const ended = await verify(sent)
  expect(ended.code).toBe(4)
  expect(ended.stdout).toMatch(/^unaltered/)
  expect(ended.stdout).toContain('differs  CLN-CSM-001: docs/plan.pdf: plan.pdf has other contents; expected sha256 ')
  expect(ended.stdout).toMatch(/found {4}CLN-CSM-001: docs\/log\.csv, sha256 [0-9a-f]{64}, as renamed\.csv\n/)
  expect(ended.stdout).toMatch(/missing {2}CLN-CSM-002: officer\.txt: expected sha256 .*, and no file has it/)
  expect(ended.stdout).toContain('1 file in the folder that no attestation names')
  const { evidence, unnamedFiles } = asJson((await verify(sent, '--json')).stdout)
  expect(evidence.map(({ state, as }) => [state, as])).toEqual([
    ['differs', 'plan.pdf'],
    ['found', 'renamed.csv'],
    ['missing', undefined],
  ])
  expect(unnamedFiles).toBe(1)
})

test.skipIf(!isBuilt || process.platform === 'win32')(
  'A link in the folder to a file that was not sent is not followed',
  async () => {
    const sent = folderOf('linked', texts)
    rmSync(join(folder, sent, 'officer.txt'))
    symlinkSync(join(folder, 'officer.txt'), join(folder, sent, 'officer.txt'))
    symlinkSync(folder, join(folder, sent, 'all'))
    const ended = await verify(sent, '--json')
    expect(ended.code).toBe(4)
    expect(asJson(ended.stdout).evidence.map(({ state }) => state)).toEqual(['found', 'found', 'missing'])
  },
)

built('A report whose seal does not hold is matched with nothing', async () => {
  const text = readFileSync(join(folder, 'report.html'), 'latin1')
  writeFileSync(join(folder, 'altered.html'), text.replace('SEC-HDR-004', 'SEC-HDR-005'), 'latin1')
  const ended = await ask('verify', 'altered.html', '--evidence', folderOf('for-altered', texts), '--json')
  expect(ended.code).toBe(4)
  expect(asJson(ended.stdout).evidence).toBeUndefined()
})

built('A report without such files says so and fails for nothing, and so does a published copy', async () => {
  const published = await ask('publish', 'report.html', '-o', 'public.html')
  expect(published.code, published.stderr).toBe(0)
  const copy = await ask('verify', 'public.html', '--evidence', folderOf('for-copy', texts))
  expect(copy.code, copy.stdout).toBe(0)
  expect(copy.stdout).toContain('this published copy does not say which files attestations rest on')
  const bare = temporaryFolder()
  writeTestTarget(bare, target.origin)
  expect((await mustdo(bare, ['run', '-q', '--only', 'SEC-HDR-004'])).code).toBe(3)
  cpSync(join(folder, 'for-copy'), join(bare, 'sent'), { recursive: true })
  const ended = await mustdo(bare, ['verify', 'mustdo-report.html', '--evidence', 'sent'])
  expect(ended.code, ended.stdout + ended.stderr).toBe(0)
  expect(ended.stdout).toContain('no attestation in this report rests on a file\n  3 files in the folder')
})

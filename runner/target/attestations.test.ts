import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { judgeAttestation, readEvidence } from './attestations.ts'
import type { Attestation } from './model.ts'
import { folder } from './testing.ts'

const sha256 = createHash('sha256').update('the case').digest('hex')
const name = 'evidence/safety-case.pdf'
const seen = [{ name, sha256 }]
const run = { now: '2026-11-22T14:02:00.000Z', version: '7.2.1' }
const attestation = (change: Partial<Attestation> = {}): Attestation => ({
  requirement: 'CLN-CSM-004',
  statement: 'The safety case covers this version.',
  by: 'Dr A. Patel',
  role: 'Clinical safety officer',
  on: '2026-10-01',
  until: '2027-09-30',
  version: '7.2.1',
  evidence: [{ name, path: '' }],
  ...change,
})

let at = ''
beforeAll(async () => {
  at = await folder()
})

test('an attestation in date, for this version and with its evidence counts', () => {
  expect(judgeAttestation(attestation(), seen, run)).toEqual({
    by: 'Dr A. Patel',
    role: 'Clinical safety officer',
    on: '2026-10-01',
    until: '2027-09-30',
    statement: 'The safety case covers this version.',
    evidence: seen,
    problems: [],
  })
})

test('an attestation holds on its last day and not on the next', () => {
  const word = attestation({ until: '2026-11-22' })
  expect(judgeAttestation(word, seen, { ...run, now: '2026-11-22T23:59:59.999Z' }).problems).toEqual([])
  expect(judgeAttestation(word, seen, { ...run, now: '2026-11-23T00:00:00.000Z' }).problems).toEqual([
    'expired on 2026-11-22',
  ])
})

test('an attestation of a day to come does not count yet', () => {
  expect(judgeAttestation(attestation({ on: '2026-11-23' }), seen, run).problems).toEqual([
    'dated 2026-11-23, after the day of the run (2026-11-22)',
  ])
})

test('an attestation of another version does not count', () => {
  expect(judgeAttestation(attestation({ version: '7.1' }), seen, run).problems).toEqual([
    'speaks of version 7.1, the product is 7.2.1',
  ])
})

test('evidence that changed since it was vouched for voids the attestation', () => {
  const vouched = 'b'.repeat(64)
  expect(
    judgeAttestation(attestation({ evidence: [{ name, path: '', sha256: vouched }] }), seen, run).problems,
  ).toEqual([`evidence ${name} has changed: sha256 ${sha256}, vouched for ${vouched}`])
})

test('evidence that nobody looked for is no evidence', () => {
  expect(judgeAttestation(attestation(), [], run)).toMatchObject({
    evidence: [],
    problems: [`evidence ${name} was not looked for`],
  })
})

test('every problem of an attestation is named', () => {
  const word = attestation({ until: '2026-11-01', version: '6' })
  expect(judgeAttestation(word, [{ name, problem: 'is missing' }], run).problems).toEqual([
    'expired on 2026-11-01',
    'speaks of version 6, the product is 7.2.1',
    `evidence ${name} is missing`,
  ])
})

test('evidence is digested as it lies on disk; what is missing, empty or a folder is said to be', async () => {
  mkdirSync(join(at, 'evidence', 'folder'))
  writeFileSync(join(at, 'evidence', 'empty.pdf'), '')
  const files = [name, 'evidence/none.pdf', 'evidence/empty.pdf', 'evidence/folder']
  expect(await readEvidence(files.map(file => ({ name: file, path: join(at, file) })))).toEqual([
    { name, sha256 },
    { name: 'evidence/none.pdf', problem: 'is missing' },
    { name: 'evidence/empty.pdf', problem: 'is empty' },
    { name: 'evidence/folder', problem: 'cannot be read (EISDIR)' },
  ])
})

import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { withAttestation } from './attest.ts'

const attestation = {
  requirement: 'CLN-CSM-004',
  statement: 'The safety case covers this version.',
  by: 'Dr A. Patel',
  role: 'Clinical safety officer',
  on: '2026-11-22',
  until: '2027-09-30',
  version: '7.2.1',
  evidence: [{ file: 'safety-case.pdf', sha256: 'ab'.repeat(32) }],
}

test('an attestation is added and comments stay', () => {
  const text = withAttestation('# our EPR\nsupplier: Acme   # legal name\n', attestation)
  expect(text).toContain('# our EPR')
  expect(text).toContain('# legal name')
  expect(parse(text)).toEqual({ supplier: 'Acme', attestations: [attestation] })
})

test('an earlier attestation of the same requirement is replaced, others stay', () => {
  const other = { ...attestation, requirement: 'CLN-CSM-001' }
  const first = withAttestation(withAttestation('supplier: Acme\n', other), { ...attestation, version: '7.2.0' })
  expect(parse(withAttestation(first, attestation))).toEqual({ supplier: 'Acme', attestations: [other, attestation] })
})

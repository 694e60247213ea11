import type { Assertion, Finding, RunRecord } from '../record.ts'

/** One thing a check said of one requirement on one subject. `finding` is absent for a check that passed in silence. */
export interface Said {
  readonly assertion: Assertion
  readonly finding?: Finding
}

/** Everything that was said, by requirement, in plan order; the ground of every export. */
export function saidBy(record: RunRecord): (requirement: string) => readonly Said[] {
  const verifies = new Map(record.checks.map(check => [check.id, Object.keys(check.verifies)]))
  const said = new Map<string, Said[]>()
  for (const assertion of record.assertions)
    for (const requirement of verifies.get(assertion.check) ?? []) {
      const about = assertion.findings.filter(one => one.requirement === undefined || one.requirement === requirement)
      const list = said.get(requirement) ?? []
      if (about.length > 0) list.push(...about.map(finding => ({ assertion, finding })))
      else if (assertion.findings.length === 0) list.push({ assertion })
      said.set(requirement, list)
    }
  return requirement => said.get(requirement) ?? []
}

/** True for what deserves a line in a list of trouble: neither a pass nor something that does not apply. */
export const isTrouble = ({ finding }: Said): boolean =>
  finding !== undefined && finding.outcome !== 'passed' && finding.outcome !== 'inapplicable'

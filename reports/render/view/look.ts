import type { Assertion, Observation, RecordCheck, RecordStandard, RunRecord } from '../../record.ts'
import { en, type Words } from '../words/en.ts'

/** The record by key, made once for a page. */
export interface Look {
  readonly record: RunRecord
  /** In whose language the page is. */
  readonly words: Words
  readonly byCheck: ReadonlyMap<string, readonly Assertion[]>
  readonly checksByRequirement: ReadonlyMap<string, readonly RecordCheck[]>
  readonly observations: ReadonlyMap<string, Observation>
  readonly standards: ReadonlyMap<string, RecordStandard>
  readonly hazards: ReadonlyMap<string, string>
}

export function lookInto(record: RunRecord, words: Words = en): Look {
  const byCheck = new Map<string, Assertion[]>()
  for (const assertion of record.assertions) push(byCheck, assertion.check, assertion)
  const checksByRequirement = new Map<string, RecordCheck[]>()
  for (const check of record.checks)
    for (const requirement of Object.keys(check.verifies)) push(checksByRequirement, requirement, check)
  return {
    record,
    words,
    byCheck,
    checksByRequirement,
    observations: new Map(record.observations.map(one => [one.id, one])),
    standards: new Map(record.catalogue.standards.map(one => [one.id, one])),
    hazards: new Map(record.target.hazards.map(({ id, title }) => [id, title])),
  }
}

export const checksOf = (requirement: string, look: Look): readonly RecordCheck[] =>
  look.checksByRequirement.get(requirement) ?? []

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

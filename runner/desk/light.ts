import { createHash } from 'node:crypto'
import type { RunRecord } from '../../reports/record.ts'

/** What a portfolio needs of a record: its evidence is left out. */
export function withoutEvidence(record: RunRecord): RunRecord {
  const assertions = record.assertions.map(assertion => ({ ...assertion, observations: [] }))
  return { ...record, assertions, bodies: {}, observations: [], stages: [] }
}

/** Keeps equal catalogues once, or 500 reports would not fit. */
export function catalogueKeeper(): (record: RunRecord) => RunRecord {
  const catalogues = new Map<string, RunRecord['catalogue']>()
  return record => {
    const key = createHash('sha256').update(JSON.stringify(record.catalogue)).digest('hex')
    const catalogue = catalogues.get(key) ?? record.catalogue
    catalogues.set(key, catalogue)
    return { ...record, catalogue }
  }
}

import type { RunRecord } from '../record.ts'
import { judged, standing } from '../verdict.ts'
import { csvRow } from './csv-row.ts'
import { isTrouble, saidBy } from './said.ts'

const columns = [
  'id',
  'standard',
  'clause',
  'pillar',
  'level',
  'basis',
  'counts',
  'source confirmed',
  'state',
  'fate',
  'because',
  'next act by',
  'next act',
  'findings',
  'places',
  'statement',
]

/** RFC 4180: one row for each requirement. */
export function csv(record: RunRecord): string {
  const said = saidBy(record)
  const rows = judged(record).map(one => {
    const { requirement, result } = one
    const findings = said(requirement.id).filter(isTrouble)
    return [
      requirement.id,
      requirement.standard,
      requirement.clause,
      requirement.pillar,
      requirement.level,
      requirement.basis,
      standing(one, record.run.startedAt),
      requirement.sourceConfirmed ? 'yes' : 'no',
      result.state,
      result.fate,
      result.because ?? '',
      result.owes?.who ?? '',
      result.owes?.act ?? '',
      findings.map(({ finding }) => finding?.id ?? '').join(' '),
      String(findings.reduce((sum, { finding }) => sum + (finding?.count ?? 1), 0)),
      requirement.statement,
    ]
  })
  return [columns, ...rows].map(csvRow).join('')
}

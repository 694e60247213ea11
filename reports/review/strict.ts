/** What `run --strict` does not let pass: words of persons and requests for waivers that are expired, spoilt or of no use. */
import type { RequirementResult, RunRecord } from '../record.ts'

/** What the target file declares, as far as it is asked about here. */
export interface Declared {
  readonly attestations: readonly { readonly requirement: string }[]
  readonly waivers: readonly { readonly requirement: string; readonly until: string }[]
}

/** One sentence for each, in the order of the target file; empty when all of them hold and are needed. */
export function laxities({ run, requirements }: Pick<RunRecord, 'run' | 'requirements'>, declared: Declared): string[] {
  const rows = new Map(requirements.map(row => [row.id, row]))
  const today = run.startedAt.slice(0, 10)
  const about = (what: string, id: string, said: string | undefined) => (said ? [`The ${what} for ${id} ${said}.`] : [])
  return [
    ...declared.attestations.flatMap(({ requirement }) =>
      about('attestation', requirement, attestationSaid(rows.get(requirement))),
    ),
    ...declared.waivers.flatMap(({ requirement, until }) =>
      about('waiver', requirement, until < today ? `expired on ${until}` : waiverSaid(rows.get(requirement))),
    ),
    ...requirements.flatMap(({ id, reviews = [] }) =>
      reviews
        .filter(({ problems }) => problems.length > 0)
        .flatMap(({ problems }) => about('review', id, `does not count: ${problems.join('; ')}`)),
    ),
  ]
}

const UNASKED = 'is of no use: no product type of this run asks for it'

function attestationSaid(row: RequirementResult | undefined): string | undefined {
  if (!row) return UNASKED
  const problems = row.attestation?.problems ?? []
  if (problems.length > 0) return `does not count: ${problems.join('; ')}`
  if (row.state === 'notApplicable') return 'is of no use: the requirement does not apply here'
  return row.fate === 'checked' ? 'is of no use: checks decide the requirement alone' : undefined
}

function waiverSaid(row: RequirementResult | undefined): string | undefined {
  if (!row) return UNASKED
  return row.state === 'met' || row.state === 'notApplicable' ? 'is of no use: nothing is wrong there' : undefined
}

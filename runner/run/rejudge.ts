/** Judges a record's JSON again and says what came of it; the half of `verify --rejudge` that needs judges and catalogue. */
import { RECORD_VERSION, type RunRecord } from '../../reports/record.ts'
import { withoutEvidence } from '../../reports/review/withhold.ts'
import { type Rejudgement, troubled } from '../../reports/seal/rejudged.ts'
import type { Catalogue } from '../../standards/model.ts'
import type { AnyCheck } from '../check.ts'
import { follows } from './follows.ts'
import { replay } from './replay.ts'

/** What a report full of differences may make us carry and print. */
const MOST = 1000
const LONGEST = 400

/** Never throws for the record's sake: a record that breaks replay or judges is told as trouble. */
export async function rejudge(
  recordJson: string,
  { checks, catalogue }: { readonly checks: readonly AnyCheck[]; readonly catalogue: Catalogue },
): Promise<Rejudgement> {
  try {
    const record = JSON.parse(recordJson) as RunRecord
    if (record.version !== RECORD_VERSION)
      return troubled(`the record has version ${String(record.version)}; this judges ${RECORD_VERSION}`)
    if (record.published) return troubled('this is a published copy, which holds no evidence; judge the full report')
    if (record.run.evidence === 'digests')
      return troubled('the report holds digests of its evidence, not the evidence (evidence: digests)')
    const { assertions, differences: found, landscape } = await replay(record, checks)
    const missing = withoutEvidence(record)
    const differences = found.filter(({ assertion }) => !missing.has(assertion))
    const { contradictions, notCompared } = follows(record, { checks, catalogue, landscape })
    return {
      judged: assertions.filter(({ id }) => !missing.has(id)).length,
      ...(missing.size > 0 && { missing: missing.size }),
      differences: differences.slice(0, MOST).map(one => ({
        ...one,
        assertion: short(one.assertion),
        recorded: short(one.recorded),
        replayed: short(one.replayed),
      })),
      contradictions: contradictions.slice(0, MOST).map(short),
      notCompared: notCompared.map(short),
    }
  } catch (error) {
    return troubled(short(error instanceof Error ? error.message : String(error)))
  }
}

const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

/** `run --baseline`: a pipeline that fails only for what is new. The report and its verdict stay what they are. */
import type { RunRecord } from '../../reports/record.ts'
import { type AgainstBaseline, againstBaseline } from '../../reports/review/against-baseline.ts'
import { type Comparison, compare } from '../../reports/review/compare.ts'
import { compareText } from '../../reports/review/compare-text.ts'
import { readVerified } from '../desk/read-verified.ts'
import type { Target } from '../target/model.ts'
import { UsageError } from './explain.ts'

export interface BaselineOutcome extends AgainstBaseline {
  readonly comparison: Comparison
  /** For people: the comparison and the reason of the exit code. */
  readonly text: string
}

/**
 * Reads the baseline before the run, since the run may write over it. Throws UsageError for a report of another product, whose
 * findings could forgive nothing here.
 */
export async function baselineFrom(path: string, target: Target): Promise<(record: RunRecord) => BaselineOutcome> {
  const { record: before } = await readVerified(path)
  const { supplier, product } = before.target
  if (supplier !== target.supplier || product !== target.product)
    throw new UsageError(
      `${path} is a report on ${supplier} ${product}. Expected one on ${target.supplier} ${target.product}, as the target file names it. Give an earlier report on this product.`,
    )
  return record => {
    const comparison = compare(before, record)
    const outcome = againstBaseline(record, comparison)
    return {
      ...outcome,
      comparison,
      text: `Against the baseline ${path}\n${compareText(comparison)}\nexit ${outcome.exitCode}: ${outcome.because}`,
    }
  }
}

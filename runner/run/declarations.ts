/** What the supplier declares of itself, judged by the run's date: attestations, claims of not-applicable, waivers asked for. */
import type { Catalogue } from '../../standards/model.ts'
import { requirementsOf } from '../../standards/query.ts'
import type { Landscape } from '../check.ts'
import { truthOf } from '../plan/conditions.ts'
import type { Plan } from '../plan/plan.ts'
import { judgeReviews, sampleSaid } from '../reviews/judge.ts'
import { judgeAttestation, readEvidence } from '../target/attestations.ts'
import type { Target } from '../target/model.ts'
import type { Claim, RunNotes, Waiver } from './notes.ts'

/** A claim or waiver in the supplier's own file is only asked for: accepting it is a framework's act, in a file sealed by its key. */
export async function declarationsOf(
  target: Target,
  plan: Plan,
  landscape: Landscape,
  catalogue: Catalogue,
  now: string,
): Promise<Pick<RunNotes, 'attestations' | 'reviews' | 'reviewed' | 'claims' | 'waivers'>> {
  const requirements = requirementsOf(catalogue, target.packs)
  const claims = target.notApplicable.flatMap(({ requirement, condition, reason, by }) =>
    requirements
      .filter(row => row.id === requirement || (condition !== undefined && row.appliesWhen === condition))
      .map((row): Claim => {
        const contradicted = contradiction(row.id, row.appliesWhen, plan, landscape, catalogue)
        return {
          requirement: row.id,
          reason,
          by,
          accepted: false,
          ...(contradicted && { contradicted }),
        }
      }),
  )
  const waivers = target.waivers.map(
    ({ requirement, reason, until }): Waiver => ({ requirement, reason, until, status: 'asked for' }),
  )
  const attestations = await Promise.all(
    target.attestations.map(async attestation => {
      const seen = await readEvidence(attestation.evidence)
      return [attestation.requirement, judgeAttestation(attestation, seen, { now, version: target.version })] as const
    }),
  )
  return {
    attestations: Object.fromEntries(attestations),
    ...(target.reviews && {
      reviews: judgeReviews(target.reviews, { now, version: target.version }),
      reviewed: sampleSaid(target.reviews),
    }),
    claims,
    waivers,
  }
}

/** A claim is contradicted where discovery found the very thing that is said not to be there. */
function contradiction(
  requirement: string,
  condition: string,
  plan: Plan,
  landscape: Landscape,
  catalogue: Catalogue,
): string | undefined {
  if (condition === 'org' || condition === 'docs') return undefined
  const seen = truthOf(condition, landscape, catalogue).holds === true
  const looked = plan.fates.some(fate => fate.requirement === requirement && fate.assertions.length > 0)
  return seen && looked
    ? `discovery found what it applies to (${catalogue.conditions.get(condition)?.title ?? condition})`
    : undefined
}

/**
 * How far a report may be believed, derived from the rungs and never typed by hand. It speaks of where the report comes from,
 * not of the product; the word "certified" is not among its words.
 */
import { type Tier, tiers } from '../../standards/model.ts'
import type { Standing } from './trust.ts'

/** `none`: something that was looked at speaks against the report, or it is about no real product. */
export type Assurance = Tier | 'none'

/** For people. */
export const assuranceWords: Readonly<Record<Assurance, string>> = {
  none: 'none',
  'self-run': 'self-run, signer unknown',
  'published-key': 'self-run, signed by a key published on the tested site',
  'registered-key': 'self-run, signed by a known key',
  'ci-identity': 'run by a known pipeline',
  'framework-run': 'run by the framework',
  'counter-signed': 'counter-signed by a reviewer',
}

/** True when a report of the first assurance satisfies a demand for the second. */
export const reaches = (assurance: Assurance, demanded: Tier): boolean =>
  assurance !== 'none' && tiers.indexOf(assurance) >= tiers.indexOf(demanded)

interface Grounds {
  readonly roles: readonly string[]
  /** What is known of each seal's key; absent where no keys were given. */
  readonly standing: readonly Standing[] | undefined
  /** Whether anything looked at speaks against the report. */
  readonly contradicted: boolean
  readonly demonstration: boolean
  /** False where the last word of a known reviewer is that the report goes back. */
  readonly reviewed: boolean
}

export function assuranceOf({ roles, standing, contradicted, demonstration, reviewed }: Grounds): Assurance {
  if (contradicted || demonstration) return 'none'
  const accepted = standing ? roles.filter((_, index) => !standing[index]?.because) : []
  // One seal of a stranger among known ones is for a person to look at, not to be climbed over.
  if (accepted.length === 0 || accepted.length < roles.length) return 'self-run'
  if (accepted.includes('reviewer') && reviewed) return 'counter-signed'
  if (accepted[0] === 'framework') return 'framework-run'
  if (standing?.[0]?.pipeline) return 'ci-identity'
  return standing?.some(({ published }) => published) ? 'published-key' : 'registered-key'
}

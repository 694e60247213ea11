/**
 * How far a report may be believed, derived from the rungs and never typed by hand. It speaks of where the report comes from,
 * not of the product; the word "certified" is not among its words.
 */
import type { Standing } from './trust.ts'

/** Weakest first. */
export const tiers = [
  'none',
  'self-run, signer unknown',
  'self-run, signed by a known key',
  'self-run, known key, answers your challenge',
  'counter-signed by a reviewer',
  'run by the framework',
] as const
export type Tier = (typeof tiers)[number]

interface Grounds {
  readonly roles: readonly string[]
  /** What the trust file says of each seal; absent without a trust file. */
  readonly standing: readonly Standing[] | undefined
  /** Whether anything looked at speaks against the report. */
  readonly contradicted: boolean
  readonly demonstration: boolean
  readonly challengeAnswered: boolean
}

export function assuranceTier({ roles, standing, contradicted, demonstration, challengeAnswered }: Grounds): Tier {
  if (contradicted || demonstration) return 'none'
  const accepted = standing ? roles.filter((_, index) => !standing[index]?.because) : []
  // One seal of a stranger among known ones is for a person to look at, not to be climbed over.
  if (accepted.length === 0 || accepted.length < roles.length) return 'self-run, signer unknown'
  if (accepted[0] === 'framework') return 'run by the framework'
  if (accepted.includes('reviewer')) return 'counter-signed by a reviewer'
  return challengeAnswered ? 'self-run, known key, answers your challenge' : 'self-run, signed by a known key'
}

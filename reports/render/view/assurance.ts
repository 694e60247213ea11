import type { Look } from './look.ts'

export interface Assurance {
  readonly tier: string
  readonly challenge: string
  /** Fingerprint of the key, as claimed; empty when the run named none. */
  readonly key: string
}

/** What the page itself may claim about its origin. Everything beyond "self-run" is for a verifier to find, not for us to print. */
export function assurance({ record, words: { assurance: said } }: Look): Assurance {
  return {
    tier: record.run.demo ? said.demo : said.selfRun,
    challenge: record.run.challenge ? said.challenge : said.noChallenge,
    key: record.run.sealKey ?? '',
  }
}

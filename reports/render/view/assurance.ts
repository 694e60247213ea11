import type { Look } from './look.ts'

export interface Assurance {
  readonly tier: string
  readonly challenge: string
  /** Fingerprint of the key, as claimed; empty when the run named none. */
  readonly key: string
}

/** What the page itself may claim about its origin. Everything beyond "self-run" is for a verifier to find, not for us to print. */
export function assurance({ record }: Look): Assurance {
  return {
    tier: record.run.demo
      ? 'none: a demonstration against a supplier that does not exist'
      : 'self-run; signer unknown until verified',
    challenge: record.run.challenge ? 'present' : 'none',
    key: record.run.sealKey ?? '',
  }
}

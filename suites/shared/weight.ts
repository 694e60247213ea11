import type { PageVisit } from '../../runner/check.ts'

/** What a resource that was not fetched is taken to weigh: more than most fonts and scripts do. */
const ASSUMED = 100_000

export interface Weight {
  /** Bytes on the wire of a first view, cold cache. */
  readonly bytes: number
  /** Addresses outside the target that a user's browser would have fetched too. */
  readonly notFetched: readonly string[]
  /** `bytes`, with an allowance for what was not fetched. */
  readonly atMost: number
}

/** How much a first view of a page moves. */
export function weightOf({ resources, wouldHaveSent }: PageVisit): Weight {
  const bytes = resources.reduce((sum, { transferBytes }) => sum + transferBytes, 0)
  const notFetched = [...new Set(wouldHaveSent.filter(({ method }) => method === 'GET').map(({ url }) => url))]
  return { bytes, notFetched, atMost: bytes + notFetched.length * ASSUMED }
}

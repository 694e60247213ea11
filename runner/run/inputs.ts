import type { DiscoveryInputs } from '../../reports/record.ts'
import type { Target } from '../target/model.ts'
import { targetFacts } from '../target/public.ts'

/** The part of the target that discovery and subjects depend on; no secret is in it. `now` is ISO 8601, UTC. */
export function discoveryInputs(target: Target, now: string): DiscoveryInputs {
  return {
    endpoints: target.endpoints.map(
      ({ name, kind, url, origin, version, identity, audience, pages, crawl, statement, document }) => ({
        name,
        kind,
        url,
        origin,
        ...(version && { version }),
        ...(identity && { identity }),
        ...(audience && { audience }),
        pages,
        ...(crawl && { crawl }),
        ...(statement && { statement }),
        ...(document && { document }),
      }),
    ),
    testData: { patients: target.testData.patients, resources: target.testData.resources },
    facts: targetFacts(target, now),
  }
}

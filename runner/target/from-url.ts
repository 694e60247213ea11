import { parseAddress } from './addresses.ts'
import { TargetError } from './context.ts'
import type { Target } from './model.ts'

/**
 * The target of `mustdo run <url>`, which needs no file: one endpoint of unknown kind, nobody signed in, no consent, the pack that
 * every product must meet. Throws TargetError when the address cannot be used.
 */
export function targetFromUrl(address: string): Target {
  const problems: string[] = []
  const warnings: string[] = []
  const collector = {
    add: (_: string, message: string) => problems.push(`The address ${message}`),
    warn: (_: string, message: string) => warnings.push(`The address ${message}`),
  }
  const url = parseAddress(collector, '', address)
  if (!url) throw new TargetError(problems)
  return {
    supplier: 'not named',
    product: url.host,
    version: 'not declared',
    // Nothing says that no real patient is behind it, so the stricter rules hold.
    environment: 'live',
    packs: ['common'],
    endpoints: [{ name: 'main', kind: 'unknown', url: address, origin: url.origin, pages: [] }],
    identities: [],
    testData: { patients: [], resources: [] },
    surfaces: [],
    politeness: { concurrency: 2, requestsPerSecond: 5 },
    consents: [],
    notApplicable: [],
    attestations: [],
    waivers: [],
    hazards: [],
    warnings,
  }
}

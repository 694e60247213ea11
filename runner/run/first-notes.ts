import { publicTarget } from '../target/public.ts'
import { version } from '../version.ts'
import type { ConductOptions } from './conduct.ts'
import type { RunNotes } from './notes.ts'

/** What is known of a run before its first request. */
export function firstNotes(
  options: ConductOptions,
  known: Pick<RunNotes, 'id' | 'seed' | 'startedAt' | 'inputs'>,
): RunNotes {
  const { target } = options
  return {
    version: 1,
    tool: version,
    ...known,
    operator: options.operator,
    ci: Boolean(process.env['CI']),
    demo: options.demo,
    ...(options.challenge && { challenge: options.challenge }),
    filters: options.filters.said,
    ...(target.evidence && { evidence: target.evidence }),
    target: publicTarget(target),
    packs: target.packs,
    catalogueDigest: options.catalogue.digest,
    engines: [],
    discovery: [],
    plan: [],
    fates: [],
    attestations: {},
    claims: [],
    waivers: [],
    observed: { certificateKeys: [], addresses: [], changes: [] },
    privateRoots: [],
    ...(target.proxy && { proxy: target.proxy.url }),
    requests: 0,
    trouble: options.extraChecks ? [`checks from outside the catalogue were loaded from ${options.extraChecks}`] : [],
    notReached: false,
  }
}

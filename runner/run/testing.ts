/** For tests: a run from target to record inside this process, without engine and report. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Assertion, RunRecord } from '../../reports/record.ts'
import { loadCatalogue } from '../../standards/index.ts'
import type { AnyCheck, Landscape } from '../check.ts'
import { discover, emptyLandscape } from '../discovery/discover.ts'
import { connectBrowser } from '../instruments/browser/connect.ts'
import { type BrowserServer, launchBrowser } from '../instruments/browser/launch.ts'
import { assess } from '../judging/assess.ts'
import { noFilters } from '../plan/filters.ts'
import { makePlan, type Plan } from '../plan/plan.ts'
import { undoGivens } from '../probe/context.ts'
import { openWorld } from '../probe/open.ts'
import type { World } from '../probe/world.ts'
import { judgeReviews } from '../reviews/judge.ts'
import { targetFromUrl } from '../target/from-url.ts'
import { type Identity, Secret, type Target } from '../target/model.ts'
import { publicTarget } from '../target/public.ts'
import { discoveryInputs } from './inputs.ts'
import { recordOf } from './record-of.ts'
import { look, observedFrom } from './watch.ts'

const catalogue = loadCatalogue()

export interface TestRun {
  readonly assertions: readonly Assertion[]
  readonly landscape: Landscape
  readonly plan: Plan
  readonly record: RunRecord
  readonly requests: number
}

export interface TestRunOptions {
  readonly target: Target
  readonly checks: readonly AnyCheck[]
  /** Checks at work at once. */
  readonly width?: number
  readonly timeoutMs?: number
  readonly seed?: string
  readonly now?: string
  /** Starts one; pages are visited only with it. */
  readonly browser?: boolean
  /** Told of the browser that was started. */
  readonly onBrowser?: (server: BrowserServer) => void
  /** Called with the world that the checks have, in place of running planned checks only. */
  readonly also?: (world: World) => Promise<void>
}

export const TEST_RUN_ID = 'r-20261122-1200-0000'

/** Every check of `checks` that the plan finds subjects for, on all of them. */
export async function testRun(options: TestRunOptions): Promise<TestRun> {
  const { target, checks, width = 8, seed = 'test' } = options
  const startedAt = options.now ?? new Date().toISOString()
  const inputs = discoveryInputs(target, startedAt)
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-run-'))
  const world = await openWorld({
    runId: TEST_RUN_ID,
    folder,
    seed,
    target,
    landscape: emptyLandscape(inputs),
    learnt: [],
    prefix: 'o',
    signal: new AbortController().signal,
    ...(options.timeoutMs && { timeoutMs: options.timeoutMs }),
  })
  let close = async () => {}
  try {
    const { landscape, asked } = await discover(world, inputs)
    const opening = await look(world, landscape, 'opening')
    let live = world.live
    if (options.browser) {
      const server = await launchBrowser({ trustedSpki: opening.trusted.map(({ spki }) => spki) })
      options.onBrowser?.(server)
      const connection = await connectBrowser(server.wsEndpoint)
      live = { ...live, browser: async () => connection }
      close = () => server.close()
    }
    const engines = options.browser ? [{ name: 'browser', version: '', available: true }] : []
    const plan = makePlan({ catalogue, packs: target.packs, checks, landscape, engines, filters: noFilters })
    const byId = new Map(checks.map(check => [check.id, check]))
    const ready: World = { ...world, landscape, live }
    const queue = [...plan.assertions]
    const lane = async () => {
      for (let next = queue.shift(); next; next = queue.shift())
        world.folder.append('results.ndjson', await assess(ready, byId.get(next.check) as AnyCheck, next))
    }
    await Promise.all(Array.from({ length: width }, lane))
    await options.also?.(ready)
    await undoGivens(ready)
    const notes = {
      version: 1 as const,
      tool: '0.0.0',
      id: TEST_RUN_ID,
      seed,
      startedAt,
      endedAt: startedAt,
      operator: 'a test',
      ci: false,
      demo: false,
      filters: [],
      target: publicTarget(target),
      inputs,
      packs: target.packs,
      catalogueDigest: catalogue.digest,
      engines,
      discovery: asked,
      plan: plan.assertions,
      fates: plan.fates,
      attestations: {},
      ...(target.reviews && { reviews: judgeReviews(target.reviews, { now: startedAt, version: target.version }) }),
      claims: [],
      waivers: [],
      observed: observedFrom(opening),
      privateRoots: [],
      requests: world.requests(),
      trouble: [],
      notReached: false,
    }
    const record = recordOf(notes, world.folder, catalogue, checks)
    return { assertions: record.assertions, landscape, plan, record, requests: world.requests() }
  } finally {
    await close()
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A sandbox with one endpoint of each kind given, all in a hurry. */
export function testTarget(
  endpoints: readonly { kind: 'fhir' | 'web' | 'openapi' | 'oauth'; url: string; identity?: string }[],
  more: Partial<Target> = {},
): Target {
  const base = targetFromUrl(endpoints[0]?.url ?? '')
  return {
    ...base,
    environment: 'sandbox',
    packs: ['epr', 'nhs-app'],
    endpoints: endpoints.map(({ kind, url, identity }, place) => ({
      name: `${kind}${place}`,
      kind,
      url,
      origin: new URL(url).origin,
      pages: kind === 'web' ? [url] : [],
      ...(identity && { identity }),
    })),
    surfaces: ['web'],
    politeness: { concurrency: 16, requestsPerSecond: 1000 },
    ...more,
  }
}

/** A client whose secret may go to these origins only; its token comes from `tokenUrl`, else from the issuer's metadata. */
export const testClient = (origins: readonly string[], tokenUrl?: string): Identity => ({
  name: 'client',
  headers: {},
  origins,
  auth: {
    method: 'client-secret',
    clientId: 'client',
    clientSecret: new Secret('client.clientSecret', 'env:X', 'client-secret-4711-never-elsewhere'),
    style: 'basic',
    ...(tokenUrl ? { tokenUrl } : { issuer: origins[0] ?? '' }),
  },
})

/**
 * Judges a record again without any network: discovery and probes are answered from the record, judges decide anew. The same
 * record with the same checks gives the same verdicts; with newer checks, the differences say what changed.
 */
import type { Assertion, RunRecord } from '../../reports/record.ts'
import type { Difference } from '../../reports/seal/rejudged.ts'
import type { AnyCheck, Landscape } from '../check.ts'
import { discover, emptyLandscape } from '../discovery/discover.ts'
import { assess, unfinished } from '../judging/assess.ts'
import type { World } from '../probe/world.ts'
import { hydrate, ReplayRecorder } from '../recorder/recorder.ts'

export interface Replay {
  readonly assertions: readonly Assertion[]
  readonly differences: readonly Difference[]
  /** What discovery found, found again in the record: the ground of the plan. */
  readonly landscape: Landscape
}

export async function replay(record: RunRecord, checks: readonly AnyCheck[]): Promise<Replay> {
  const world = await replayWorld(record)
  const byId = new Map(checks.map(check => [check.id, check]))
  const recorded = new Map(record.assertions.map(assertion => [assertion.id, assertion]))
  const assertions: Assertion[] = []
  for (const planned of record.plan) {
    const check = byId.get(planned.check)
    const before = recorded.get(planned.id)
    if (!check || !before) continue
    // A check that never came to its judge left nothing to judge again.
    const cutShort = before.findings.find(({ key }) => key === 'stopped' || key === 'never-ran')
    assertions.push(
      cutShort
        ? {
            ...unfinished(check, planned, cutShort.key as 'stopped' | 'never-ran', cutShort.actual ?? ''),
            observations: before.observations,
          }
        : inRecordedOrder(await assess(world, check, planned), before),
    )
  }
  return { assertions, differences: differencesIn(record, assertions, byId), landscape: world.landscape }
}

/** Questions a probe asked side by side came in the order of the answers then; the same questions count as the same evidence. */
function inRecordedOrder(after: Assertion, before: Assertion): Assertion {
  const same = [...after.observations].sort().join() === [...before.observations].sort().join()
  return same ? { ...after, observations: before.observations } : after
}

async function replayWorld(record: RunRecord): Promise<World> {
  const observations = record.observations.map(observation =>
    hydrate(observation, digest => (digest === EMPTY ? '' : record.bodies[digest])),
  )
  const asked = new Map([...record.stages, ...record.assertions].map(({ id, observations }) => [id, observations]))
  const world: World = {
    recorder: new ReplayRecorder(observations, asked),
    landscape: emptyLandscape(record.inputs),
    seed: record.run.seed,
  }
  const { landscape } = await discover(world, record.inputs)
  return { ...world, landscape }
}

/** sha256 of nothing: empty bodies are not carried. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

function differencesIn(
  record: RunRecord,
  replayed: readonly Assertion[],
  checks: ReadonlyMap<string, AnyCheck>,
): Difference[] {
  const now = new Map(replayed.map(assertion => [assertion.id, assertion]))
  return record.assertions.flatMap((before): Difference[] => {
    const after = now.get(before.id)
    if (after && conclusion(before) === conclusion(after)) return []
    return [
      {
        assertion: before.id,
        recorded: sayOutcome(before),
        replayed: after ? sayOutcome(after) : 'no such check any more',
        versions: [before.version, checks.get(before.check)?.version],
      },
    ]
  })
}

const conclusion = ({ outcome, findings, observations }: Assertion): string =>
  JSON.stringify([outcome, findings, observations])
const sayOutcome = ({ outcome, findings }: Assertion): string =>
  `${outcome}${findings.length > 0 ? ` (${[...new Set(findings.map(({ key }) => key))].join(', ')})` : ''}`

/**
 * A record with less evidence in it than the run saw, for reports that travel further than their exchanges may. What is taken out
 * stays bound to the report by digests, so that one piece can be disclosed later and checked: see `disclosure.ts`.
 */
import type { Body, Observation, RunRecord, Step } from '../record.ts'
import { saltedDigest } from './publish.ts'

/** `full` keeps everything, `shortened` leaves long bodies out, `digests` leaves salted digests of every observation. */
export const evidenceLevels = ['full', 'shortened', 'digests'] as const
export type EvidenceLevel = (typeof evidenceLevels)[number]

/** Bodies up to here stay in a shortened report, in characters; the page shows no more of one. */
export const LONGEST_KEPT = 2_000

/** Name of the step that stands in the record for an observation that was taken out. */
export const WITHHELD_STEP = 'evidence withheld'

export interface Withheld {
  readonly record: RunRecord
  /** What was taken out, for the private file beside the report. */
  readonly observations: readonly Observation[]
  readonly bodies: Readonly<Record<string, string>>
}

const said = {
  shortened: `Evidence is shortened: of bodies of more than ${LONGEST_KEPT} characters, and of pictures, this report holds the digest.`,
  digests:
    'Evidence is withheld: this report holds a salted digest of each observation, and any can be disclosed alone.',
} as const

/** What a report holds of evidence at most, in characters: past it no mail takes the file and no browser opens it at once. */
export const MOST_EVIDENCE = 25 * 1024 * 1024

/** The level asked for, or `shortened` where all of the evidence would not fit. */
export function levelThatFits(level: EvidenceLevel, { bodies, observations }: RunRecord): EvidenceLevel {
  if (level !== 'full') return level
  let size = Object.values(bodies).reduce((sum, text) => sum + text.length, 0)
  for (const one of observations) {
    if (size > MOST_EVIDENCE) break
    size += JSON.stringify(one).length
  }
  return size > MOST_EVIDENCE ? 'shortened' : 'full'
}

/** `secret` is 32 random bytes, hex, kept with what was taken out; only `digests` needs it. */
export function withhold(record: RunRecord, level: Exclude<EvidenceLevel, 'full'>, secret: string): Withheld {
  const run = { ...record.run, evidence: level, sampling: [...record.run.sampling, said[level]] }
  if (level === 'digests')
    return {
      record: { ...record, run, observations: record.observations.map(one => stepFor(one, secret)), bodies: {} },
      observations: record.observations,
      bodies: record.bodies,
    }
  const needed = bodiesOfStages(record)
  const pictures = picturesIn(record)
  const stays = (digest: string, text: string) =>
    !pictures.has(digest) && (text.length <= LONGEST_KEPT || needed.has(digest))
  const bodies = Object.entries(record.bodies)
  return {
    record: { ...record, run, bodies: Object.fromEntries(bodies.filter(([digest, text]) => stays(digest, text))) },
    observations: [],
    bodies: Object.fromEntries(bodies.filter(([digest, text]) => !stays(digest, text))),
  }
}

/** The digest that stands in the record for an observation, where one does. */
export function withheldDigest(seen: Observation): string | undefined {
  if (seen.kind !== 'step' || seen.name !== WITHHELD_STEP) return undefined
  const { saltedSha256 } = (seen.value ?? {}) as { readonly saltedSha256?: unknown }
  return typeof saltedSha256 === 'string' ? saltedSha256 : undefined
}

export interface Restored {
  /** The record as it was before evidence was taken out, as far as what was kept is that of the report. */
  readonly record: RunRecord
  readonly pieces: number
  /** Observations whose digest in the report is not that of what was kept, by id; of bodies judging again looks at the digests. */
  readonly foreign: readonly string[]
}

/** Puts back what was kept beside the report, each piece only where the report's own digest is of it. */
export function restore(record: RunRecord, kept: Pick<Withheld, 'observations' | 'bodies'>, secret: string): Restored {
  const { evidence: _, ...run } = record.run
  const byId = new Map(kept.observations.map(one => [one.id, one]))
  const foreign: string[] = []
  const observations = record.observations.map(own => {
    const digest = withheldDigest(own)
    if (digest === undefined) return own
    const piece = byId.get(own.id)
    if (piece && saltedDigest(piece, `observation ${own.id}`, secret) === digest) return piece
    foreign.push(own.id)
    return own
  })
  const bodies = { ...kept.bodies, ...record.bodies }
  return {
    record: { ...record, run, observations, bodies },
    pieces: kept.observations.length + Object.keys(kept.bodies).length,
    foreign,
  }
}

/** Bodies of what was sent and answered in an exchange. */
export function bodiesIn(seen: Observation): readonly Body[] {
  if (seen.kind !== 'exchange') return []
  return [seen.request.body, seen.response?.body].flatMap(body => body ?? [])
}

/** Assertions that cannot be judged again from this record: they stand on evidence that is not in it. */
export function withoutEvidence(record: RunRecord): ReadonlySet<string> {
  const gone = new Set(record.observations.filter(one => lacks(one, record)).map(({ id }) => id))
  return new Set(
    record.assertions.filter(({ observations }) => observations.some(id => gone.has(id))).map(({ id }) => id),
  )
}

function lacks(seen: Observation, { bodies }: RunRecord): boolean {
  return (
    withheldDigest(seen) !== undefined ||
    bodiesIn(seen).some(body => body.bytes > 0 && body.text === undefined && !body.withheld && !(body.digest in bodies))
  )
}

/** When it was seen stays, since a window is shown by it; what was asked and answered does not. */
const stepFor = (one: Observation, secret: string): Step => ({
  id: one.id,
  key: '',
  at: one.at,
  ms: 0,
  kind: 'step',
  name: WITHHELD_STEP,
  value: { was: one.kind, saltedSha256: saltedDigest(one, `observation ${one.id}`, secret) },
})

/** Digests of pictures of elements: they show more than any excerpt, and nothing is judged from them. */
const picturesIn = ({ observations }: RunRecord): ReadonlySet<string> =>
  new Set(
    observations.flatMap(one => (one.kind === 'page' ? (one.pictures?.taken ?? []).map(({ digest }) => digest) : [])),
  )

/** Without what discovery read, nothing at all could be judged again. */
function bodiesOfStages({ stages, observations }: RunRecord): ReadonlySet<string> {
  const own = new Set(stages.flatMap(stage => stage.observations))
  return new Set(
    observations
      .filter(({ id }) => own.has(id))
      .flatMap(bodiesIn)
      .map(({ digest }) => digest),
  )
}

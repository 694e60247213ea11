/**
 * A spot-check asks a product again, some time after its report, what the report says it answered. What to ask, and what the new
 * answers say of the report, are decided here, purely; a reviewer asks only what anybody may ask.
 */
import { createHash } from 'node:crypto'
import type { Assertion, Exchange, RunRecord } from '../record.ts'
import type { Rejudgement } from '../seal/rejudged.ts'
import { shapeOf } from './shape.ts'

export interface SampleChoice {
  /** Origins that the reviewer confirmed. */
  readonly origins: readonly string[]
  /** How many judgements to try again. */
  readonly size: number
  readonly seed: string
  /** Names of identities that the reviewer has credentials of his own for; none where left out. */
  readonly identities?: readonly string[]
}

export interface Sample {
  readonly assertions: readonly Assertion[]
  /** Everything that they stand on, once each. */
  readonly exchanges: readonly Exchange[]
  /** How many judgements stand on nothing but safe requests to these origins, by nobody or by those identities. */
  readonly eligible: number
}

/** Judgements drawn by the seed: the same report and seed give the same sample, and nobody can know it beforehand. */
export function sampleOf(record: RunRecord, { origins, size, seed, identities = [] }: SampleChoice): Sample {
  const known = new Map(record.observations.map(one => [one.id, one]))
  const mayAsk = (id: string) => isSafe(known.get(id), origins, identities)
  const eligible = record.assertions.filter(
    ({ outcome, observations }) =>
      (outcome === 'passed' || outcome === 'failed') && observations.length > 0 && observations.every(mayAsk),
  )
  const drawn = new Map(eligible.map(one => [one.id, createHash('sha256').update(`${seed}|${one.id}`).digest('hex')]))
  const place = (one: Assertion) => drawn.get(one.id) ?? ''
  const assertions = [...eligible].sort((a, b) => (place(a) < place(b) ? -1 : 1)).slice(0, size)
  const ids = [...new Set(assertions.flatMap(({ observations }) => observations))]
  return {
    assertions,
    exchanges: ids.map(id => withText(known.get(id) as Exchange, record)),
    eligible: eligible.length,
  }
}

/** An exchange of the record with the text of its answer, where the record still has it. */
function withText(seen: Exchange, { bodies }: RunRecord): Exchange {
  const { response } = seen
  const text = response && bodies[response.body.digest]
  return response && text !== undefined
    ? { ...seen, response: { ...response, body: { ...response.body, text } } }
    : seen
}

/** What stands in a record for a header that carried a secret. */
export const carriesSecret = (header: string): boolean => /«|%C2%AB/i.test(header)

/** Credentials that a check spoilt or made up; nobody else's may take their place. */
const SPOILT = /spoilt|mustdo-garbage/

/** Reads whole as the record holds them, by nobody or by an identity whose credentials can be replaced: no other secret, no body. */
function isSafe(
  seen: RunRecord['observations'][number] | undefined,
  origins: readonly string[],
  identities: readonly string[],
): boolean {
  if (seen?.kind !== 'exchange' || !seen.response) return false
  const { method, url, headers, as, body } = seen.request
  return (
    (method === 'GET' || method === 'HEAD') &&
    body === undefined &&
    !carriesSecret(url) &&
    !headers['cookie'] &&
    (as === null
      ? !headers['authorization'] && !Object.values(headers).some(carriesSecret)
      : identities.includes(as) && !Object.values(headers).some(value => SPOILT.test(value))) &&
    URL.canParse(url) &&
    origins.includes(new URL(url).origin)
  )
}

/** The record with only the sample in it, and the new answers in place of the old: what is judged again. */
export function withAnswers(
  record: RunRecord,
  { assertions }: Sample,
  answers: ReadonlyMap<string, Exchange>,
): RunRecord {
  const renamed = (id: string) => answers.get(id)?.id ?? id
  const chosen = new Map(assertions.map(one => [one.id, one]))
  const bodies = [...answers.values()].flatMap(({ response }) =>
    response?.body.text === undefined ? [] : [[response.body.digest, response.body.text] as const],
  )
  return {
    ...record,
    plan: record.plan.filter(({ id }) => chosen.has(id)),
    assertions: assertions.map(one => ({ ...one, observations: one.observations.map(renamed) })),
    observations: [...record.observations, ...answers.values()],
    bodies: { ...record.bodies, ...Object.fromEntries(bodies) },
  }
}

/** A judgement that comes out otherwise today. */
export interface Contradiction {
  readonly assertion: string
  readonly recorded: string
  readonly today: string
}

/** An answer that differs, though no judgement need differ by it. */
export interface Drift {
  readonly request: string
  readonly what: readonly string[]
}

export interface SpotCheck {
  readonly eligible: number
  readonly judged: number
  readonly asked: number
  /** Requests that got no answer today; what stands on them was not judged again. */
  readonly silent: readonly string[]
  readonly contradictions: readonly Contradiction[]
  readonly drift: readonly Drift[]
  /** Checks that have changed since, so that nothing is held against the report. */
  readonly changedChecks: readonly string[]
  readonly trouble?: string
}

export function spotCheckOf(
  sample: Sample,
  answers: ReadonlyMap<string, Exchange>,
  { differences, trouble }: Rejudgement,
): SpotCheck {
  const answered = sample.exchanges.filter(({ id }) => answers.get(id)?.response)
  const silent = sample.exchanges.filter(({ id }) => !answers.get(id)?.response)
  const lost = new Set(silent.map(({ id }) => id))
  const mute = new Set(sample.assertions.filter(one => one.observations.some(id => lost.has(id))).map(({ id }) => id))
  // Findings may quote a date or a number that moves; only another outcome or another finding is another verdict.
  const other = differences.filter(one => one.recorded !== one.replayed && !mute.has(one.assertion))
  const isSame = ({ versions: [then, now] }: (typeof other)[number]) => then === now
  return {
    eligible: sample.eligible,
    judged: sample.assertions.length - mute.size,
    asked: sample.exchanges.length,
    silent: silent.map(sayRequest),
    contradictions: other
      .filter(isSame)
      .map(({ assertion, recorded, replayed }) => ({ assertion, recorded, today: replayed })),
    drift: answered.flatMap(then => {
      const what = driftOf(then, answers.get(then.id) as Exchange)
      return what.length > 0 ? [{ request: sayRequest(then), what }] : []
    }),
    changedChecks: other.filter(one => !isSame(one)).map(({ assertion }) => assertion),
    ...(trouble && { trouble }),
  }
}

const sayRequest = ({ request: { method, url } }: Exchange): string => `${method} ${url}`

/** Headers that say how a product is set up, not when it was asked. */
const WATCHED = [
  'access-control-allow-origin',
  'cache-control',
  'content-security-policy',
  'content-type',
  'location',
  'server',
  'strict-transport-security',
  'www-authenticate',
  'x-content-type-options',
]

/** What of an answer is another than it was: status, set-up, the certificate's key, the shape of a resource; never mere values. */
export function driftOf(then: Exchange, now: Exchange): readonly string[] {
  const changed = (what: string, before: string | undefined, after: string | undefined): string[] =>
    before === after ? [] : [`${what} was ${before ?? 'absent'}, is ${after ?? 'absent'}`]
  const [before, after] = [headersOf(then), headersOf(now)]
  return [
    ...changed('status', String(then.response?.status), String(now.response?.status)),
    ...WATCHED.flatMap(name => changed(name, before.get(name), after.get(name))),
    ...changed('key of the certificate', then.connection?.tls?.spki, now.connection?.tls?.spki),
    ...(then.response?.status === now.response?.status && then.response?.body.text !== undefined
      ? changed('shape', shapeOf(then.response.body.text), shapeOf(now.response?.body.text))
      : []),
  ]
}

const headersOf = ({ response }: Exchange): ReadonlyMap<string, string> =>
  new Map((response?.rawHeaders ?? []).map(([name, value]) => [name.toLowerCase(), value]))

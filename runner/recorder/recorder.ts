/**
 * Every observation, once: live ones are redacted, digested and written as captured; a replay answers from a record and never
 * touches the network. A scope is one probe (or one stage outside checks); it lists what was asked, in order.
 */
import { createHash } from 'node:crypto'
import type { Observation } from '../../reports/record.ts'
import type { Redactor } from './redact.ts'
import type { RunFolder } from './store.ts'

/** The observations that one probe or stage asked for, in the order it asked. */
export interface Scope {
  readonly id: string
  readonly asked: string[]
}

/** An observation before the recorder gave it its name. */
export type Unnamed<O extends Observation> = O extends Observation ? Omit<O, 'id' | 'key'> : never

/** What an instrument's door asks of the recorder; live and replayed runs differ only here. */
export interface Recorder {
  readonly replaying: boolean
  scope(id: string): Scope
  /**
   * The answer to what `asked` describes. `look` is called only live, and only if no earlier equal question (same `memo`) was
   * answered. Throws ReplayError when a replay is asked what the record does not hold.
   */
  observe<O extends Observation>(
    scope: Scope,
    asked: unknown,
    look: () => Promise<Unnamed<O>>,
    memo?: string,
  ): Promise<O>
}

/** A replayed probe asked something that the record has no answer to: the probe changed, or evidence was cut. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError'
}

export const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** The key of a question: 16 hex digits of its digest, with secrets out of it first. */
const keyOf = (asked: unknown, redactor?: Redactor): string =>
  digestOf(redactor ? redactor.deep(asked) : asked).slice(0, 16)

/** Records a live run. `prefix` keeps the ids of main process and workers apart. */
export class LiveRecorder implements Recorder {
  readonly replaying = false
  readonly #folder: RunFolder
  readonly #redactor: Redactor
  readonly #prefix: string
  readonly #memo = new Map<string, { id: string; answer: Promise<Observation> }>()
  #count = 0

  constructor(folder: RunFolder, redactor: Redactor, prefix: string) {
    this.#folder = folder
    this.#redactor = redactor
    this.#prefix = prefix
  }

  scope(id: string): Scope {
    return { id, asked: [] }
  }

  /** Puts an observation of an earlier stage where equal questions find it. */
  remember(memo: string, observation: Observation): void {
    this.#memo.set(memo, { id: observation.id, answer: Promise.resolve(observation) })
  }

  async observe<O extends Observation>(
    scope: Scope,
    asked: unknown,
    look: () => Promise<Unnamed<O>>,
    memo?: string,
  ): Promise<O> {
    const known = memo === undefined ? undefined : this.#memo.get(memo)
    if (known) {
      scope.asked.push(known.id)
      return (await known.answer) as O
    }
    const id = `${this.#prefix}${++this.#count}`
    scope.asked.push(id)
    const answer = look().then(seen => {
      const observation = { id, key: keyOf(asked, this.#redactor), ...this.#redactor.deep(seen) } as unknown as O
      this.#folder.append('journal.ndjson', dehydrate(observation))
      return observation
    })
    if (memo !== undefined) this.#memo.set(memo, { id, answer })
    return answer
  }
}

/** Answers from a record. Each scope finds its answers by key, equal keys in the order they were asked. */
export class ReplayRecorder implements Recorder {
  readonly replaying = true
  readonly #observations: ReadonlyMap<string, Observation>
  readonly #asked: ReadonlyMap<string, readonly string[]>

  constructor(observations: readonly Observation[], asked: ReadonlyMap<string, readonly string[]>) {
    this.#observations = new Map(observations.map(observation => [observation.id, observation]))
    this.#asked = asked
  }

  scope(id: string): Scope {
    return { id, asked: [] }
  }

  async observe<O extends Observation>(scope: Scope, asked: unknown): Promise<O> {
    const key = keyOf(asked)
    const taken = new Map<string, number>()
    for (const id of scope.asked) taken.set(id, (taken.get(id) ?? 0) + 1)
    for (const id of this.#asked.get(scope.id) ?? []) {
      const left = taken.get(id) ?? 0
      if (left > 0) taken.set(id, left - 1)
      else if (this.#observations.get(id)?.key === key) {
        scope.asked.push(id)
        return this.#observations.get(id) as O
      }
    }
    throw new ReplayError(`The record has no answer for ${scope.id} to ${JSON.stringify(asked).slice(0, 200)}.`)
  }
}

/** The form on disk and in the record: bodies by digest only, and headers once. */
export function dehydrate(observation: Observation): Observation {
  if (observation.kind !== 'exchange') return observation
  const { request, response } = observation
  return {
    ...observation,
    request: request.body ? { ...request, body: without(request.body) } : request,
    ...(response && { response: { ...response, headers: {}, body: without(response.body) } }),
  }
}

/** The form judges see: body text at hand where the record still has it, headers by lower-case name. */
export function hydrate(observation: Observation, body: (digest: string) => string | undefined): Observation {
  if (observation.kind !== 'exchange') return observation
  const { request, response } = observation
  const withText = <B extends { digest: string }>(stored: B): B => {
    const text = body(stored.digest)
    return text === undefined ? stored : { ...stored, text }
  }
  return {
    ...observation,
    request: request.body ? { ...request, body: withText(request.body) } : request,
    ...(response && {
      response: { ...response, headers: joinHeaders(response.rawHeaders), body: withText(response.body) },
    }),
  }
}

/** Header fields by lower-case name; repeated ones joined as RFC 9110 5.3 has it, cookies with LF because they cannot be. */
export function joinHeaders(raw: readonly (readonly [string, string])[]): { readonly [name: string]: string } {
  const joined: { [name: string]: string } = {}
  for (const [name, value] of raw) {
    const key = name.toLowerCase()
    joined[key] = key in joined ? `${joined[key]}${key === 'set-cookie' ? '\n' : ', '}${value}` : value
  }
  return joined
}

function without<B extends { text?: string }>(body: B): B {
  const { text: _, ...rest } = body
  return rest as B
}

/**
 * Every observation, once: live ones are redacted, digested and written as captured; a replay answers from a record and never
 * touches the network. A scope is one probe (or one stage outside checks); it lists what was asked, in order.
 */
import { createHash } from 'node:crypto'
import type { Observation } from '../../reports/record.ts'
import { joinHeaders } from '../../suites/shared/join-headers.ts'
import type { Redactor } from './redact.ts'
import type { RunFolder } from './store.ts'

/** The observations that one probe or stage asked for, in the order it asked. */
export interface Scope {
  readonly id: string
  /** Stages are written down as they go, because no assertion lists what they asked. */
  readonly stage: boolean
  readonly asked: string[]
  /** Questions under way. */
  waiting: number
  /** When the last question began or ended, in milliseconds of `performance.now()`. */
  stirredAt: number
}

const newScope = (id: string, kind?: 'stage'): Scope => ({
  id,
  stage: kind === 'stage',
  asked: [],
  waiting: 0,
  stirredAt: performance.now(),
})

/** Waits on behalf of a scope, which counts as busy meanwhile. */
export async function waitingIn<T>(scope: Scope, work: Promise<T>): Promise<T> {
  scope.waiting++
  scope.stirredAt = performance.now()
  try {
    return await work
  } finally {
    scope.waiting--
    scope.stirredAt = performance.now()
  }
}

/** An observation before the recorder gave it its name. */
export type Unnamed<O extends Observation> = O extends Observation ? Omit<O, 'id' | 'key'> : never

/** What an instrument's door asks of the recorder; live and replayed runs differ only here. */
export interface Recorder {
  readonly replaying: boolean
  scope(id: string, kind?: 'stage'): Scope
  /**
   * The answer to what `asked` describes. `look` is called only live, and only if no earlier equal question (same `memo`) was
   * answered. An instrument that breaks is recorded too, and breaks the same way in a replay. Throws ReplayError when a replay is
   * asked what the record does not hold.
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
  readonly #memo = new Map<string, Shared>()
  #count = 0

  constructor(folder: RunFolder, redactor: Redactor, prefix: string) {
    this.#folder = folder
    this.#redactor = redactor
    this.#prefix = prefix
  }

  scope(id: string, kind?: 'stage'): Scope {
    return newScope(id, kind)
  }

  /** Puts an observation of an earlier stage where equal questions find it. */
  remember(memo: string, observation: Observation): void {
    this.#memo.set(memo, { id: observation.id, answer: Promise.resolve(observation) })
  }

  observe<O extends Observation>(
    scope: Scope,
    asked: unknown,
    look: () => Promise<Unnamed<O>>,
    memo?: string,
  ): Promise<O> {
    const known = memo === undefined ? undefined : this.#memo.get(memo)
    const place = scope.asked.length
    const note = ({ id }: Shared) => {
      scope.asked[place] = id
      if (scope.stage) this.#folder.append('stages.ndjson', { id: scope.id, observations: [id] })
    }
    const made = known ?? this.#look(asked, look)
    if (memo !== undefined && !known) this.#memo.set(memo, made)
    note(made)
    return waitingIn(scope, known ? this.#shared<O>(known, asked, look, note) : (made.answer as Promise<O>))
  }

  /** An answer that others inherit; one that failed on the way is asked for once more first. */
  async #shared<O extends Observation>(
    known: Shared,
    asked: unknown,
    look: () => Promise<Unnamed<O>>,
    note: (used: Shared) => void,
  ): Promise<O> {
    const first = await known.answer
    if (first.kind !== 'exchange' || !first.error || first.error.phase === 'stopped') return first as O
    known.again ??= this.#look(asked, look)
    note(known.again)
    return (await known.again.answer) as O
  }

  #look<O extends Observation>(asked: unknown, look: () => Promise<Unnamed<O>>): Shared {
    const id = `${this.#prefix}${++this.#count}`
    const keep = <T extends object>(seen: T): Observation => {
      const named = { id, key: keyOf(asked, this.#redactor), ...seen } as unknown as Observation
      const clean = this.#redactor.deep(dehydrate(named))
      this.#folder.append('journal.ndjson', clean)
      // Bodies came clean from their capture, under a digest that must stay theirs.
      const texts = textsOf(named)
      return hydrate(clean, digest => texts.get(digest))
    }
    const at = new Date().toISOString()
    const answer = look().then(keep, (error: unknown) => {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
      keep({ kind: 'step', at, ms: 0, name: 'broken instrument', value: null, error: { code: name, message } })
      throw error
    })
    // Nobody may be waiting any more when it breaks.
    answer.catch(() => undefined)
    return { id, answer }
  }
}

interface Shared {
  readonly id: string
  readonly answer: Promise<Observation>
  again?: Shared
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

  scope(id: string, kind?: 'stage'): Scope {
    return newScope(id, kind)
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
        const found = this.#observations.get(id) as Observation
        if (found.kind === 'step' && found.error)
          throw Object.assign(new Error(found.error.message), { name: found.error.code })
        return found as O
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

const textsOf = (observation: Observation): ReadonlyMap<string, string> =>
  new Map(
    (observation.kind === 'exchange' ? [observation.request.body, observation.response?.body] : []).flatMap(body =>
      body?.text === undefined ? [] : [[body.digest, body.text] as const],
    ),
  )

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

function without<B extends { text?: string }>(body: B): B {
  const { text: _, ...rest } = body
  return rest as B
}

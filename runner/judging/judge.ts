/**
 * Runs a check's judge over what its probe saw, and turns decisions into findings. Pure: the same evidence gives the same
 * findings today and in five years. Anything that is not the product's own answer is kept away from the judge.
 */
import { createHash } from 'node:crypto'
import { type Finding, type Outcome, outcomes } from '../../reports/record.ts'
import type { AnyCheck, Decision, Exchange, NotReached, PageVisit, Subject } from '../check.ts'
import { gatewayBehind } from './gateway.ts'
import { type ListsRead, listsCut, withShortLists } from './short-lists.ts'

const engineMessages: { readonly [key: string]: string } = {
  'no-answer': 'No answer from {at}: {actual}.',
  gateway: 'At {at} the answer came from {actual}, not from the product.',
  withheld: 'The answer of {at} held what looks like a real patient, who is not listed as test data; it was not kept.',
  'lists-cut': '{at} has more than is read of a page ({actual}); a person looks at what comes after it.',
  'body-cut': 'The body of {at} was cut at {actual}; judging it needs the rest.',
  'not-reached': '{because}',
  'instrument-failed': 'The {what} could not be looked at: {actual}.',
  'judge-threw': 'The judge of this check failed: {actual}.',
  'probe-threw': 'The probe of this check failed: {actual}.',
  'judge-silent': 'The judge said nothing about this requirement.',
  'never-ran': 'The check did not run to its end: {actual}.',
  stopped: 'The run was stopped before this check ended.',
}

/** Findings of one assertion. Never throws: a judge that does is our own trouble, and cantTell. */
export function findingsOf(check: AnyCheck, seen: unknown, subject: Subject): Finding[] {
  const kept = keptFromJudge(check, seen)
  if (kept) return name(check, subject, [kept])
  const cut: Exchange[] = []
  const short: ListsRead = new Map()
  try {
    const decisions = [check.judge(forJudge(seen, cut, short), subject)].flat() as Decision[]
    // A judge that caught the exception of a cut body has decided on less than it thinks.
    if (cut[0]) return name(check, subject, [bodyCut(cut[0])])
    decisions.push(...[...short].map(listsCut))
    // Advice speaks of a requirement without deciding it.
    const spoken = decisions.filter(({ advice }) => !advice)
    const silent = Object.keys(check.verifies).filter(id => !spoken.some(d => !d.requirement || d.requirement === id))
    return name(check, subject, [
      ...decisions,
      ...silent.map(requirement => ({ ...ownTrouble('judge-silent', ''), requirement })),
    ])
  } catch (error) {
    return name(check, subject, [cut[0] ? bodyCut(cut[0]) : ownTrouble('judge-threw', error)])
  }
}

/** The finding of an assertion that never came to its judge, for a reason of ours. */
export function troubleFindings(
  check: AnyCheck,
  subject: Subject,
  key: 'probe-threw' | 'never-ran' | 'stopped',
  error: unknown,
): Finding[] {
  return name(check, subject, [ownTrouble(key, error)])
}

/** The first of the outcomes that occurs, in the order of their weight; advice does not count, nothing at all is untested. */
export function rollUp(parts: readonly Pick<Finding, 'outcome' | 'advice'>[]): Outcome {
  return outcomes.find(outcome => parts.some(part => !part.advice && part.outcome === outcome)) ?? 'untested'
}

function ownTrouble(key: string, error: unknown): Decision {
  const actual = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const act = key === 'stopped' ? 'run again to the end' : 'report this as a defect of mustdo, with the run folder'
  return { outcome: 'cantTell', key, actual, owes: { who: 'mustdo', act } }
}

const listPatient = { who: 'supplier', act: 'list this test patient under testData, or use synthetic data' } as const

/** What keeps evidence from the judge: a step not reached, silence, a gateway, a body not kept. */
function keptFromJudge(check: AnyCheck, seen: unknown): Decision | undefined {
  for (const item of everythingIn(seen)) {
    if (isNotReached(item))
      return {
        outcome: item.notReached,
        key: 'not-reached',
        because: item.because,
        ...(item.owes && { owes: item.owes }),
      }
    const broken = brokenInstrument(item)
    if (broken) return broken
    if (!isExchange(item)) continue
    const at = item.request.url
    if (item.response?.body.withheld)
      return {
        outcome: 'cantTell',
        key: 'withheld',
        at,
        owes: listPatient,
      }
    if (check.judgesSilence) continue
    if (!item.response)
      return {
        outcome: 'cantTell',
        key: 'no-answer',
        at,
        actual: `${item.error?.code ?? 'no response'} (${item.error?.message ?? 'nothing came back'})`,
        owes: { who: 'supplier', act: 'make the address answer, or correct it in the target file, and run again' },
      }
    const gateway = gatewayBehind(item)
    if (gateway)
      return {
        outcome: 'cantTell',
        key: 'gateway',
        at,
        actual: gateway,
        owes: {
          who: 'supplier',
          act: 'let this tester past the gateway, or lower politeness.requestsPerSecond, and run again',
        },
      }
  }
  return undefined
}

/** A page that would not load, or a validation that did not come to its end, is no ground to judge on. */
function brokenInstrument(item: unknown): Decision | undefined {
  const { kind, error, url } = item as { kind?: unknown; error?: { code: string; message: string }; url?: string }
  if (!error || (kind !== 'page' && kind !== 'validation')) return undefined
  if (error.code === 'withheld') return { outcome: 'cantTell', key: 'withheld', at: url ?? '', owes: listPatient }
  const owes =
    error.code === 'no-credentials' || error.code === 'signed-out'
      ? ({
          who: 'supplier',
          act: 'correct how this identity signs in in the target file, or write its storage state anew, and run again',
        } as const)
      : error.code === 'journey-stopped'
        ? ({
            who: 'supplier',
            act: 'make the step of the journey possible, or correct it in the target file, and run again',
          } as const)
        : kind === 'page'
          ? ({ who: 'supplier', act: 'make the page load in a browser and run again' } as const)
          : ({ who: 'mustdo', act: 'look at the validator that failed' } as const)
  return {
    outcome: 'cantTell',
    key: 'instrument-failed',
    ...(url && { at: url }),
    actual: `${error.code}: ${error.message}`,
    what: kind,
    owes,
  }
}

/** A judge read a body of which not all was kept: it may say nothing about the rest. Judges of headers never meet this. */
function bodyCut({ request, response }: Exchange): Decision {
  const { bytes = 0, cut = 0 } = response?.body ?? {}
  return {
    outcome: 'cantTell',
    key: 'body-cut',
    at: request.url,
    actual: `${bytes} bytes${cut > 0 ? `, ${cut} of them not kept` : ''}`,
    owes: { who: 'reviewer', act: 'look at the whole answer of the live product' },
  }
}

/**
 * What the judge is handed: observations frozen, since they are shared by many judges, and bodies that are not whole guarded. Copying
 * everything for each of hundreds of judges would cost more than the judging. `cut` takes the exchanges whose guarded body was
 * read, `short` the pages of which a list was read that the page goes on with.
 */
function forJudge(value: unknown, cut: Exchange[], short: ListsRead): unknown {
  if (value === null || typeof value !== 'object') return value
  if (isObservation(value)) {
    if (isExchange(value)) return frozen(guarded(value, cut))
    return frozen(isPage(value) ? withShortLists(value, short) : value)
  }
  if (Array.isArray(value)) return value.map(item => forJudge(item, cut, short))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, forJudge(item, cut, short)]))
}

function guarded(exchange: Exchange, cut: Exchange[]): Exchange {
  const { response } = exchange
  if (!response || !(response.body.cut || (response.body.text === undefined && response.body.bytes > 0)))
    return exchange
  const body = { ...response.body }
  const failing = () => {
    cut.push(exchange)
    throw new Error('The body was cut.')
  }
  Object.defineProperty(body, 'text', { get: failing, enumerable: false })
  return { ...exchange, response: { ...response, body } }
}

function frozen<T extends object>(value: T): T {
  if (Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const name of Object.getOwnPropertyNames(value)) {
    const item = Object.getOwnPropertyDescriptor(value, name)?.value as unknown
    if (item !== null && typeof item === 'object') frozen(item)
  }
  return value
}

function* everythingIn(value: unknown): Generator<unknown> {
  if (value === null || typeof value !== 'object') return
  yield value
  if (isObservation(value)) return
  for (const item of Object.values(value)) yield* everythingIn(item)
}

const kinds: ReadonlySet<unknown> = new Set([
  'exchange',
  'handshake',
  'tls-survey',
  'page',
  'validation',
  'lookup',
  'step',
])
const isObservation = (value: object): boolean => kinds.has((value as { kind?: unknown }).kind)
const isExchange = (value: unknown): value is Exchange => (value as { kind?: unknown })?.kind === 'exchange'
const isPage = (value: unknown): value is PageVisit => (value as { kind?: unknown })?.kind === 'page'
const isNotReached = (value: unknown): value is NotReached =>
  typeof (value as { notReached?: unknown })?.notReached === 'string'

function name(check: AnyCheck, subject: Subject, decisions: readonly Decision[]): Finding[] {
  const seenBefore = new Map<string, number>()
  return decisions.map(decision => {
    const signature = `${decision.requirement ?? ''}|${decision.key}`
    const nth = seenBefore.get(signature) ?? 0
    seenBefore.set(signature, nth + 1)
    const { outcome, requirement, key, at, expected, actual, places, owes, advice } = decision
    return {
      id: createHash('sha256').update(`${check.id}|${subject.id}|${signature}|${nth}`).digest('hex').slice(0, 8),
      outcome,
      ...(requirement !== undefined && { requirement }),
      key,
      message: fill(check.messages[key] ?? engineMessages[key] ?? (key === 'passed' ? '' : key), decision),
      ...(at !== undefined && { at: String(at) }),
      ...(expected !== undefined && { expected: String(expected) }),
      ...(actual !== undefined && { actual: String(actual) }),
      ...(places && { count: places.length, places: places.slice(0, 20).map(String) }),
      ...(owes
        ? { owes }
        : outcome === 'cantTell'
          ? { owes: { who: 'reviewer', act: 'look at the evidence and decide' } as const }
          : {}),
      ...(advice && { advice }),
    }
  })
}

/** `{name}` becomes the decision's field of that name; a field that is missing stays visible, so that a test can find it. */
export function fill(template: string, fields: { readonly [name: string]: unknown }): string {
  return template.replace(/\{(\w+)\}/g, (whole, field: string) =>
    fields[field] === undefined ? whole : String(fields[field]),
  )
}

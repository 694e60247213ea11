/** The rung "re-judged": what came of judging the embedded evidence again. Judging itself is handed in; it needs the suites. */
import type { Rung } from './rungs.ts'

/** One judgement that came out otherwise than the record says. */
export interface Difference {
  readonly assertion: string
  readonly recorded: string
  readonly replayed: string
  /** Version of the check then and now. */
  readonly versions: readonly [then: number, now: number | undefined]
}

export interface Rejudgement {
  /** How many judgements were repeated. */
  readonly judged: number
  readonly differences: readonly Difference[]
  /** What in the record does not follow from its own judgements, evidence or catalogue; sentences without full stop. */
  readonly contradictions: readonly string[]
  /** How many judgements stand on evidence that the record does not hold, and so were not repeated. */
  readonly missing?: number
  /** What could not be compared, in words: another catalogue, a filtered plan. */
  readonly notCompared: readonly string[]
  /** Why it was not judged to the end: out of memory, out of time, a record that breaks the judges. */
  readonly trouble?: string
}

/** Judges a record's JSON again. Must not throw for the record's sake. */
export type Rejudge = (recordJson: string) => Promise<Rejudgement>

/** A rejudgement that did not come to its end, and why. */
export const troubled = (trouble: string): Rejudgement => ({
  judged: 0,
  differences: [],
  contradictions: [],
  notCompared: [],
  trouble,
})

const SHOWN = 5

/** A check that changed since is named, not held against the report: only the same check must give the same verdict. */
export function reJudged(rejudgement: Rejudgement | undefined): Rung {
  const rung = 're-judged'
  if (!rejudgement)
    return { rung, state: 'not checked', detail: 'the evidence was not judged again; ask for --rejudge' }
  const { judged, differences, contradictions, notCompared, missing = 0, trouble } = rejudgement
  if (trouble) return { rung, state: 'not checked', detail: `judging again did not come to its end: ${trouble}` }
  const wrong = [...differences.filter(isSameCheck).map(say), ...contradictions]
  if (wrong.length > 0) return { rung, state: 'does not hold', detail: listed(wrong) }
  const changed = differences.filter(one => !isSameCheck(one))
  if (changed.length > 0)
    return {
      rung,
      state: 'not checked',
      detail: `${count(judged - changed.length)} the same; ${changed.length} differ by checks that have changed since: ${listed(changed.map(say))}`,
    }
  if (missing > 0)
    return {
      rung,
      state: 'not checked',
      detail: `${count(judged)} repeated, all the same; ${missing} not: the report holds only digests of their evidence`,
    }
  return { rung, state: 'holds', detail: [`${count(judged)} repeated, all the same`, ...notCompared].join('; ') }
}

/** Whether the verdict was given and repeated by one version of the check, so that only the evidence can explain it. */
export const isSameCheck = ({ versions: [then, now] }: Difference): boolean => then === now

const count = (judged: number): string => `${judged} ${judged === 1 ? 'judgement' : 'judgements'}`

const say = ({ assertion, recorded, replayed, versions: [then, now] }: Difference): string =>
  `${assertion} was ${recorded} by version ${then}, is ${replayed}${now === undefined || now === then ? '' : ` by version ${now}`}`

const listed = (lines: readonly string[]): string =>
  `${lines.slice(0, SHOWN).join('; ')}${lines.length > SHOWN ? `; and ${lines.length - SHOWN} more` : ''}`

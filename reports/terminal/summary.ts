import type { RunRecord } from '../record.ts'
import { causesOf } from '../render/view/cause.ts'
import { type Look, lookInto } from '../render/view/look.ts'
import { count, figure } from '../render/view/words.ts'
import { counted, criterionOf, exitCode, type Gate, isBroken, runVerdict, type Verdict } from '../verdict.ts'
import { owed } from './owed.ts'
import { type Paint, painter, plain, wrap } from './text.ts'

export interface SummaryOptions {
  readonly reportPath: string
  readonly columns: number
  readonly colour: boolean
  /** Fingerprint of the key that sealed the report; absent where it was not sealed. */
  readonly sealedBy?: string
  /** Where the archive of the report is, if one was written. */
  readonly archivePath?: string
  readonly gate?: Gate
  /** The caller says why this exit code. */
  readonly endsItself?: boolean
}

/** Failed musts and could-not-tells that are listed; the report has them all. */
const LISTED = 10

/** The end of `mustdo run`: what came of it, what to do about it, where the report is, and why this exit code. */
export function summary(record: RunRecord, options: SummaryOptions): string {
  const paint = painter(options.colour)
  const look = lookInto(record)
  const verdict = runVerdict(record)
  const lines = [
    ...(record.run.demo ? [paint('DEMONSTRATION: not a report on any real product', 'yellow')] : []),
    headline(record, verdict, paint),
    ...verdict.trouble.map(line => paint(`Not complete: ${plain(line)}`, 'yellow')),
    ...failing(look, paint),
    ...untold(look),
    ...clearable(record),
    housekeeping(record),
    reportLine(record, options, verdict),
    ...(record.run.demo || options.endsItself ? [] : [exitLine(record, options.gate ?? 'complete')]),
  ]
  return `${lines.map(line => wrap(line, options.columns, '        ')).join('\n')}\n`
}

function headline(record: RunRecord, verdict: Verdict, paint: Paint): string {
  const { musts, states } = verdict.counts
  const word = verdict.partial
    ? `PARTIAL RUN, ${figure(verdict.partial.musts)} of ${count(verdict.partial.of, 'must')}`
    : verdict.word.toUpperCase()
  const tone = verdict.word === 'conformant' ? 'green' : verdict.word === 'not conformant' ? 'red' : 'yellow'
  const tally = [
    `${states.met} met`,
    `${states.notMet} not met`,
    `${states.cantTell} can't tell`,
    `${states.notTested} not tested`,
    `${states.attested} attested`,
    `${states.notApplicable} n/a`,
  ].join(', ')
  const packs = record.target.packs.join(' + ') || 'no pack'
  return `${paint(word, tone)}  ${plain(packs)}, ${count(musts, 'must')}: ${tally}    ${lasted(record)}`
}

function failing(look: Look, paint: Paint): readonly string[] {
  const broken = counted(look.record, 'must').filter(({ result }) => result.state === 'notMet')
  const lines = broken.flatMap(one => {
    const remembered = isBroken(one) ? '' : '  (source only remembered)'
    const causes = causesOf(one.requirement.id, look).filter(({ outcome, advice }) => outcome === 'failed' && !advice)
    if (causes.length === 0)
      return [` ${paint(one.requirement.id, 'bold')}  ${plain(one.result.because ?? 'not met')}${remembered}`]
    return causes.map(cause => {
      const id = cause.ids[0] ?? ''
      const parts = [
        ` ${paint(plain(id), 'red')} ${paint(one.requirement.id, 'bold')}  ${plain(cause.message)} (${count(cause.count, 'place')})${remembered}`,
        cause.expected ? `expected ${plain(cause.expected)}${cause.actual ? `, got ${plain(cause.actual)}` : ''}` : '',
        cause.at && cause.count === 1 ? `at ${plain(cause.at)}` : '',
        `fix: ${plain(cause.check.fix || one.requirement.fix)}`,
        `mustdo show ${plain(id)}`,
      ]
      return parts.filter(Boolean).join('   ')
    })
  })
  return shortened(lines, 'not met')
}

function untold(look: Look): readonly string[] {
  const open = counted(look.record, 'must').filter(({ result }) => result.state === 'cantTell')
  const reasons = new Map<string, string[]>()
  for (const { requirement, result } of open) {
    const why = [result.because, result.owes?.act]
      .filter(text => text !== undefined)
      .map(text => withoutName(plain(text), requirement.id))
      .join(' ')
    reasons.set(why, [...(reasons.get(why) ?? []), requirement.id])
  }
  // The same reason over many requirements is one line.
  const lines = [...reasons].map(([why, ids]) => {
    const names = ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ')
    return `Could not tell (${ids.length}): ${names}: ${why}`
  })
  return shortened(lines, 'that could not be told')
}

/** The reason as it holds of every requirement that has it. */
function withoutName(text: string, id: string): string {
  const criterion = criterionOf(id)
  const general = text.replaceAll(id, '<id>')
  return criterion ? general.replaceAll(`--criterion ${criterion}`, '--criterion <criterion>') : general
}

function shortened(lines: readonly string[], what: string): readonly string[] {
  const more = lines.length - LISTED
  return more > 0 ? [...lines.slice(0, LISTED), ` ... and ${more} more ${what}, all in the report`] : lines
}

function clearable(record: RunRecord): readonly string[] {
  const yours = owed(record).filter(({ who, level }) => who === 'supplier' && level === 'must')
  const [first] = yours
  if (!first) return []
  const more = yours.length > 1 ? `   ${yours.length - 1} more: mustdo owed` : ''
  return [`You can clear ${yours.length}:    ${plain(first.act)}  (${plain(first.because)})${more}`]
}

function housekeeping({ cleanup, run, target }: RunRecord): string {
  const writes = target.consents.some(({ effect }) => effect !== 'read')
  const parts = [
    cleanup.created > 0
      ? `Cleaned up ${cleanup.removed} of ${count(cleanup.created, 'created resource')}`
      : 'Nothing was created',
    count(run.requests, 'request'),
    writes ? '' : 'read and browse only',
    ...cleanup.left.map(left => `still there: ${plain(left)}`),
    cleanup.left.length > 0 ? `mustdo cleanup ${run.id}` : '',
  ]
  return parts.filter(Boolean).join(' \u00b7 ')
}

function reportLine(
  record: RunRecord,
  { reportPath, archivePath, sealedBy }: SummaryOptions,
  verdict: Verdict,
): string {
  const again = verdict.counts.states.notMet + verdict.counts.states.cantTell > 0
  const seal = sealedBy ? `sealed, ${sealedBy}` : 'not sealed'
  const archive = archivePath ? `  ${archivePath}` : ''
  return `${reportPath} (${seal})${archive}${again && !record.run.demo ? `      again, these only: mustdo run --failed-in ${reportPath}` : ''}`
}

/** Why this exit code, and what the other gate would have said. */
function exitLine(record: RunRecord, gate: Gate): string {
  const code = exitCode(record, gate)
  const other = gate === 'complete' ? 'tested' : 'complete'
  const elsewhere = exitCode(record, other)
  return `exit ${code} (${whyExit(record, gate)}; with --gate ${other} ${elsewhere === code ? `also ${code}` : elsewhere})`
}

function whyExit(record: RunRecord, gate: Gate): string {
  const { word, trouble, partial } = runVerdict(record)
  const code = exitCode(record, gate)
  if (word === 'not conformant') return 'a must is not met'
  if (word === 'conformant') return 'every must that applies is met or attested'
  if (record.run.notReached) return 'no endpoint answered'
  if (trouble.length > 0) return 'the run is not complete'
  if (code === 0) return 'what is open was foretold by the plan'
  if (word === 'no musts') return 'no must applies, so there is no verdict'
  if (partial) return 'a partial run is never conformant'
  return 'musts are still open'
}

function lasted({ run }: RunRecord): string {
  const seconds = Math.max(0, Math.round((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

import type { Assertion, Finding, RunRecord } from '../record.ts'
import { evidenceOf } from '../render/view/evidence.ts'
import { lookInto } from '../render/view/look.ts'
import { count } from '../render/view/words.ts'
import { plain, plainLines } from './text.ts'

/** No finding of the record has the id. The message says what to do next. */
export class UnknownFinding extends Error {
  override readonly name = 'UnknownFinding'
}

/**
 * One finding in full for `mustdo show <id>`: what, where, the request, the answer, the command that asks again, the fix.
 * The first digits of an id will do where they name one finding only.
 * @throws UnknownFinding when none, or more than one, fits
 */
export function showFinding(record: RunRecord, id: string): string {
  const { assertion, finding } = find(record, id)
  const look = lookInto(record)
  const check = record.checks.find(one => one.id === assertion.check)
  const ids = finding.requirement ? [finding.requirement] : Object.keys(check?.verifies ?? {})
  const requirements = record.catalogue.requirements.filter(one => ids.includes(one.id))
  const seen = assertion.observations.flatMap(one => look.observations.get(one) ?? [])
  const fact = (name: string, value?: string) => (value ? [`${name.padEnd(9)} ${plain(value)}`] : [])
  const fix = [check?.fix, ...requirements.map(one => one.fix)].filter(text => text)
  return [
    `${plain(finding.id)}  ${ids.join(', ')}  ${finding.advice ? 'advice' : outcomeWords[finding.outcome]}`,
    plain(finding.message),
    '',
    ...fact('expected', finding.expected),
    ...fact('actual', finding.actual),
    ...fact('where', finding.at),
    ...fact('subject', assertion.subject.url),
    ...fact('check', `${assertion.check} (version ${assertion.version})`),
    ...requirements.flatMap(one => {
      const standard = look.standards.get(one.standard)
      return fact(
        'clause',
        `${one.id}: ${standard?.title ?? one.standard}, ${one.clause}  ${one.url ?? standard?.url ?? ''}`,
      )
    }),
    ...placesOf(finding),
    ...seen.flatMap(one => evidenceLines(evidenceOf(one, look, '', new Set()))),
    '',
    ...(finding.owes ? [`next act (${finding.owes.who}): ${plain(finding.owes.act)}`] : []),
    ...[...new Set(fix)].map(text => `fix: ${plain(text ?? '')}`),
    '',
  ].join('\n')
}

const outcomeWords = {
  failed: 'not met',
  cantTell: 'could not tell',
  untested: 'not tested',
  passed: 'met',
  inapplicable: 'does not apply',
}

function find(record: RunRecord, id: string): { readonly assertion: Assertion; readonly finding: Finding } {
  const all = record.assertions.flatMap(assertion => assertion.findings.map(finding => ({ assertion, finding })))
  const exact = all.find(({ finding }) => finding.id === id)
  if (exact) return exact
  const like = id === '' ? [] : all.filter(({ finding }) => finding.id.startsWith(id))
  const [first] = like
  if (first && like.every(({ finding }) => finding.id === first.finding.id)) return first
  const known = [...new Set((like.length > 0 ? like : all).map(({ finding }) => finding.id))].slice(0, 5).join(', ')
  throw new UnknownFinding(
    `"${plain(id)}" names ${like.length > 0 ? 'more than one finding' : 'no finding'} of this report. ` +
      `Expected one of its ${all.length} finding ids${known ? ` (${known} ...)` : ''}. ` +
      'They stand in the report, in the summary of the run and in `mustdo run --json`.',
  )
}

function placesOf({ places = [], count: total = places.length }: Finding): readonly string[] {
  if (places.length < 2) return []
  const more = total - Math.min(places.length, 20)
  return [
    '',
    `${count(total, 'place')}, one cause:`,
    ...places.slice(0, 20).map(place => `  ${plain(place)}`),
    ...(more > 0 ? [`  ... and ${more} more`] : []),
  ]
}

function evidenceLines({
  line,
  when,
  facts,
  request,
  answer,
  command,
  needs,
}: ReturnType<typeof evidenceOf>): readonly string[] {
  const block = (text: string) => plainLines(text).map(one => `  ${one}`.trimEnd())
  const full = answer.before + answer.hit + answer.after
  return [
    '',
    `--- ${plain(line)}`,
    [when, ...facts].map(plain).join(' \u00b7 '),
    ...(request ? ['', 'request', ...block(request)] : []),
    ...(full ? ['', 'answer', ...block(full)] : []),
    ...(command ? ['', needs ? `ask again (put your own into ${needs})` : 'ask again', ...block(command)] : []),
  ]
}

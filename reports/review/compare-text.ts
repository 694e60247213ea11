/** A comparison in words, for a terminal and for a page: what is new stands first, whether the same test was taken beside it. */
import { stateWords, verdictWords } from '../render/view/words.ts'
import { plain } from '../terminal/text.ts'
import type { ChangedCheck, Comparison, Failure, Side } from './compare.ts'
import { deskPage } from './desk-page.ts'

interface Section {
  readonly title: string
  readonly lines: readonly string[]
}

/** Lines of one section that a terminal shows. */
const MOST = 20

export function compareText(comparison: Comparison): string {
  return [
    headline(comparison),
    `  old  ${sideText(comparison.old)}`,
    `  new  ${sideText(comparison.new)}`,
    testSentence(comparison),
    ...sections(comparison).flatMap(({ title, lines }) => [
      '',
      `${title} (${lines.length})`,
      ...lines.slice(0, MOST).map(line => `  ${plain(line)}`),
      ...(lines.length > MOST ? [`  and ${lines.length - MOST} more: --json lists all`] : []),
    ]),
    '',
  ].join('\n')
}

/** The same as a page, with the comparison as its data. `version` is that of the tool. */
export function comparePage(comparison: Comparison, version: string): string {
  return deskPage('compare', {
    title: `${headline(comparison)} - ${comparison.new.product}`,
    view: {
      headline: headline(comparison),
      old: sideText(comparison.old),
      new: sideText(comparison.new),
      test: testSentence(comparison),
      sections: sections(comparison).map(section => ({ ...section, count: section.lines.length })),
      version,
    },
    data: comparison,
  })
}

function headline({ newFailures, byChangedChecks, fixed, stillFailing }: Comparison): string {
  const parts = [
    `${newFailures.length} new`,
    ...(byChangedChecks.length > 0 ? [`${byChangedChecks.length} by changed checks`] : []),
    `${fixed.length} fixed`,
    `${stillFailing.length} still failing`,
  ]
  return `Findings: ${parts.join(', ')}`
}

/** Whether the two can be held against each other at all. */
function testSentence({ sameTest, old, new: now }: Comparison): string {
  if (!sameTest) return 'Not the same test: what differs is listed below, and may be the reason for what changed.'
  return old.partial || now.partial
    ? 'The same part of the test was taken both times.'
    : 'The same test was taken both times: equal catalogue, checks, product types and engines.'
}

/** Sections that have something in them. */
function sections(comparison: Comparison): readonly Section[] {
  const all: Section[] = [
    { title: 'New failures', lines: comparison.newFailures.map(failureText) },
    {
      title: 'Failing by checks that are new or have changed, not held against the product',
      lines: comparison.byChangedChecks.map(failureText),
    },
    { title: 'Musts no longer settled', lines: comparison.noLongerSettled.map(unsettledText) },
    { title: 'Fixed', lines: comparison.fixed.map(failureText) },
    {
      title: 'Failed then, not asked again or without a conclusion now',
      lines: comparison.notAskedAgain.map(failureText),
    },
    { title: 'Still failing', lines: comparison.stillFailing.map(failureText) },
    {
      title: 'Requirements in another state',
      lines: comparison.states.map(({ id, was, is }) => `${id}  ${stateWords[was]} then, ${stateWords[is]} now`),
    },
    {
      title: 'Changed evidence',
      lines: comparison.evidence.map(({ assertion, was, is }) => `${assertion}: ${was} then, ${is} now`),
    },
    { title: 'Changed target', lines: comparison.target },
    { title: 'Changed test', lines: comparison.baseline },
    { title: 'Changed checks', lines: comparison.checks.map(checkText) },
  ]
  return all.filter(({ lines }) => lines.length > 0)
}

function checkText({ check, was, is }: ChangedCheck): string {
  if (was === undefined) return `${check} is new (version ${is})`
  return is === undefined ? `${check} is gone` : `${check} version ${was} then, ${is} now`
}

const sideText = ({ run, product, startedAt, verdict, partial }: Side): string =>
  plain(`${verdictWords[verdict]}${partial ? ' (partial run)' : ''}, ${product}, ${startedAt}, run ${run}`)

const failureText = ({ id, requirements, message, at }: Failure): string =>
  `${id}  ${requirements.join(' ')}  ${message}${at ? ` at ${at}` : ''}`

const unsettledText = ({ id, byCheck }: Comparison['noLongerSettled'][number]): string =>
  `${id}${byCheck ? ', by a check that is new or has changed' : ''}`

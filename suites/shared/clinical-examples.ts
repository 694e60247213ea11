/** Clinical screens of the reference supplier, for the examples of checks. */
import type { PageDetails, PageVisit } from '../../runner/check.ts'
import { page } from './examples.ts'
import { details } from './page-examples.ts'

const date = (text: string): PageDetails['dates'][number] => ({ text, context: text, selector: 'td', machine: null })

/** A screen with these lines of text, and these dates and times in it. */
export const screen = (lines: readonly string[], dates: readonly string[] = []): PageVisit =>
  page({ text: lines.join('\n') }, [], { details: details({ dates: dates.map(date) }) })

const banner = {
  Name: 'EXAMPLE, Arthur (Mr)',
  Born: '05-Nov-1951',
  Gender: 'Male',
  'NHS No.': '999\u00a0000\u00a00018',
}
/** The lines of a patient banner with single values replaced. */
export const bannerLines = (changes: Partial<typeof banner> = {}): readonly string[] =>
  Object.entries({ ...banner, ...changes }).flat()

/** A screen with NHS numbers as its text shows them. */
export const withNumbers = (
  texts: readonly string[],
  wraps = false,
  lines: readonly string[] = ['NHS No.'],
): PageVisit =>
  page({
    text: [...lines, ...texts].join('\n'),
    numbers: texts.map(text => ({ text, context: text, selector: 'dd', wraps })),
  })

import { advice, check, type Decision, failed, noData, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { readableStatement, statementIn } from '../../shared/statement.ts'
import { site, statement } from '../../shared/statement-examples.ts'

const from = 'reference supplier, 2026-11-22'
const date = '(\\d{1,2}(?:st|nd|rd|th)? \\w+,? \\d{4}|\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{4}|\\d{4}-\\d{2}-\\d{2})'
const prepared = new RegExp(`\\b(prepared|created|published|written) on:? ${date}`, 'i')
const reviewed = new RegExp(`\\b(reviewed|updated) on:? ${date}`, 'i')
const YEAR_MS = 366 * 86_400_000

/**
 * The words that the model statement fixes (regulation 8(1)): how compliant, with which version of WCAG, and when the statement was
 * prepared. A review more than a year ago is advice: the law says regular.
 */
export default check({
  id: 'accessibility/statement-status',
  version: 2,
  title: 'The statement gives its status, the WCAG version and the date it was prepared',
  verifies: { 'ACC-STM-006': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Copy the sentences of the model statement: "This website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard …" and "This statement was prepared on …".',
  probe: async ({ http, subject }) => ({ answer: await readableStatement(http, subject) }),

  judge: ({ answer }) => {
    const at = answer.request.url
    const { status, text } = statementIn(answer)
    const missing: Decision[] = [
      ...(status
        ? []
        : [
            failed('no-status', {
              at,
              expected: 'fully, partially or not compliant with the Web Content Accessibility Guidelines',
            }),
          ]),
      ...(/(guidelines|WCAG),? (version |v)?2\.[0-2]/i.test(text) ? [] : [failed('no-version', { at })]),
      ...(prepared.test(text) ? [] : [failed('no-date', { at, expected: 'This statement was prepared on (date)' })]),
    ]
    const last = Date.parse(`${reviewed.exec(text)?.[2]?.replace(/(\d)(st|nd|rd|th)/, '$1')} UTC`)
    const old = Date.parse(answer.at) - last > YEAR_MS
    return [...(missing.length > 0 ? missing : [passed({ at })]), ...(old ? [advice('review-old', { at })] : [])]
  },

  messages: {
    'no-status': 'The accessibility statement {at} does not say that the site is {expected}.',
    'no-version': 'The accessibility statement {at} names no version of WCAG.',
    'no-date': 'The accessibility statement {at} does not say: {expected}.',
    'review-old': 'The accessibility statement {at} was last reviewed more than a year ago.',
  },
  examples: [
    { name: 'complete', from, outcome: 'passed', seen: { answer: statement() }, keys: ['passed'] },
    {
      name: 'reviewed long ago',
      from,
      outcome: 'passed',
      seen: {
        answer: statement({
          dates: '<p>This statement was prepared on 2 March 2024. It was last reviewed on 2 March 2025.</p>',
        }),
      },
      keys: ['passed', 'review-old'],
    },
    {
      name: 'in own words',
      from: `${from}, defect statement-without-status`,
      outcome: 'failed',
      seen: { answer: statement({ status: '<p>We care about accessibility.</p>', dates: '' }) },
      keys: ['no-status', 'no-version', 'no-date'],
    },
    { name: 'no statement', from, outcome: 'untested', seen: noData('a statement'), subject: site },
    { name: 'a gateway', from, outcome: 'cantTell', seen: { answer: gatewayPage() } },
  ],
})

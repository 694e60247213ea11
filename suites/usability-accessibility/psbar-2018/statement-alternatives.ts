import { cantTell, check, failed, noData, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { readableStatement, statementIn } from '../../shared/statement.ts'
import { site, statement } from '../../shared/statement-examples.ts'

const from = 'reference supplier, 2026-11-22'
const named =
  /\b(alternative (format|version|way|text of|contact|document|accessible)s?|accessible (alternative|format|version|PDF)s?|(different|another|other) (format|way)s?|large print|easy read|braille|audio (recording|version|format|cd)|as an alternative|by (post|phone|telephone)|(call|phone|telephone|text ?phone|ring) (us|the|our|[\d(+])|relay uk|instead you can|you can instead)\b/i

/**
 * Regulation 8(4)(b) asks for alternatives only where appropriate: a statement that names none fails where it lists what is not
 * accessible, unless nothing is. What is named has to fit what is listed, which takes a person.
 */
export default check({
  id: 'accessibility/statement-alternatives',
  version: 2,
  title: 'The statement names another way to what is not accessible',
  verifies: { 'ACC-STM-003': 'part' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Say for each part that is not accessible how people can get the same in another way.',
  probe: async ({ http, subject }) => ({ answer: await readableStatement(http, subject) }),

  judge: ({ answer }) => {
    const { status, text } = statementIn(answer)
    const at = answer.request.url
    if (status === 'fully' || named.test(text)) return passed({ at })
    return status ? failed('no-alternative', { at }) : cantTell('no-status', { at })
  },

  messages: {
    'no-alternative': 'The accessibility statement {at} lists what is not accessible and names no other way to get it.',
    'no-status':
      'The accessibility statement {at} names no other way to anything, nor in the fixed words how compliant the site is.',
  },
  examples: [
    {
      name: 'large print',
      from,
      outcome: 'passed',
      seen: { answer: statement({ contact: '<p>Ask us for large print, easy read or braille.</p>' }) },
    },
    {
      name: 'fully compliant',
      from,
      outcome: 'passed',
      seen: {
        answer: statement({
          status:
            '<p>This website is fully compliant with the Web Content Accessibility Guidelines version 2.2 AA standard.</p>',
        }),
      },
    },
    {
      name: 'none',
      from: `${from}, defect statement-without-alternatives`,
      outcome: 'failed',
      seen: { answer: statement() },
    },
    {
      name: 'no status either',
      from: `${from}, defect statement-without-status`,
      outcome: 'cantTell',
      seen: { answer: statement({ status: '' }) },
      keys: ['no-status'],
    },
    { name: 'no statement', from, outcome: 'untested', seen: noData('a statement'), subject: site },
    { name: 'a gateway', from, outcome: 'cantTell', seen: { answer: gatewayPage() } },
  ],
})

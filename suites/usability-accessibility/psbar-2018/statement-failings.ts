import { check, failed, noData, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { readableStatement, statementIn } from '../../shared/statement.ts'
import { site, statement } from '../../shared/statement-examples.ts'

const from = 'reference supplier, 2026-11-22'
const listing =
  /non-?accessible|not (fully )?accessible|non-?complian|known (issues|problems|limitations)|accessibility (issues|problems)/i

/**
 * The section that regulation 8(4)(a) asks for and the model statement heads "Non-accessible content". A site that claims full
 * compliance has nothing to list. Whether the list is complete, and the reasons right, takes a person.
 */
export default check({
  id: 'accessibility/statement-failings',
  version: 2,
  title: 'The statement has a section on what is not accessible',
  verifies: { 'ACC-STM-002': 'part' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Add the section "Non-accessible content" of the model statement: each part that fails, the criterion and the reason.',
  probe: async ({ http, subject }) => ({ answer: await readableStatement(http, subject) }),

  judge: ({ answer }) => {
    const { status, headings } = statementIn(answer)
    const at = answer.request.url
    return status === 'fully' || headings.some(heading => listing.test(heading))
      ? passed({ at })
      : failed('no-list', { at })
  },

  messages: { 'no-list': 'The accessibility statement {at} has no section on what is not accessible.' },
  examples: [
    { name: 'lists them', from, outcome: 'passed', seen: { answer: statement() } },
    {
      name: 'fully compliant',
      from,
      outcome: 'passed',
      seen: {
        answer: statement({
          failings: '',
          status:
            '<p>This website is fully compliant with the Web Content Accessibility Guidelines version 2.2 AA standard.</p>',
        }),
      },
    },
    {
      name: 'no section',
      from: `${from}, defect statement-without-failings`,
      outcome: 'failed',
      seen: { answer: statement({ failings: '' }) },
    },
    { name: 'no statement', from, outcome: 'untested', seen: noData('a statement'), subject: site },
    { name: 'a gateway', from, outcome: 'cantTell', seen: { answer: gatewayPage() } },
  ],
})

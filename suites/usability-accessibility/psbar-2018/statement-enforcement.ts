import { check, failed, noData, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { readableStatement, statementIn } from '../../shared/statement.ts'
import { site, statement } from '../../shared/statement-examples.ts'

const from = 'reference supplier, 2026-11-22'
/** The advisory service, the two commissions, and the regulations themselves. */
const procedure =
  /^https?:\/\/([\w-]+\.)*(equalityadvisoryservice\.com|equalityhumanrights\.com|equalityni\.org|legislation\.gov\.uk\/uksi\/2018\/952\/(part\/5|regulation\/1\d))/i

/** A link to the enforcement procedure (regulation 8(4)(d)): in England, Wales and Scotland the EHRC through the EASS. */
export default check({
  id: 'accessibility/statement-enforcement',
  version: 2,
  title: 'The statement links to the enforcement procedure',
  verifies: { 'ACC-STM-005': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Add the section "Enforcement procedure" of the model statement, with its link to the Equality Advisory and Support Service.',
  probe: async ({ http, subject }) => ({ answer: await readableStatement(http, subject) }),

  judge: ({ answer }) => {
    const at = answer.request.url
    const { links, text } = statementIn(answer)
    if (links.some(({ href }) => procedure.test(href))) return passed({ at })
    const named = /Equality (and Human Rights Commission|Advisory)|\bEHRC\b|\bEASS\b/.test(text)
    return failed(named ? 'not-linked' : 'no-procedure', { at })
  },

  messages: {
    'no-procedure': 'The accessibility statement {at} says nothing of the enforcement procedure.',
    'not-linked': 'The accessibility statement {at} names the enforcement procedure without a link.',
  },
  examples: [
    { name: 'linked', from, outcome: 'passed', seen: { answer: statement() } },
    {
      name: 'named only',
      from,
      outcome: 'failed',
      seen: { answer: statement({ enforcement: '<p>The EHRC enforces the regulations.</p>' }) },
      keys: ['not-linked'],
    },
    {
      name: 'none',
      from: `${from}, defect statement-without-enforcement`,
      outcome: 'failed',
      seen: { answer: statement({ enforcement: '' }) },
      keys: ['no-procedure'],
    },
    { name: 'no statement', from, outcome: 'untested', seen: noData('a statement'), subject: site },
    { name: 'a gateway', from, outcome: 'cantTell', seen: { answer: gatewayPage() } },
  ],
})

import { cantTell, check, failed, noData, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { readableStatement, statementIn } from '../../shared/statement.ts'
import { site, statement } from '../../shared/statement-examples.ts'

const from = 'reference supplier, 2026-11-22'
const contact = /\b(contact|feedback|report|enquir(y|ies)|forms?)\b/i
const enforcers = /(equalityadvisoryservice|equalityhumanrights|equalityni|legislation\.gov|w3\.org)/i

/** A link to a contact form in the statement itself (regulation 8(4)(c)). An e-mail address is no form; whether it will do takes a person. */
export default check({
  id: 'accessibility/statement-contact',
  version: 2,
  title: 'The statement links to a contact form for reporting problems',
  verifies: { 'ACC-STM-004': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Add the section "Feedback and contact information" of the model statement, with a link to a contact form.',
  probe: async ({ http, subject }) => ({ answer: await readableStatement(http, subject) }),

  judge: ({ answer }) => {
    const at = answer.request.url
    const links = statementIn(answer).links.filter(({ href }) => !enforcers.test(href))
    const forms = links.filter(
      ({ text, href }) => /^https?:/.test(href) && (contact.test(text) || contact.test(new URL(href).pathname)),
    )
    if (forms.length > 0) return passed({ at })
    const other = links.find(({ href }) => /^(mailto|tel):/.test(href))
    return other ? cantTell('no-form', { at, actual: other.href.replace(/:.*/, '') }) : failed('no-contact', { at })
  },

  messages: {
    'no-contact': 'The accessibility statement {at} links to no contact form.',
    'no-form': 'The accessibility statement {at} gives a {actual} link only; the regulation asks for a contact form.',
  },
  examples: [
    { name: 'a form', from, outcome: 'passed', seen: { answer: statement() } },
    {
      name: 'a mail address',
      from,
      outcome: 'cantTell',
      seen: { answer: statement({ contact: '<p>Problems? <a href="mailto:a@product.example">Write to us</a></p>' }) },
      keys: ['no-form'],
    },
    {
      name: 'none',
      from: `${from}, defect statement-without-contact`,
      outcome: 'failed',
      seen: { answer: statement({ contact: '' }) },
    },
    { name: 'no statement', from, outcome: 'untested', seen: noData('a statement'), subject: site },
    { name: 'a gateway', from, outcome: 'cantTell', seen: { answer: gatewayPage() } },
  ],
})

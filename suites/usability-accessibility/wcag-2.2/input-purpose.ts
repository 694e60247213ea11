import { cantTell, check, type Decision, failed, type PageDetails, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { hit, page } from '../../shared/examples.ts'
import { brokenPage, details, SUPPLIER } from '../../shared/page-examples.ts'
import { ruleDecisions, ruleMessages } from '../../shared/page-rules.ts'

/** Words of a label that say whose it is, and what; the tokens of HTML that say the same. */
const purposes: readonly (readonly [RegExp, RegExp])[] = [
  [/\byour (full )?name\b/i, /\bname\b/],
  [/\byour (first|given) name\b/i, /\bgiven-name\b/],
  [/\byour (last name|surname|family name)\b/i, /\bfamily-name\b/],
  [/\byour e-?mail( address)?\b/i, /\bemail\b/],
  [/\byour (mobile |tele)?phone number\b/i, /\btel\b/],
  [/\byour postcode\b/i, /\bpostal-code\b/],
]
const birthday = /\byour date of birth\b/i
const dayMonthYear = /^(day|month|year)$/i

const field = (label: string, autocomplete = ''): PageDetails['fields'][number] => ({
  selector: `#${label.toLowerCase().replaceAll(' ', '-')}`,
  type: 'text',
  name: label,
  label,
  autocomplete,
  required: false,
})
const withFields = (...fields: PageDetails['fields']) => page({ text: '' }, [], { details: details({ fields }) })
const birth = (autocomplete = '') => ({
  ...page({ headings: [{ level: 1, text: 'What is your date of birth?' }] }, [], {
    details: details({
      fields: ['Day', 'Month', 'Year'].map(label =>
        field(label, autocomplete && `${autocomplete}-${label.toLowerCase()}`),
      ),
    }),
  }),
})

/**
 * A purpose in code that does not exist (axe-core), and fields that the page itself says are about the user ("your email address",
 * "What is your date of birth?") without a purpose. Other fields that are about the user take a person (success criterion 1.3.5).
 */
export default check({
  id: 'accessibility/input-purpose',
  version: 10,
  title: 'Fields about the user say in code what they are for',
  verifies: { 'ACC-WCAG-1.3.5': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Add the autocomplete token: name, email, tel, postal-code, bday-day, bday-month, bday-year.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit }) => {
    const at = visit.finalUrl
    const fields = visit.details?.fields ?? []
    const asksBirthday = visit.facts?.headings.some(({ text }) => birthday.test(text)) ?? false
    const lacking = fields.filter(({ label, autocomplete }) => {
      if (dayMonthYear.test(label)) return asksBirthday && !/\bbday/.test(autocomplete)
      return purposes.some(([says, token]) => says.test(label) && !token.test(autocomplete))
    })
    const unread = visit.details?.framesUnread ?? 0
    const broken = ruleDecisions(visit, '1.3.5', 'axe').filter(({ outcome }) => outcome !== 'passed')
    const all: Decision[] =
      lacking.length > 0
        ? [
            ...broken,
            failed('no-purpose', {
              at,
              actual: lacking.map(({ label }) => label).join(', '),
              places: lacking.map(({ selector }) => selector),
            }),
          ]
        : broken
    const hidden = unread > 0 ? [cantTell('frames-unread', { at, actual: `${unread}` })] : []
    return all.length + hidden.length > 0 ? [...all, ...hidden] : passed({ at })
  },

  messages: {
    ...ruleMessages,
    'frames-unread': '{at} shows {actual} frames that were not looked into; a person looks at their fields.',
    'no-purpose': 'Fields of {at} about the user have no autocomplete that says so: {actual}.',
  },
  examples: [
    {
      name: 'more fields than are read',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { visit: { ...withFields(field('Dose')), cut: ['details.fields'] } },
      keys: ['passed', 'lists-cut'],
    },
    {
      name: 'said in code',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visit: withFields(field('Your email address', 'email')) },
    },
    {
      name: 'a purpose that does not exist',
      from: `${SUPPLIER}, defect input-purpose-wrong`,
      outcome: 'failed',
      seen: { visit: page({}, [hit('autocomplete-valid', 'failed', ['1.3.5'])]) },
      keys: ['rule-broken'],
    },
    {
      name: 'undecided',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { visit: page({}, [hit('autocomplete-valid', 'cantTell', ['1.3.5'])]) },
    },
    {
      name: 'an engine that broke',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { visit: page({}, [], { engines: [] }) },
      keys: ['not-looked'],
    },
    {
      name: 'your e-mail, not said',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { visit: withFields(field('Your email address')) },
    },
    {
      name: 'the date of birth',
      from: 'nhsuk-frontend 10.6.1, 2026-11-22',
      outcome: 'failed',
      seen: { visit: birth() },
      keys: ['no-purpose'],
    },
    {
      name: 'the date of birth, said',
      from: 'nhsuk-frontend 10.6.1, 2026-11-22',
      outcome: 'passed',
      seen: { visit: birth('bday') },
    },
    {
      name: 'a frame of another site',
      from: 'a page with a film of another site, 2026-11-23',
      outcome: 'cantTell',
      seen: {
        visit: page({ text: '' }, [], {
          details: details({ fields: [field('Your email address', 'email')], framesUnread: 1 }),
        }),
      },
      keys: ['frames-unread'],
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})

import {
  cantTell,
  check,
  type Decision,
  type FormSent,
  failed,
  noData,
  noGround,
  passed,
} from '../../../runner/check.ts'
import { page } from '../../shared/examples.ts'
import { errorsIn, isRefused, sendForms, sendingsOf, sentForm, sitesWithForms } from '../../shared/form-sending.ts'
import { isNhsNumber } from '../../shared/nhs-number.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'

const asksForIt = /\bNHS\s+(no\b|number)/i
/** As the guide has one; letters are in no number of today. */
const OLD = 'ABC/1234'
/** Of the range that is given to no patient. */
const NOBODYS = '9990000018'
const isSynthetic = (number: string) => /^999\d{7}$/.test(number) && isNhsNumber(number)
const spaced = (digits: string) => `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`
const wrongDigit = (digits: string) => `${digits.slice(0, 9)}${(Number(digits[9]) + 1) % 10}`

/** What is said of a record that was looked for says nothing of how the number is written. */
const lookedFor = /\b(find|found|match(es|ed)?|records?|exists?|recogni[sz]ed?|register(ed)?|known)\b/i
const wordsOf = (sent: FormSent) => sent.native?.text ?? sent.messages.map(({ text }) => text).join(' / ')
const refusalOf = (sent: FormSent) =>
  sent.native?.text ??
  errorsIn(sent)
    .map(({ text }) => text)
    .join(' / ')
    .slice(0, 200)
/** The product does the same with both, but for the number itself. */
const alike = (one: FormSent, other: FormSent) =>
  [one, other]
    .map(sent => JSON.stringify([wordsOf(sent).replace(/\d/g, ''), sent.end, sent.formThere, sent.status]))
    .every((told, _, all) => told === all[0])
const silent = ({ messages, end }: FormSent) => messages.length === 0 && end === 'stayed'

interface Entered {
  readonly at: string
  readonly right: FormSent
  readonly wrong: FormSent
}

/** A number that must not be taken, beside one that must. */
function refused(requirement: string, { at, right, wrong }: Entered): Decision {
  const told = { requirement, at, expected: wrong.entered ?? '' }
  if (isRefused(wrong)) {
    const actual = refusalOf(wrong)
    return actual === '' ? failed('no-words', told) : passed({ requirement, at })
  }
  const answer = { ...told, actual: wordsOf(wrong).slice(0, 200) }
  if (!alike(right, wrong)) return cantTell('other-words', answer)
  return wrong.status >= 400 || silent(wrong) || lookedFor.test(answer.actual)
    ? cantTell('same-answer', answer)
    : failed('taken', answer)
}

/** Whether the right number is refused in the very words that the wrong one gets. A product need not know a number that no test patient has. */
function taken({ at, right, wrong }: Entered, known: boolean): readonly Decision[] {
  if (!isRefused(right) || !isRefused(wrong) || !alike(right, wrong)) return []
  const told = { requirement: 'ACC-NUM-001', at, expected: right.entered ?? '', actual: refusalOf(right) }
  return [!known || lookedFor.test(told.actual) ? cantTell('same-answer', told) : failed('right-refused', told)]
}

const said = (entered: string, text: string, some: Partial<FormSent> = {}) =>
  sentForm(text === '' ? [] : [{ text, of: [] }], { entered, ...some })
const good = said('999 000 0018', '999 000 0018 is a valid number.', { formThere: false })
const no = (entered: string) => said(entered, 'Enter a real 10 digit NHS number, like 900 000 0009')
const turnedAway = (entered: string) => said(entered, 'Start again.', { formThere: false, status: 400 })
const seen = (right: ReturnType<typeof said>, wrong: ReturnType<typeof said>, old = no(OLD)) => ({
  known: true,
  forms: [{ right, wrong, old }],
})

/**
 * Forms that the target file lets be sent and that ask for an NHS number alone are sent with that of a test patient (or, without
 * one, of nobody), written with spaces;
 * with the same but for its check digit; and with one of old format. The first must be taken, the others refused in words. Other forms
 * are for a person (NHS content guide, Ask for NHS numbers; CUI NUM-0018).
 */
export default check({
  id: 'clinical/number-entered',
  version: 3,
  title: 'The NHS number field refuses wrong and old numbers, and takes right ones with spaces',
  verifies: { 'ACC-NUM-001': 'part', 'CLN-NUM-003': 'part' },
  subjects: sitesWithForms,
  needs: ['browser'],
  effect: 'write',
  fix: 'Take spaces and dashes out, then check for ten digits and modulus 11, and say "Enter a real NHS number" where that fails.',

  probe: async context => {
    const { browser, landscape, subject } = context
    const listed = landscape.fhir.flatMap(({ testPatients }) => testPatients.map(({ nhsNumber }) => nhsNumber))
    const known = listed.find(isSynthetic)
    const number = known ?? NOBODYS
    const empty = await sendForms(context, subject)
    if (isNotReached(empty)) return empty
    const urls = sendingsOf(empty.visits)
      .filter(({ sent }) => sent.fields.length === 1 && asksForIt.test(sent.fields[0]?.label ?? ''))
      .map(({ at }) => at)
    if (urls.length === 0)
      return noData('a page under forms of the target file whose form asks for an NHS number alone')
    const as = landscape.pages.find(({ endpoint }) => endpoint === subject.endpoint)?.identity ?? null
    const forms = urls.map(async url => ({
      right: await browser.sendText(url, spaced(number), { as }),
      wrong: await browser.sendText(url, spaced(wrongDigit(number)), { as }),
      old: await browser.sendText(url, OLD, { as }),
    }))
    return { known: known !== undefined, forms: await Promise.all(forms) }
  },

  judge: ({ known, forms }) =>
    forms.flatMap(({ right, wrong, old }) => {
      const at = right.url
      if (!right.sent || !wrong.sent || !old.sent) return cantTell('not-sent', { at })
      const entered = { at, right: right.sent, wrong: wrong.sent }
      return [
        refused('ACC-NUM-001', entered),
        ...taken(entered, known),
        refused('CLN-NUM-003', { ...entered, wrong: old.sent }),
      ]
    }),

  messages: {
    taken: 'The form at {at} takes {expected}, which is no NHS number, as it takes a right one: "{actual}".',
    'right-refused':
      'The form at {at} refuses {expected}, the NHS number of a test patient, in the words for a wrong one: "{actual}".',
    'no-words': 'The form at {at} refuses {expected} and does not say so in text.',
    'other-words': 'A person has to tell whether the form at {at} refuses {expected} when it says "{actual}".',
    'same-answer':
      'A person has to look at {at}: it says the same of {expected} as of another number, which tells nothing of how it is written: "{actual}".',
    'not-sent': 'The form at {at} was not sent with a number.',
  },
  examples: [
    { name: 'told apart', from: SUPPLIER, outcome: 'passed', seen: seen(good, no('999 000 0019')) },
    {
      name: 'a wrong check digit is taken',
      from: `${SUPPLIER}, defect check-digit-not-looked-at`,
      outcome: 'failed',
      seen: seen(good, { ...good }),
      keys: ['taken', 'passed'],
    },
    {
      name: 'an old number is taken',
      from: `${SUPPLIER}, defect old-nhs-number-accepted`,
      outcome: 'failed',
      seen: seen(good, no('999 000 0019'), { ...good }),
      keys: ['passed', 'taken'],
    },
    {
      name: 'spaces are refused',
      from: `${SUPPLIER}, defect right-nhs-number-refused`,
      outcome: 'failed',
      seen: seen(no('999 000 0018'), no('999 000 0019')),
      keys: ['passed', 'right-refused', 'passed'],
    },
    {
      name: 'nobody has either number',
      from: 'a page of divs, 2026-11-23',
      outcome: 'cantTell',
      seen: seen(said('999 000 0018', 'We cannot find a record.'), said('999 000 0019', 'We cannot find a record.')),
      keys: ['passed', 'same-answer', 'passed'],
    },
    {
      name: 'whatever is sent is turned away',
      from: `${SUPPLIER}, defect cookie-not-secure`,
      outcome: 'cantTell',
      seen: seen(turnedAway('999 000 0018'), turnedAway('999 000 0019'), turnedAway(OLD)),
      keys: ['same-answer', 'same-answer'],
    },
    {
      name: 'a number of nobody is refused',
      from: 'a page of divs, 2026-11-23',
      outcome: 'cantTell',
      seen: { ...seen(no('999 000 0018'), no('999 000 0019')), known: false },
      keys: ['passed', 'same-answer', 'passed'],
    },
    {
      name: 'other words',
      from: 'a page of divs, 2026-11-23',
      outcome: 'cantTell',
      seen: seen(good, said('999 000 0019', 'Hm.', { formThere: false })),
      keys: ['other-words', 'passed'],
    },
    {
      name: 'a red border alone',
      from: 'a page of divs, 2026-11-23',
      outcome: 'failed',
      seen: seen(good, said('999 000 0019', '', { marked: ['NHS number'] })),
      keys: ['no-words', 'passed'],
    },
    {
      name: 'a visit that sent nothing',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen(good, page()),
      keys: ['not-sent'],
    },
    { name: 'no such form', from: SUPPLIER, outcome: 'cantTell', seen: noGround('no form') },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: seen(brokenPage(), good) },
  ],
})

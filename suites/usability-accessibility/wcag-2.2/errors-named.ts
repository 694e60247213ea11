import { cantTell, check, type Decision, failed, noGround, passed } from '../../../runner/check.ts'
import {
  errorsIn,
  isRefused,
  type Sending,
  sendForms,
  sendingsOf,
  sentForm,
  sitesWithForms,
} from '../../shared/form-sending.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

const divs = 'a page of divs, 2026-11-22'
const about = { of: [], live: 'alert' }

/** Words of a label that a message may name it by. */
const named = (text: string, label: string): boolean =>
  (label.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).some(word => text.toLowerCase().includes(word))

function errorOf({ at, sent }: Sending): Decision {
  const { fields, native, invalid, marked, formThere, end, status } = sent
  const told = errorsIn(sent)
  if (!isRefused(sent)) {
    if (status >= 400) return cantTell('refused', { at, actual: `${status}` })
    // It was taken as it was: no error, so nothing to name.
    if (end === 'led' && !formThere) return passed({ at })
    return fields.some(({ required }) => required) ? cantTell('silent', { at, actual: sent.button }) : passed({ at })
  }
  if (native) return passed({ at })
  const wrong = [...new Set([...invalid, ...marked])]
  if (told.length === 0) return failed('no-words', { at, actual: wrong.join(', ') })
  const naming = told.filter(({ text, of }) => of.length > 0 || fields.some(({ label }) => named(text, label)))
  if (naming.length === 0 && fields.length > 1)
    return failed('no-field', {
      at,
      actual: told
        .map(({ text }) => text)
        .join(' / ')
        .slice(0, 200),
    })
  const unsaid = invalid.filter(label => !told.some(({ text, of }) => of.includes(label) || named(text, label)))
  return unsaid.length > 0 ? failed('field-unsaid', { at, actual: unsaid.join(', ') }) : passed({ at })
}

/**
 * Forms that the target file lets be sent are sent with nothing entered. What the product then finds wrong must be in text, and the text
 * must name the field or stand at it; the browser's own message at a required field does. Whether the text says what is wrong, and
 * other errors than emptiness, are for a person (success criterion 3.3.1).
 */
export default check({
  id: 'accessibility/errors-named',
  version: 2,
  title: 'A form sent empty says in text which field is wrong',
  verifies: { 'ACC-WCAG-3.3.1': 'part' },
  subjects: sitesWithForms,
  needs: ['browser'],
  effect: 'write',
  fix: 'Name the field and the fault in text beside it, and in a summary above the form.',
  probe: context => sendForms(context, context.subject),
  judge: ({ visits }) => sendingsOf(visits).map(errorOf),

  messages: {
    'no-words': 'The form at {at}, sent empty, marks {actual} and says nothing in text.',
    'no-field': 'The form at {at}, sent empty, says "{actual}" and does not tell which field it is about.',
    'field-unsaid': 'The form at {at}, sent empty, calls {actual} invalid in code, and no text says so.',
    silent: 'A person has to look at {at}: sent empty by "{actual}", its form with required fields shows nothing new.',
    refused: 'A person has to look at {at}: sent empty, its form led to a page with the status {actual}.',
  },
  examples: [
    { name: 'named at the field', from: SUPPLIER, outcome: 'passed', seen: { visits: [sentForm([{}])] } },
    {
      name: 'held back by the browser',
      from: divs,
      outcome: 'passed',
      seen: {
        visits: [
          sentForm([], {
            end: 'stayed',
            status: 0,
            native: { label: 'Full name', text: 'Please fill in this field.' },
          }),
        ],
      },
    },
    { name: 'taken', from: divs, outcome: 'passed', seen: { visits: [sentForm([], { formThere: false })] } },
    {
      name: 'nothing was asked for',
      from: divs,
      outcome: 'passed',
      seen: { visits: [sentForm([], { fields: [] })] },
    },
    {
      name: 'red borders only',
      from: divs,
      outcome: 'failed',
      seen: { visits: [sentForm([], { marked: ['Full name'] })] },
      keys: ['no-words'],
    },
    {
      name: 'something is wrong somewhere',
      from: `${SUPPLIER}, defect errors-not-named`,
      outcome: 'failed',
      seen: { visits: [sentForm([{ ...about, text: 'There is a problem' }])] },
      keys: ['no-field'],
    },
    {
      name: 'one of two',
      from: divs,
      outcome: 'failed',
      seen: { visits: [sentForm([{}], { invalid: ['Full name', 'Email address'] })] },
      keys: ['field-unsaid'],
    },
    { name: 'nothing at all', from: divs, outcome: 'cantTell', seen: { visits: [sentForm([])] }, keys: ['silent'] },
    {
      name: 'an error page',
      from: divs,
      outcome: 'cantTell',
      seen: { visits: [sentForm([], { status: 400, formThere: false })] },
      keys: ['refused'],
    },
    { name: 'no form', from: divs, outcome: 'cantTell', seen: noGround('no form') },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

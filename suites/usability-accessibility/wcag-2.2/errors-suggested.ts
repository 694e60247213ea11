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
const helps =
  /\b(enter|select|choose|give|tell us|provide|fill|complete|add|type|tick|write|pick|say|must|required|need(s|ed)?|missing|blank|empty|like|such as|for example|in the format|between|at least)\b/i
/** Says only that something is wrong, beside naming it. */
const onlyWrong =
  /\b(errors?|invalid|not valid|isn't valid|wrong|incorrect|not correct|bad|failed|problem|unacceptable|not accepted|not ok)\b/i

function suggestionIn({ at, sent }: Sending): Decision {
  if (!isRefused(sent) || sent.native) return passed({ at })
  const atFields = errorsIn(sent).filter(({ of }) => of.length > 0)
  const told = atFields.length > 0 ? atFields : errorsIn(sent)
  const bare = told.filter(({ text, of }) => {
    // What another text at the same field says holds for it too; so do all texts together that stand at none.
    const same = told.filter(
      other => other.text === text || of.length === 0 || other.of.some(label => of.includes(label)),
    )
    return !same.some(other => helps.test(other.text))
  })
  if (told.length === 0 || bare.length === 0) return passed({ at })
  const details = {
    at,
    actual: bare
      .map(({ text }) => text)
      .join(' / ')
      .slice(0, 200),
  }
  return bare.every(({ text }) => onlyWrong.test(text)) ? failed('only-wrong', details) : cantTell('unclear', details)
}

/**
 * For a field left empty the way to put it right is known: say what to enter. Messages that say nothing but that something is wrong
 * fail; other words are for a person, and so are errors other than emptiness (success criterion 3.3.3).
 */
export default check({
  id: 'accessibility/errors-suggested',
  version: 2,
  title: 'A form sent empty says how to put it right',
  verifies: { 'ACC-WCAG-3.3.3': 'part' },
  subjects: sitesWithForms,
  needs: ['browser'],
  effect: 'write',
  fix: 'Say in the message how to put it right: "Enter your full name", not "Invalid".',
  probe: context => sendForms(context, context.subject),
  judge: ({ visits }) => sendingsOf(visits).map(suggestionIn),

  messages: {
    'only-wrong': 'The form at {at}, sent empty, says only that something is wrong: {actual}.',
    unclear: 'A person has to tell whether what {at} says of empty fields shows how to put it right: {actual}.',
  },
  examples: [
    { name: 'says what to enter', from: SUPPLIER, outcome: 'passed', seen: { visits: [sentForm([{}])] } },
    {
      name: 'says that it is required',
      from: divs,
      outcome: 'passed',
      seen: { visits: [sentForm([{ text: 'This field is required' }])] },
    },
    {
      name: 'says that it is invalid',
      from: `${SUPPLIER}, defect errors-without-suggestion`,
      outcome: 'failed',
      seen: { visits: [sentForm([{ text: 'Full name is invalid' }])] },
      keys: ['only-wrong'],
    },
    {
      name: 'invalid, and what to enter beside it',
      from: divs,
      outcome: 'passed',
      seen: { visits: [sentForm([{ text: 'Invalid' }, { text: 'Enter your full name' }])] },
    },
    {
      name: 'a heading, and what to enter below it',
      from: 'govuk-frontend 5, 2026-11-22',
      outcome: 'passed',
      seen: { visits: [sentForm([{ text: 'There is a problem', of: [] }, { of: [] }], { invalid: ['Full name'] })] },
    },
    {
      name: 'other words',
      from: divs,
      outcome: 'cantTell',
      seen: { visits: [sentForm([{ text: 'Who are you?' }])] },
      keys: ['unclear'],
    },
    { name: 'taken', from: divs, outcome: 'passed', seen: { visits: [sentForm([], { formThere: false })] } },
    { name: 'no form', from: divs, outcome: 'cantTell', seen: noGround('no form') },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

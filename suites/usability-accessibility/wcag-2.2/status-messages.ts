import { cantTell, check, type Decision, failed, noGround, passed } from '../../../runner/check.ts'
import { type Sending, sendForms, sendingsOf, sentForm, sitesWithForms } from '../../shared/form-sending.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

const divs = 'a page of divs, 2026-11-22'
const stayed = { end: 'stayed' as const, status: 0 }

function statusIn({ at, sent: { end, messages, focus } }: Sending): Decision {
  // Another page is a change of context, which assistive technology tells by itself.
  if (end === 'led' || messages.length === 0) return passed({ at })
  if (messages.some(({ live, focused }) => live !== '' || focused)) return passed({ at })
  const details = {
    at,
    actual: (messages[0]?.text ?? '').slice(0, 120),
    places: messages.slice(0, 10).map(({ selector }) => selector),
  }
  // A keyboard that went elsewhere may have gone to something that tells the message in a way not seen here.
  return focus === 'elsewhere' || focus === 'nowhere' || focus === 'message'
    ? failed('not-announced', details)
    : cantTell('focus-only', details)
}

/**
 * Text that appears in the same page after a form was sent empty is in a live region, or the keyboard is taken to it or to a field that
 * it describes (failure F103). Where the keyboard goes to a field that the text is not tied to, and for messages of other kinds, a
 * person decides (success criterion 4.1.3).
 */
export default check({
  id: 'accessibility/status-messages',
  version: 2,
  title: 'What appears after a form was sent reaches assistive technology',
  verifies: { 'ACC-WCAG-4.1.3': 'part' },
  subjects: sitesWithForms,
  needs: ['browser'],
  effect: 'write',
  fix: 'Put messages into an element with role="alert" or role="status", or take the keyboard to them.',
  probe: context => sendForms(context, context.subject),
  judge: ({ visits }) => sendingsOf(visits).map(statusIn),

  messages: {
    'not-announced':
      'At {at} "{actual}" appears after the form was sent, in no live region, and the keyboard does not go there.',
    'focus-only':
      'A person has to listen at {at}: "{actual}" appears, and the keyboard goes to a field that it is not tied to.',
  },
  examples: [
    { name: 'another page', from: SUPPLIER, outcome: 'passed', seen: { visits: [sentForm([{}])] } },
    { name: 'an alert', from: divs, outcome: 'passed', seen: { visits: [sentForm([{ live: 'alert' }], stayed)] } },
    {
      name: 'the keyboard goes there',
      from: 'govuk-frontend 5, 2026-11-22',
      outcome: 'passed',
      seen: { visits: [sentForm([{ focused: true }], { ...stayed, focus: 'message' })] },
    },
    { name: 'nothing appears', from: divs, outcome: 'passed', seen: { visits: [sentForm([], stayed)] } },
    {
      name: 'plain text',
      from: `${SUPPLIER}, defect errors-not-announced`,
      outcome: 'failed',
      seen: { visits: [sentForm([{}], { ...stayed, focus: 'elsewhere' })] },
      keys: ['not-announced'],
    },
    {
      name: 'only the keyboard moves',
      from: divs,
      outcome: 'cantTell',
      seen: { visits: [sentForm([{ byCode: false }], { ...stayed, focus: 'field' })] },
      keys: ['focus-only'],
    },
    { name: 'no form', from: divs, outcome: 'cantTell', seen: noGround('no form') },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

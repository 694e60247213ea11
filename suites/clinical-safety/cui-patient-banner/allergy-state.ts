import { check, type Decision, failed, passed } from '../../../runner/check.ts'
import { screen } from '../../shared/clinical-examples.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { piecesOf } from '../../shared/page-text.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

const heading = /^(allerg(y|ies)|allergies and adverse reactions|allergies and intolerances):?$/i
/** They leave open whether there is none or nobody asked. */
const open = /^(none|nil|no|n\/?a|[-–—?]+|0|unknown)$/i
const nextHeading =
  /^(medicines?|medications?|problems?|conditions?|alerts?|results?|vaccinations?|immunisations?|observations?|readings?)$/i

/** After the heading of allergies stand the allergies, or words that say which of "none known" and "not recorded" it is. */
export default check({
  id: 'clinical/allergy-state',
  version: 1,
  title: 'The state of allergies is explicit',
  verifies: { 'CLN-ALG-001': 'part' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Show the allergies, "No known allergies", or "Allergies not recorded"; never nothing.',
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const decisions = visits.flatMap(({ finalUrl: at, facts }): Decision[] => {
      const pieces = piecesOf(facts?.text ?? '')
      const headings = new Set(facts?.headings.map(({ text }) => text))
      return pieces.flatMap((piece, place): Decision[] => {
        if (!heading.test(piece)) return []
        const value = pieces[place + 1] ?? ''
        const empty = value === '' || headings.has(value) || nextHeading.test(value)
        return [
          empty || open.test(value)
            ? failed('not-explicit', { at, actual: empty ? 'nothing' : value })
            : passed({ at }),
        ]
      })
    })
    return decisions.length > 0 ? decisions : nothingShown("one for clinicians that shows a patient's allergies")
  },

  messages: {
    'not-explicit': 'On {at} the state of allergies reads "{actual}", which leaves open whether there are any.',
    ...nothingShownMessage,
  },
  examples: [
    {
      name: 'an allergy',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [screen(['Allergies', 'Allergy to penicillin'])] },
    },
    {
      name: 'none known',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [screen(['Allergies', 'No known allergies'])] },
    },
    {
      name: 'a dash',
      from: `${SUPPLIER}, defect allergies-left-open`,
      outcome: 'failed',
      seen: { visits: [screen(['Allergies', '-', 'Medicines'])] },
    },
    { name: 'nothing', from: SUPPLIER, outcome: 'failed', seen: { visits: [screen(['Allergies', 'Medicines'])] } },
    { name: 'no such heading', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen(['Medicines'])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

import { check, type Decision, failed, passed } from '../../../runner/check.ts'
import { screen } from '../../shared/clinical-examples.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

/** Units of doses and strengths; a unit per something else (mg/L) belongs to a result. */
const unit = '(?:mg|g|grams?|mcg|µg|micrograms?|nanograms?|ml|units?)\\b(?! ?(?:\\/|per\\b))'
const dose = new RegExp(`(?<![\\d.,])(\\d*\\.?\\d+) ?${unit}`, 'gi')

/** Doses and strengths on screen have a digit before the point and no trailing zero after it (CUI Medication Line). */
export default check({
  id: 'clinical/dose-format',
  version: 1,
  title: 'Doses have a leading zero below one and no trailing zero',
  verifies: { 'CLN-UNIT-001': 'part' },
  subjects: productWithPages(),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Format doses in one helper: 0.5 mg, not .5 mg; 5 mg, not 5.0 mg.',
  probe: async context => ({ visits: await visitAll(context) }),

  judge: ({ visits }) => {
    const decisions = visits.flatMap(({ finalUrl: at, facts }): Decision[] => {
      const doses = [...(facts?.text ?? '').matchAll(dose)]
      const wrong = doses
        .filter(([, number = '']) => number.startsWith('.') || /\.\d*0$/.test(number))
        .map(([whole]) => whole)
      if (wrong.length > 0) return [failed('zero', { at, expected: '0.5 mg, 5 mg', actual: wrong.join(', ') })]
      return doses.length > 0 ? [passed({ at })] : []
    })
    return decisions.length > 0 ? decisions : nothingShown('one that shows a dose')
  },

  messages: { zero: 'On {at} doses read {actual}, expected the form {expected}.', ...nothingShownMessage },
  examples: [
    {
      name: 'in form',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [screen(['Paracetamol 500 mg oral tablet', '0.5 mg', '10 mg', '2.25 ml'])] },
    },
    {
      name: 'a result keeps its precision',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [screen(['CRP 5.0 mg/L', 'Aspirin 75 mg'])] },
    },
    {
      name: 'trailing zero',
      from: `${SUPPLIER}, defect dose-with-trailing-zero`,
      outcome: 'failed',
      seen: { visits: [screen(['Warfarin 1.0 mg'])] },
    },
    { name: 'no leading zero', from: SUPPLIER, outcome: 'failed', seen: { visits: [screen(['Digoxin .125 mg'])] } },
    { name: 'no dose', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen(['Patients'])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

import { check, type Decision, failed, passed } from '../../../runner/check.ts'
import { screen } from '../../shared/clinical-examples.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { piecesOf } from '../../shared/page-text.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

/** Unknown values read "Not Known" (CUI PAB-0019); a question mark that stands alone and is no link is a value. */
export default check({
  id: 'clinical/unknown-values',
  version: 1,
  title: 'Unknown values read Not Known, never a question mark',
  verifies: { 'CLN-BAN-004': 'all' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Write "Not Known" where a value is unknown.',
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const decisions = visits.flatMap(({ finalUrl: at, facts }): Decision[] => {
      const pieces = piecesOf(facts?.text ?? '')
      const marks = (texts: readonly string[]) => texts.filter(text => /^\?+$/.test(text)).length
      const values = marks(pieces) - marks(facts?.links.map(({ text }) => text.trim()) ?? [])
      if (values > 0) return [failed('question-mark', { at, expected: 'Not Known', actual: '?' })]
      return pieces.some(piece => /^not known$/i.test(piece)) ? [passed({ at })] : []
    })
    return decisions.length > 0 ? decisions : nothingShown('one for clinicians on which a value is unknown')
  },

  messages: {
    'question-mark': 'On {at} an unknown value is shown as {actual}, not as {expected}.',
    ...nothingShownMessage,
  },
  examples: [
    {
      name: 'in words',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [screen(['Ethnic category', 'Not Known'])] },
    },
    {
      name: 'a question mark',
      from: `${SUPPLIER}, defect unknown-as-question-mark`,
      outcome: 'failed',
      seen: { visits: [screen(['Ethnic category', '?'])] },
    },
    { name: 'all is known', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen(['Gender', 'Male'])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

import { check, type Decision, failed, passed } from '../../../runner/check.ts'
import { screen } from '../../shared/clinical-examples.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { piecesOf } from '../../shared/page-text.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

const label =
  /\b(date|born|recorded|resolved|started?|ended?|died|death|onset|due|seen|given|reviewed|stopped|last|next)\b/i
const words = /^((not|none) (recorded|known|given|available)|unknown|no date|date (not|un)\s?known)\b/i
/** Nobody alive was born on them and nothing recorded happened on them: they are what programs show for nothing. */
const fallback =
  /^(0?1[-/. ](Jan(uary)?|0?1)[-/. ](1900|1753|1601|0001)|(1900|1753|1601|0001)-01-01.*|31[-/. ](Dec(ember)?|12)[-/. ]9999|9999-12-31.*|Invalid date|NaN.*|undefined|null)$/i

/** Where a date is missing, clinicians read words (CUI D+Ta-0022), never a date that stands for nothing. */
export default check({
  id: 'clinical/missing-dates',
  version: 1,
  title: 'A missing date is shown in words',
  verifies: { 'CLN-DATE-002': 'all' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Let the helper that formats dates return "Not recorded" where there is none.',
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const decisions = visits.flatMap(({ finalUrl: at, facts }): Decision[] => {
      const pieces = piecesOf(facts?.text ?? '')
      const wrong = pieces.filter(piece => fallback.test(piece))
      if (wrong.length > 0)
        return [failed('stands-for-nothing', { at, expected: 'Not recorded', actual: wrong.join(', ') })]
      return pieces.some((piece, place) => words.test(piece) && label.test(pieces[place - 1] ?? ''))
        ? [passed({ at })]
        : []
    })
    return decisions.length > 0 ? decisions : nothingShown('one for clinicians on which a date is missing')
  },

  messages: {
    'stands-for-nothing': 'On {at} a missing date is shown as {actual}, not in words such as {expected}.',
    ...nothingShownMessage,
  },
  examples: [
    { name: 'in words', from: SUPPLIER, outcome: 'passed', seen: { visits: [screen(['Resolved', 'Not recorded'])] } },
    {
      name: 'a default date',
      from: `${SUPPLIER}, defect missing-date-blank`,
      outcome: 'failed',
      seen: { visits: [screen(['Resolved', '01-Jan-1900'])] },
    },
    {
      name: "a program's word",
      from: SUPPLIER,
      outcome: 'failed',
      seen: { visits: [screen(['Resolved', 'Invalid Date'])] },
    },
    {
      name: 'no date is missing',
      from: SUPPLIER,
      outcome: 'untested',
      seen: { visits: [screen(['Ethnic category', 'Not known'])] },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

import { advice, check, type Decision, failed, passed } from '../../../runner/check.ts'
import { screen } from '../../shared/clinical-examples.ts'
import { formOf } from '../../shared/dates.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

/**
 * On clinicians' screens no date has its month in figures or its year in two digits, and short dates read 05-Mar-2026 (CUI Date
 * Display). Dates in words are not taken for clinical ones; they are advice.
 */
export default check({
  id: 'clinical/dates',
  version: 1,
  title: 'Clinicians read dates as 05-Mar-2026',
  verifies: { 'CLN-DATE-001': 'all' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Format dates in one helper as DD-Mmm-YYYY, whatever the locale of the machine.',
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const decisions = visits.flatMap(({ finalUrl: at, details }): Decision[] => {
      const dates = (details?.dates ?? []).map(date => ({ ...date, form: formOf(date) }))
      const wrong = dates.filter(({ form }) => ['numeric', 'iso', 'short-year', 'abbreviated'].includes(form))
      const words = dates.filter(({ form }) => form === 'long')
      const right = dates.some(({ form }) => form === 'clinical')
      const said = (found: typeof dates) => ({
        at,
        expected: '05-Mar-2026',
        actual: found[0]?.text ?? '',
        places: found.map(({ selector }) => selector),
      })
      return [
        ...(wrong.length > 0 ? [failed('not-clinical', said(wrong))] : right ? [passed({ at })] : []),
        ...(words.length > 0 ? [advice('in-words', said(words))] : []),
      ]
    })
    return decisions.some(({ advice }) => !advice)
      ? decisions
      : [...decisions, nothingShown('one for clinicians that shows a clinical date')]
  },

  messages: {
    'not-clinical': 'On {at} dates are shown as {actual}, not as {expected}.',
    'in-words': 'On {at} dates are shown as {actual}; a clinical date reads {expected}.',
    ...nothingShownMessage,
  },
  examples: [
    {
      name: 'DD-Mmm-YYYY',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [screen([], ['05-Nov-1951', '02-Mar-2026'])] },
      keys: ['passed'],
    },
    {
      name: 'in figures',
      from: `${SUPPLIER}, defect clinical-date-numeric`,
      outcome: 'failed',
      seen: { visits: [screen([], ['05-Nov-1951', '02/03/26'])] },
    },
    { name: 'ISO 8601', from: SUPPLIER, outcome: 'failed', seen: { visits: [screen([], ['2026-03-02'])] } },
    { name: 'two digits of year', from: SUPPLIER, outcome: 'failed', seen: { visits: [screen([], ['02-Mar-26'])] } },
    {
      name: 'a footer in words',
      from: SUPPLIER,
      outcome: 'untested',
      seen: { visits: [screen([], ['2 March 2026'])] },
      keys: ['in-words', 'nothing-shown'],
    },
    { name: 'a version is no date', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen([], ['0.0.12'])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

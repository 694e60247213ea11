import { check, type Decision, failed, passed } from '../../../runner/check.ts'
import { screen } from '../../shared/clinical-examples.ts'
import { formOf } from '../../shared/dates.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

const both = ['ACC-DATE-001', 'CLN-DATE-003']
const wrongForms = ['numeric', 'iso', 'short-year', 'clinical', 'abbreviated']
/** Hours that only the 24-hour clock has; 9:30 may be either, and is left alone. */
const onTheClock = (text: string) => /^(0\d|1[3-9]|2[0-4]):\d{2}/.test(text) && !/[ap]\.?m\b/i.test(text)
const inTable = (selector: string) => /(^|[ >])(td|th|tr)\b/.test(selector)

/**
 * Patients read 6 August 2018 and 5:30pm (NHS content guide, dates; CUI D+Ta-0011). Months may be cut short in tables, where space
 * is an issue. Letters and messages outside the pages given take a person.
 */
export default check({
  id: 'accessibility/patient-dates',
  version: 1,
  title: 'Patients read dates and times in words',
  verifies: { 'ACC-DATE-001': 'all', 'CLN-DATE-003': 'part' },
  subjects: productWithPages('patient'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Format dates for patients in one helper as 6 August 2018, and times as 5:30pm.',
  probe: async context => ({ visits: await visitAll(context, 'patient') }),

  judge: ({ visits }) => {
    const of = (requirement: string): Decision[] => {
      const decisions = visits.flatMap(({ finalUrl: at, details }): Decision[] => {
        const dates = (details?.dates ?? []).map(date => ({ ...date, form: formOf(date) }))
        const wrong = dates.filter(
          ({ form, selector }) => wrongForms.includes(form) && !(form === 'abbreviated' && inTable(selector)),
        )
        const times = dates.filter(({ form, text }) => form === 'time' && onTheClock(text))
        const said = (found: typeof dates) => ({
          requirement,
          at,
          actual: found[0]?.text ?? '',
          places: found.map(({ selector }) => selector),
        })
        const clock = requirement === 'ACC-DATE-001' && times.length > 0
        return [
          ...(wrong.length > 0 ? [failed('date-in-figures', { ...said(wrong), expected: '6 August 2018' })] : []),
          ...(clock ? [failed('time-on-24-hours', { ...said(times), expected: '5:30pm' })] : []),
          ...(wrong.length === 0 && !clock && dates.some(({ form }) => form !== 'none')
            ? [passed({ requirement, at })]
            : []),
        ]
      })
      return decisions.length > 0 ? decisions : [{ ...nothingShown('one for patients that shows a date'), requirement }]
    }
    return both.flatMap(of)
  },

  messages: {
    'date-in-figures': 'On {at} patients read {actual}, not a date such as {expected}.',
    'time-on-24-hours': 'On {at} patients read {actual}, not a time such as {expected}.',
    ...nothingShownMessage,
  },
  examples: [
    {
      name: 'in words',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [screen([], ['3 December 2026', '5:30pm'])] },
      keys: ['passed', 'passed'],
    },
    {
      name: 'in figures',
      from: `${SUPPLIER}, defect short-dates-for-patients`,
      outcome: 'failed',
      seen: { visits: [screen([], ['03/12/2026'])] },
      keys: ['date-in-figures', 'date-in-figures'],
    },
    {
      name: 'as clinicians read it',
      from: `${SUPPLIER}, defect patient-date-clinical`,
      outcome: 'failed',
      seen: { visits: [screen([], ['29-Feb-1984'])] },
    },
    {
      name: 'on the 24-hour clock',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { visits: [screen([], ['3 December 2026', '17:30'])] },
      keys: ['time-on-24-hours', 'passed'],
    },
    { name: 'no date', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen([])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

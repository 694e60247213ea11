import { check, type Decision, failed, passed } from '../../../runner/check.ts'
import { screen } from '../../shared/clinical-examples.ts'
import { formOf } from '../../shared/dates.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

const clock = /\b\d{1,2}:\d{2}(:\d{2})?( ?[ap]\.?m\b)?/i

/** On clinicians' screens times of day are on the 24-hour clock: no am or pm, and midnight is 00:00 (CUI Time Display). */
export default check({
  id: 'clinical/times',
  version: 1,
  title: 'Clinicians read times on the 24-hour clock',
  verifies: { 'CLN-TIME-001': 'all' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Format times in one helper as HH:MM on the 24-hour clock.',
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const decisions = visits.flatMap(({ finalUrl: at, details }): Decision[] => {
      const times = (details?.dates ?? []).filter(date => formOf(date) !== 'none' && clock.test(date.text))
      const wrong = times.filter(({ text }) => /[ap]\.?m\b/i.test(text) || /\b24:/.test(text))
      if (wrong.length > 0)
        return [
          failed('not-24-hour', {
            at,
            expected: '00:30',
            actual: wrong[0]?.text ?? '',
            places: wrong.map(({ selector }) => selector),
          }),
        ]
      return times.length > 0 ? [passed({ at })] : []
    })
    return decisions.length > 0 ? decisions : nothingShown('one for clinicians that shows a time')
  },

  messages: { 'not-24-hour': 'On {at} times are shown as {actual}, not as {expected}.', ...nothingShownMessage },
  examples: [
    { name: '24 hours', from: SUPPLIER, outcome: 'passed', seen: { visits: [screen([], ['10:15', '00:30'])] } },
    {
      name: 'am',
      from: `${SUPPLIER}, defect clinical-time-am-pm`,
      outcome: 'failed',
      seen: { visits: [screen([], ['10:15', '12:30 am'])] },
    },
    {
      name: 'midnight as 24:00',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { visits: [screen([], ['02-Mar-2026 24:00'])] },
    },
    { name: 'no time', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen([], ['02-Mar-2026'])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

import { check, failed, passed } from '../../../runner/check.ts'
import { withNumbers } from '../../shared/clinical-examples.ts'
import { nhsNumbersOn } from '../../shared/nhs-numbers-shown.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

/** Every NHS number on the pages given stands in groups of 3, 3 and 4 digits, whatever is between the groups (ISB 0149, NN-SC-SR-09). */
export default check({
  id: 'clinical/number-grouped',
  version: 1,
  title: 'NHS numbers are shown as 3, 3 and 4 digits',
  verifies: { 'CLN-NUM-001': 'all' },
  subjects: productWithPages(),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Format NHS numbers in one helper, with a space after the third and the sixth digit.',
  probe: async context => ({ visits: await visitAll(context) }),

  judge: ({ visits }) => {
    const shown = visits
      .map(visit => ({ at: visit.finalUrl, numbers: nhsNumbersOn(visit) }))
      .filter(({ numbers }) => numbers.length > 0)
    if (shown.length === 0) return nothingShown('one that shows an NHS number')
    return shown.map(({ at, numbers }) => {
      const wrong = numbers.filter(({ text }) => !/^\d{3}\D\d{3}\D\d{4}$/.test(text))
      return wrong.length > 0
        ? failed('not-grouped', { at, actual: `${wrong.length}`, places: wrong.map(({ selector }) => selector) })
        : passed({ at })
    })
  },

  messages: {
    'not-grouped': 'NHS numbers on {at} that are not in groups of 3, 3 and 4 digits: {actual}.',
    ...nothingShownMessage,
  },
  examples: [
    { name: 'grouped', from: SUPPLIER, outcome: 'passed', seen: { visits: [withNumbers(['999\u00a0000\u00a00018'])] } },
    {
      name: 'ten digits in a row',
      from: `${SUPPLIER}, defect nhs-number-unspaced`,
      outcome: 'failed',
      seen: { visits: [withNumbers(['9990000018'])] },
    },
    {
      name: 'an order number that happens to fit',
      from: 'a web shop, 2026-11-22',
      outcome: 'untested',
      seen: { visits: [withNumbers(['9990000018'], false, ['Order'])] },
      keys: ['nothing-shown'],
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

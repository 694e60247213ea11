import { check, type Decision, failed, passed } from '../../../runner/check.ts'
import { withNumbers } from '../../shared/clinical-examples.ts'
import { nhsNumbersOn } from '../../shared/nhs-numbers-shown.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

/** NHS numbers as the content guide writes them: groups of 3, 3 and 4 with spaces only, on one line at 1280 and at 320 pixels. */
export default check({
  id: 'clinical/number-on-one-line',
  version: 1,
  title: 'NHS numbers have spaces only and stay on one line',
  verifies: { 'CLN-NUM-004': 'all' },
  subjects: productWithPages(),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Put no-break spaces between the groups, or white-space: nowrap around the number.',
  probe: async context => ({ visits: await visitAll(context) }),

  judge: ({ visits }) => {
    const shown = visits
      .map(visit => ({ at: visit.finalUrl, numbers: nhsNumbersOn(visit) }))
      .filter(({ numbers }) => numbers.length > 0)
    if (shown.length === 0) return nothingShown('one that shows an NHS number')
    return shown.flatMap(({ at, numbers }): Decision[] => {
      const wrong = numbers.filter(({ text }) => !/^\d{3}\s\d{3}\s\d{4}$/.test(text))
      const broken = numbers.filter(({ wraps }) => wraps)
      return [
        ...(wrong.length > 0
          ? [failed('not-spaced', { at, actual: `${wrong.length}`, places: wrong.map(({ selector }) => selector) })]
          : []),
        ...(broken.length > 0
          ? [failed('wraps', { at, actual: `${broken.length}`, places: broken.map(({ selector }) => selector) })]
          : []),
        ...(wrong.length + broken.length === 0 ? [passed({ at })] : []),
      ]
    })
  },

  messages: {
    'not-spaced': 'NHS numbers on {at} that are not written as 999 000 0018: {actual}.',
    wraps: 'NHS numbers on {at} that break over two lines: {actual}.',
    ...nothingShownMessage,
  },
  examples: [
    {
      name: 'spaced, whole',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [withNumbers(['999\u00a0000\u00a00018'])] },
    },
    {
      name: 'with dashes',
      from: `${SUPPLIER}, defect nhs-number-with-dashes`,
      outcome: 'failed',
      seen: { visits: [withNumbers(['999-000-0018'])] },
      keys: ['not-spaced'],
    },
    {
      name: 'over two lines',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { visits: [withNumbers(['999 000 0018'], true)] },
      keys: ['wraps'],
    },
    { name: 'none shown', from: SUPPLIER, outcome: 'untested', seen: { visits: [withNumbers([])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

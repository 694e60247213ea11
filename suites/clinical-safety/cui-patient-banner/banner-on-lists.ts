import { cantTell, check, type Decision, failed, type PageVisit, passed } from '../../../runner/check.ts'
import { bannerLines, withNumbers } from '../../shared/clinical-examples.ts'
import { nhsNumbersOn } from '../../shared/nhs-numbers-shown.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { bannerOn } from '../../shared/patient-banner.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

/** Mother and child, or two records to merge, may stand under one banner; from three others on it is a list. */
const LIST = 3
const numbers = ['900 000 0009', '999 000 0018', '999 000 0026', '999 000 0034']
const list = (lines: readonly string[], most = 4): PageVisit =>
  withNumbers(numbers.slice(0, most), false, [...lines, 'NHS No.'])

/** A screen with the NHS numbers of several patients shows the banner of none of them (CUI PAB-0015). */
export default check({
  id: 'clinical/banner-on-lists',
  version: 1,
  title: 'Screens of several patients have no patient banner',
  verifies: { 'CLN-BAN-003': 'all' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: "Take one patient's banner off lists, work queues and search results.",
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const decisions = visits.flatMap((visit): Decision[] => {
      const at = visit.finalUrl
      const bare = (text: string) => text.replace(/\D/g, '')
      const shown = new Set(nhsNumbersOn(visit).map(({ text }) => bare(text)))
      const banner = bannerOn(visit)
      const others = [...shown].filter(number => number !== bare(banner?.nhsNumber.value ?? '')).length
      if (!banner) return shown.size > 1 ? [passed({ at })] : []
      const details = { at, actual: `${others}` }
      return others >= LIST
        ? [failed('banner-on-list', details)]
        : others > 0
          ? [cantTell('others-under-banner', details)]
          : []
    })
    return decisions.length > 0 ? decisions : nothingShown('one for clinicians that lists several patients')
  },

  messages: {
    'banner-on-list': "{at} shows one patient's banner and {actual} other patients.",
    'others-under-banner': "{at} shows one patient's banner and the NHS numbers of others: {actual}.",
    ...nothingShownMessage,
  },
  examples: [
    { name: 'a list', from: SUPPLIER, outcome: 'passed', seen: { visits: [list([])] } },
    {
      name: 'a list under a banner',
      from: `${SUPPLIER}, defect banner-on-list`,
      outcome: 'failed',
      seen: { visits: [list(bannerLines())] },
      keys: ['banner-on-list'],
    },
    {
      name: 'mother and child',
      from: 'a maternity record, 2026-11-22',
      outcome: 'cantTell',
      seen: { visits: [list(bannerLines(), 2)] },
      keys: ['others-under-banner'],
    },
    {
      name: 'one patient',
      from: SUPPLIER,
      outcome: 'untested',
      seen: { visits: [withNumbers(['999 000 0018'], false, bannerLines())] },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

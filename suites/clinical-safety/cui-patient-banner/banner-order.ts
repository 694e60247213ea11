import { check, failed, passed } from '../../../runner/check.ts'
import { bannerLines, screen } from '../../shared/clinical-examples.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { bannerOn } from '../../shared/patient-banner.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

const expected = 'name, date of birth, gender, NHS number'

/** Name, date of birth, gender and NHS number, in this order in the code, which is the order of tab and of speech too (CUI PAB-0016). */
export default check({
  id: 'clinical/banner-order',
  version: 1,
  title: 'The patient banner has name, date of birth, gender, NHS number in this order',
  verifies: { 'CLN-BAN-002': 'all' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Put the four parts of the banner into the page in this order, and do not reorder them by style.',
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const shown = visits.flatMap(visit => {
      const banner = bannerOn(visit)
      return banner ? [{ at: visit.finalUrl, banner }] : []
    })
    if (shown.length === 0) return nothingShown('one for clinicians with a patient banner')
    return shown.map(({ at, banner: { name, born, gender, nhsNumber } }) => {
      if (!name) return failed('no-name', { at })
      const parts = [
        { what: 'name', ...name },
        { what: 'date of birth', ...born },
        { what: 'gender', ...gender },
        { what: 'NHS number', ...nhsNumber },
      ]
      const actual = parts
        .sort((a, b) => a.place - b.place)
        .map(({ what }) => what)
        .join(', ')
      return actual === expected ? passed({ at }) : failed('other-order', { at, expected, actual })
    })
  },

  messages: {
    'no-name': 'The patient banner on {at} shows no name.',
    'other-order': 'The patient banner on {at} shows {actual}, expected {expected}.',
    ...nothingShownMessage,
  },
  examples: [
    { name: 'in order', from: SUPPLIER, outcome: 'passed', seen: { visits: [screen(bannerLines())] } },
    {
      name: 'on one line, name without label',
      from: 'CUI Patient Banner, 2026-11-22',
      outcome: 'passed',
      seen: { visits: [screen(['EXAMPLE, Arthur (Mr)', 'Born 05-Nov-1951 (75y) Gender Male NHS No. 999 000 0018'])] },
    },
    {
      name: 'number first',
      from: `${SUPPLIER}, defect banner-out-of-order`,
      outcome: 'failed',
      seen: { visits: [screen(['NHS No.', '999 000 0018', ...bannerLines().slice(0, 6)])] },
      keys: ['other-order'],
    },
    {
      name: 'no name',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { visits: [screen(bannerLines().slice(2))] },
      keys: ['no-name'],
    },
    {
      name: 'a list has none',
      from: SUPPLIER,
      outcome: 'untested',
      seen: {
        visits: [screen(['Name\tBorn\tGender\tNHS No.', 'EXAMPLE, Arthur (Mr)\t05-Nov-1951\tMale\t999 000 0018'])],
      },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

import { check, failed, passed } from '../../../runner/check.ts'
import { bannerLines, screen } from '../../shared/clinical-examples.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { bannerOn } from '../../shared/patient-banner.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

const words = /^(male|female|other|unknown|not (known|specified)|indeterminate)\b/i

/** The gender in the patient banner is a whole word that PDS or the banner guide knows; how it is labelled elsewhere takes a person. */
export default check({
  id: 'clinical/gender-words',
  version: 1,
  title: 'The banner shows gender as a word that PDS knows',
  verifies: { 'CLN-SEX-001': 'part' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Show Male, Female, Other or Unknown in full.',
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const shown = visits.flatMap(visit => {
      const gender = bannerOn(visit)?.gender
      return gender ? [{ at: visit.finalUrl, actual: gender.value }] : []
    })
    if (shown.length === 0) return nothingShown('one for clinicians with a patient banner')
    return shown.map(({ at, actual }) =>
      words.test(actual)
        ? passed({ at })
        : failed('no-word', { at, expected: 'Male, Female, Other or Unknown', actual }),
    )
  },

  messages: {
    'no-word': 'The banner on {at} shows the gender as "{actual}", expected {expected}.',
    ...nothingShownMessage,
  },
  examples: [
    { name: 'a word', from: SUPPLIER, outcome: 'passed', seen: { visits: [screen(bannerLines())] } },
    {
      name: 'a letter',
      from: `${SUPPLIER}, defect gender-as-letter`,
      outcome: 'failed',
      seen: { visits: [screen(bannerLines({ Gender: 'M' }))] },
    },
    { name: 'no banner', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen(['Patients'])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

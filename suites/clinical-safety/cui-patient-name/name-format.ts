import { check, failed, passed } from '../../../runner/check.ts'
import { bannerLines, screen } from '../../shared/clinical-examples.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { bannerOn } from '../../shared/patient-banner.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

/** Family name in capitals, comma, given names, title in brackets where there is one (CUI NID-0001 to 0004). */
const form = /^\p{Lu}[\p{Lu}\p{M}'’ .-]*, \p{Lu}[\p{L}\p{M}'’ .-]*?(?<!\.\.|…)( \([^)]+\))?$/u

/** The name in the patient banner reads FAMILY, Given (Title), and is not cut. */
export default check({
  id: 'clinical/name-format',
  version: 1,
  title: 'The banner writes names as FAMILY, Given (Title)',
  verifies: { 'CLN-NAME-001': 'all' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Format names in one helper: family name in capitals, comma, given name, title in brackets.',
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const named = visits.flatMap(visit => {
      const name = bannerOn(visit)?.name
      return name ? [{ at: visit.finalUrl, name: name.value }] : []
    })
    if (named.length === 0) return nothingShown('one for clinicians with a name in its patient banner')
    return named.map(({ at, name }) =>
      form.test(name) ? passed({ at }) : failed('other-form', { at, expected: 'FAMILY, Given (Title)', actual: name }),
    )
  },

  messages: {
    'other-form': 'The banner on {at} writes the name as "{actual}", expected the form {expected}.',
    ...nothingShownMessage,
  },
  examples: [
    { name: 'in form', from: SUPPLIER, outcome: 'passed', seen: { visits: [screen(bannerLines())] } },
    {
      name: 'accents, no title',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visits: [screen(bannerLines({ Name: 'Ó NÉILL-O’HARA, Siân' }))] },
    },
    {
      name: 'given name first',
      from: `${SUPPLIER}, defect name-given-first`,
      outcome: 'failed',
      seen: { visits: [screen(bannerLines({ Name: 'Mr Arthur Example' }))] },
    },
    {
      name: 'cut',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { visits: [screen(bannerLines({ Name: 'EXAMPLE, Arth…' }))] },
    },
    { name: 'no banner', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen(['Patients'])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

import { check, type PageVisit } from '../../../runner/check.ts'
import { bannerLines, screen } from '../../shared/clinical-examples.ts'
import { hit } from '../../shared/examples.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { ruleDecisions, ruleMessages } from '../../shared/page-rules.ts'
import { bannerOn } from '../../shared/patient-banner.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

const seen = (outcome?: 'failed' | 'cantTell'): { visits: PageVisit[] } => ({
  visits: [
    {
      ...screen(bannerLines()),
      hits: outcome ? [hit('banner-scrolls-away', outcome, ['PAB-0009'], { engine: 'mustdo' })] : [],
    },
  ],
})

/**
 * In a low window the banner is still seen at the end of the page, and it spans the page (CUI PAB-0009 to 0012). One that is narrower may
 * span the area for the patient: a person decides, and whether every screen of one patient has it.
 */
export default check({
  id: 'clinical/banner-stays',
  version: 6,
  title: 'The patient banner stays in the window',
  verifies: { 'CLN-BAN-001': 'part' },
  subjects: productWithPages('clinician'),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Put the banner at the top of the frame of each screen, over its full width, with position: sticky.',
  probe: async context => ({ visits: await visitAll(context, 'clinician') }),

  judge: ({ visits }) => {
    const shown = visits.filter(visit => bannerOn(visit))
    if (shown.length === 0) return nothingShown('one for clinicians with a patient banner')
    return shown.flatMap(visit => ruleDecisions(visit, 'PAB-0009'))
  },

  messages: { ...ruleMessages, ...nothingShownMessage },
  examples: [
    { name: 'stays', from: SUPPLIER, outcome: 'passed', seen: seen() },
    {
      name: 'scrolls away',
      from: `${SUPPLIER}, defect banner-scrolls-away`,
      outcome: 'failed',
      seen: seen('failed'),
      keys: ['rule-broken'],
    },
    { name: 'narrow', from: SUPPLIER, outcome: 'cantTell', seen: seen('cantTell'), keys: ['rule-open'] },
    {
      name: 'rules did not run',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { visits: [{ ...screen(bannerLines()), engines: [] }] },
      keys: ['not-looked'],
    },
    { name: 'no banner', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen(['Patients'])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

import { check, type EngineHit } from '../../../runner/check.ts'
import { screen, withNumbers } from '../../shared/clinical-examples.ts'
import { hit } from '../../shared/examples.ts'
import { nhsNumbersOn } from '../../shared/nhs-numbers-shown.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { ruleDecisions, ruleMessages } from '../../shared/page-rules.ts'
import { productWithPages, visitAll } from '../../shared/visiting.ts'

const numbers = withNumbers(['999\u00a0000\u00a00018'])
const seen = (...hits: EngineHit[]) => ({ visits: [{ ...numbers, hits }] })

/**
 * NHS numbers on pages are text that can be selected (CUI NUM-0003). A number drawn as a picture is not seen here, and what a script
 * makes of the copied text takes a person.
 */
export default check({
  id: 'clinical/number-copied',
  version: 6,
  title: 'NHS numbers can be selected and copied',
  verifies: { 'CLN-NUM-002': 'part' },
  subjects: productWithPages(),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Remove user-select: none from NHS numbers.',
  probe: async context => ({ visits: await visitAll(context) }),

  judge: ({ visits }) => {
    const shown = visits.filter(visit => nhsNumbersOn(visit).length > 0)
    if (shown.length === 0) return nothingShown('one with an NHS number')
    return shown.flatMap(visit => ruleDecisions(visit, 'NUM-0003'))
  },

  messages: {
    'rule-broken': 'At {at} NHS numbers cannot be selected as text, elements: {actual}.',
    'rule-open': ruleMessages['rule-open'],
    'not-looked': ruleMessages['not-looked'],
    ...nothingShownMessage,
  },
  examples: [
    { name: 'text', from: SUPPLIER, outcome: 'passed', seen: seen() },
    {
      name: 'not to be selected',
      from: `${SUPPLIER}, defect nhs-number-not-copyable`,
      outcome: 'failed',
      seen: seen(hit('number-not-selectable', 'failed', ['NUM-0003'], { engine: 'mustdo' })),
    },
    {
      name: 'unsure',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen(hit('number-not-selectable', 'cantTell', ['NUM-0003'], { engine: 'mustdo' })),
      keys: ['rule-open'],
    },
    {
      name: 'rules did not run',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { visits: [{ ...numbers, engines: [] }] },
      keys: ['not-looked'],
    },
    { name: 'no number', from: SUPPLIER, outcome: 'untested', seen: { visits: [screen(['Home'])] } },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

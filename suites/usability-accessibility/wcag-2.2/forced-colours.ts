import { cantTell, check, type ForcedColours, failed, passed } from '../../../runner/check.ts'
import { behaving, judgeBehaviour, notLooked } from '../../shared/behaviour-seen.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

const colours = (...lost: ForcedColours['lost'][number][]) =>
  behaving({ forcedColours: { complete: true, lost, faint: [] } })

/**
 * Empty fields stand out from what is round them by 3 to 1 (success criterion 1.4.11), by pixels. Fields, controls without text and marks of focus that can still be seen where a browser forces its user's colours. Success criterion
 * 1.4.11 does not speak of that mode, and colours are the reader's own choice: what is lost is shown to a person and never failed.
 */
export default check({
  id: 'accessibility/forced-colours',
  version: 2,
  title: 'Fields stand out, in colours that the reader has chosen too',
  verifies: { 'ACC-WCAG-1.4.11': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give fields a border of 3 to 1 and focus an outline, transparent if need be; draw icons as pictures or in the text colour.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) =>
    judgeBehaviour(visit, 'forcedColours', ({ lost, faint, complete }, at) => {
      if (faint.length > 0) return [failed('faint', { at, actual: `${faint.length}`, places: faint })]
      const open = (['field', 'icon', 'focus'] as const).flatMap(kind => {
        const places = lost.filter(one => one.kind === kind).map(({ selector }) => selector)
        return places.length > 0 ? [cantTell(kind, { at, actual: `${places.length}`, places })] : []
      })
      if (open.length > 0) return open
      return [complete ? passed({ at }) : cantTell('not-all', { at })]
    }),
  messages: {
    faint: 'At {at} no part of an empty field has a contrast of 3 to 1 with what is round it, elements: {actual}.',
    field:
      'At {at} fields cannot be seen in forced colours; a person has to look whether they are found, elements: {actual}.',
    icon: 'At {at} controls without text vanish in forced colours; a person has to look whether they are found, elements: {actual}.',
    focus:
      'At {at} the focus cannot be seen in forced colours; a person has to look whether it is found, elements: {actual}.',
    'not-all': 'At {at} more may depend on colours than is pictured: not evaluated.',
    'not-looked': notLooked,
  },
  examples: [
    {
      name: 'a pale border',
      from: SUPPLIER,
      outcome: 'failed',
      seen: behaving({ forcedColours: { complete: true, lost: [], faint: ['#q'] } }),
      keys: ['faint'],
    },
    { name: 'all stays', from: SUPPLIER, outcome: 'passed', seen: colours() },
    {
      name: 'a field lost',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: colours({ selector: '#q', kind: 'field' }),
      keys: ['field'],
    },
    {
      name: 'an icon lost',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: colours({ selector: '#x', kind: 'icon' }),
      keys: ['icon'],
    },
    {
      name: 'focus lost',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: colours({ selector: 'a', kind: 'focus' }),
      keys: ['focus'],
    },
    {
      name: 'too many',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: behaving({ forcedColours: { complete: false, lost: [], faint: [] } }),
      keys: ['not-all'],
    },
    { name: 'not measured', from: SUPPLIER, outcome: 'cantTell', seen: { visit: page() }, keys: ['not-looked'] },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})

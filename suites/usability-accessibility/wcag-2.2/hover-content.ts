import {
  cantTell,
  check,
  type Decision,
  failed,
  type HoverContent,
  type HoverShown,
  passed,
} from '../../../runner/check.ts'
import { behaving, judgeBehaviour, notLooked } from '../../shared/behaviour-seen.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

/** Which of the three demands what was shown does not meet, and whether a person has to look. */
function verdictOn({
  obscures,
  dismissed,
  reached,
  stays,
  by,
}: HoverShown): 'stuck' | 'unreachable' | 'fleeting' | 'open' | undefined {
  if (reached === false) return 'unreachable'
  if (stays === false) return 'fleeting'
  if (obscures && dismissed === false) return 'stuck'
  return (obscures && dismissed === null) || (by === 'hover' && reached === null) ? 'open' : undefined
}

const shown = (some: Partial<HoverShown> = {}): HoverShown => ({
  trigger: '#help',
  content: '#tip',
  by: 'hover',
  obscures: true,
  dismissed: true,
  reached: true,
  stays: true,
  ...some,
})
const content = (shown: readonly HoverShown[], some: Partial<HoverContent> = {}) =>
  behaving({ hoverContent: { tried: shown.length, complete: true, shown, drawnByStyle: 0, ...some } })

/**
 * What appears with pointer or keyboard can be sent away by Escape where it lies over other content, can be reached by the pointer,
 * and stays for three seconds (success criterion 1.4.13, failure F95). Each was seen twice. Text that style alone draws, parts that a
 * script watches from afar, and longer times take a person.
 */
export default check({
  id: 'accessibility/hover-content',
  version: 2,
  title: 'What appears on hover or focus can be dismissed, reached and kept',
  verifies: { 'ACC-WCAG-1.4.13': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Hide it on Escape; keep it while the pointer is on it; leave no gap between it and its trigger; set no timer.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) =>
    judgeBehaviour(visit, 'hoverContent', ({ shown, complete, drawnByStyle }, at): Decision[] => {
      const decisions = (['stuck', 'unreachable', 'fleeting', 'open'] as const).flatMap(key => {
        const places = shown
          .filter(one => verdictOn(one) === key)
          .map(({ trigger, content }) => `${trigger}: ${content}`)
        if (places.length === 0) return []
        const details = { at, actual: `${places.length}`, places }
        return [key === 'open' ? cantTell(key, details) : failed(key, details)]
      })
      if (drawnByStyle > 0) decisions.push(cantTell('drawn', { at, actual: `${drawnByStyle}` }))
      if (decisions.length > 0) return decisions
      return complete ? [passed({ at })] : [cantTell('not-all', { at })]
    }),
  messages: {
    stuck: 'At {at} what appears hides other content and Escape does not send it away, elements: {actual}.',
    unreachable: 'At {at} what appears is gone when the pointer is moved onto it, elements: {actual}.',
    fleeting: 'At {at} what appears is gone within three seconds though pointer and keyboard stay, elements: {actual}.',
    open: 'At {at} a person has to look whether what appears can be dismissed and reached, elements: {actual}.',
    drawn:
      'At {at} style alone draws text on hover; a person has to look whether it can be dismissed and reached, elements: {actual}.',
    'not-all':
      'At {at} more elements show something than are tried, or a style sheet could not be read: not evaluated.',
    'not-looked': notLooked,
  },
  examples: [
    { name: 'nothing appears', from: SUPPLIER, outcome: 'passed', seen: content([]) },
    { name: 'a good hint', from: SUPPLIER, outcome: 'passed', seen: content([shown()]) },
    {
      name: 'beside, over nothing',
      from: SUPPLIER,
      outcome: 'passed',
      seen: content([shown({ obscures: false, dismissed: false })]),
    },
    {
      name: 'Escape does nothing',
      from: SUPPLIER,
      outcome: 'failed',
      seen: content([shown({ dismissed: false })]),
      keys: ['stuck'],
    },
    {
      name: 'gone under the pointer',
      from: SUPPLIER,
      outcome: 'failed',
      seen: content([shown({ reached: false })]),
      keys: ['unreachable'],
    },
    {
      name: 'gone by itself',
      from: SUPPLIER,
      outcome: 'failed',
      seen: content([shown({ stays: false })]),
      keys: ['fleeting'],
    },
    {
      name: 'two tries differ',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: content([shown({ dismissed: null })]),
      keys: ['open'],
    },
    {
      name: 'text of a style',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: content([], { drawnByStyle: 2 }),
      keys: ['drawn'],
    },
    {
      name: 'too many',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: content([], { complete: false }),
      keys: ['not-all'],
    },
    { name: 'not measured', from: SUPPLIER, outcome: 'cantTell', seen: { visit: page() }, keys: ['not-looked'] },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})

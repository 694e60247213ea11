import { cantTell, check, type Decision, failed, type Moving, passed } from '../../../runner/check.ts'
import { behaving, judgeBehaviour, notLooked } from '../../shared/behaviour-seen.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

type Thing = Moving['things'][number]

/** Fails what is seen to move whatever people prefer, has no control at all, and is no sign that something is being done. */
const verdictOn = ({ stops, seen, busy, words, preference }: Thing): 'endless' | 'person' | undefined =>
  stops ? undefined : stops === null && seen && !busy && !words && !preference ? 'endless' : 'person'

const thing = (some: Partial<Thing> = {}): Thing => ({
  selector: '.news',
  kind: 'style',
  lasts: null,
  busy: false,
  words: false,
  preference: false,
  seen: true,
  stops: null,
  ...some,
})
const moving = (...things: Thing[]) => behaving({ moving: { complete: true, things } })

/**
 * What starts by itself and goes on for more than five seconds beside other content can be paused, stopped or hidden (success criterion
 * 2.2.2, failures F16, F50). Motion that stands still for those who ask for less, signs of progress, words that change, and controls
 * that did not stop it take a person; so does what begins later than eleven seconds.
 */
export default check({
  id: 'accessibility/moving',
  version: 2,
  title: 'What moves by itself can be stopped',
  verifies: { 'ACC-WCAG-2.2.2': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Let it end within five seconds, or add a button that pauses it.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) =>
    judgeBehaviour(visit, 'moving', ({ things, complete }, at): Decision[] => {
      const decisions = (['endless', 'person'] as const).flatMap(key => {
        const places = things.filter(one => verdictOn(one) === key).map(({ selector }) => selector)
        if (places.length === 0) return []
        const details = { at, actual: `${places.length}`, places }
        return [key === 'person' ? cantTell(key, details) : failed(key, details)]
      })
      if (decisions.length > 0) return decisions
      return complete ? [passed({ at })] : [cantTell('not-all', { at })]
    }),
  messages: {
    endless: 'At {at} something moves for more than five seconds and no control stops it, elements: {actual}.',
    person:
      'At {at} a person has to look whether what moves or changes by itself can be paused or has to move, elements: {actual}.',
    'not-all': 'At {at} more moves than is looked at: not evaluated.',
    'not-looked': notLooked,
  },
  examples: [
    { name: 'nothing moves', from: SUPPLIER, outcome: 'passed', seen: moving() },
    { name: 'a button stops it', from: SUPPLIER, outcome: 'passed', seen: moving(thing({ stops: true })) },
    { name: 'nothing stops it', from: SUPPLIER, outcome: 'failed', seen: moving(thing()), keys: ['endless'] },
    {
      name: 'a button that does not',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: moving(thing({ stops: false })),
      keys: ['person'],
    },
    { name: 'still for those who ask', from: SUPPLIER, outcome: 'cantTell', seen: moving(thing({ preference: true })) },
    { name: 'a turning wheel', from: SUPPLIER, outcome: 'cantTell', seen: moving(thing({ busy: true })) },
    { name: 'a clock', from: SUPPLIER, outcome: 'cantTell', seen: moving(thing({ words: true, kind: 'script' })) },
    {
      name: 'too much',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: behaving({ moving: { complete: false, things: [] } }),
      keys: ['not-all'],
    },
    { name: 'not measured', from: SUPPLIER, outcome: 'cantTell', seen: { visit: page() }, keys: ['not-looked'] },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})

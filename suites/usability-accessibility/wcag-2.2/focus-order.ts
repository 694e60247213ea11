import { cantTell, check, type FocusJump, failed, passed } from '../../../runner/check.ts'
import { behaving, judgeBehaviour, notLooked } from '../../shared/behaviour-seen.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

/** Fields have an order of their own; with fewer stops than this in a form nobody can say which one it is. */
const FEWEST_FIELDS = 3

/** A form is worked through backwards: by a tabindex against code and sight, or by a style that turns round more than one pair. */
const breaks = (jump: FocusJump, _at: number, all: readonly FocusJump[]): boolean =>
  jump.form !== '' &&
  jump.fields >= FEWEST_FIELDS &&
  jump.way !== 'code' &&
  (jump.because === 'tabindex' || all.filter(({ form }) => form === jump.form).length > 1)

const jump = (some: Partial<FocusJump>): FocusJump => ({
  from: '#send',
  to: '#name',
  way: 'up',
  because: 'tabindex',
  form: 'form',
  fields: 3,
  ...some,
})
const order = (...jumps: FocusJump[]) => behaving({ focusOrder: { stops: 20, complete: true, jumps } })

/**
 * The order in which Tab stops against the order in which the stops are seen (success criterion 2.4.3, failure F44). It fails where the
 * keyboard goes backwards through a form; elsewhere, and in short forms, another order may keep the meaning. Dialogs and parts that
 * open later take a person.
 */
export default check({
  id: 'accessibility/focus-order',
  version: 2,
  title: 'Tab goes through forms in the order in which they are read',
  verifies: { 'ACC-WCAG-2.4.3': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Remove positive tabindex; put the code in the order in which the fields are seen.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) =>
    judgeBehaviour(visit, 'focusOrder', ({ jumps, complete }, at) => {
      const steps = (some: readonly FocusJump[]) => some.map(({ from, to }) => `${from} to ${to}`)
      const broken = jumps.filter(breaks)
      if (broken.length > 0) return [failed('backwards', { at, actual: `${broken.length}`, places: steps(broken) })]
      if (jumps.length > 0) return [cantTell('person', { at, actual: `${jumps.length}`, places: steps(jumps) })]
      return complete ? [passed({ at })] : [cantTell('not-all', { at })]
    }),
  messages: {
    backwards: 'At {at} Tab goes backwards through a form, steps: {actual}.',
    person:
      'At {at} Tab steps back against what is seen; a person has to look whether the meaning is kept. Steps: {actual}.',
    'not-all':
      'At {at} the order of Tab is not that of the code, and there are more stops than are walked: not evaluated.',
    'not-looked': notLooked,
  },
  examples: [
    { name: 'in order', from: SUPPLIER, outcome: 'passed', seen: order() },
    { name: 'a tabindex in a form', from: SUPPLIER, outcome: 'failed', seen: order(jump({})), keys: ['backwards'] },
    {
      name: 'a form drawn upside down',
      from: SUPPLIER,
      outcome: 'failed',
      seen: order(jump({ because: 'layout' }), jump({ because: 'layout' })),
    },
    {
      name: 'two buttons the other way round',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: order(jump({ because: 'layout', way: 'back' })),
      keys: ['person'],
    },
    {
      name: 'a search first of all',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: order(jump({ form: '', way: 'code' })),
    },
    {
      name: 'more stops than are walked',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: behaving({ focusOrder: { stops: 90, complete: false, jumps: [] } }),
      keys: ['not-all'],
    },
    { name: 'not measured', from: SUPPLIER, outcome: 'cantTell', seen: { visit: page() }, keys: ['not-looked'] },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})

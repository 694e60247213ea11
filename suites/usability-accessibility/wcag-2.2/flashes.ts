import { cantTell, check, type Flashes, failed, passed } from '../../../runner/check.ts'
import { behaving, judgeBehaviour, notLooked } from '../../shared/behaviour-seen.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

/** Three flashes are six turns of light; seven are three and a half, which a film cannot tell from three with certainty. */
const SAFE_TURNS = 6
const SURE_TURNS = 8

const film = (some: Partial<Flashes> = {}) =>
  behaving({
    flashes: { filmed: 1.5, frames: 60, complete: true, turns: 2, redTurns: 0, selectors: ['.alarm'], ...some },
  })
const still: Partial<Flashes> = { filmed: 0, frames: 0, turns: 0, selectors: [] }

/**
 * Nothing flashes more than three times in a second over a quarter of ten degrees of sight, by pixels (success criterion 2.3.1, general
 * and red flashes). Where nothing quick and large moves by itself there is nothing to film. Films with few pictures prove no absence; what flashes
 * only when it is used, and protected or foreign film, takes a person.
 */
export default check({
  id: 'accessibility/flashes',
  version: 2,
  title: 'Nothing flashes more than three times a second',
  verifies: { 'ACC-WCAG-2.3.1': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Remove the flashing, or slow it to three flashes a second or fewer.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) =>
    judgeBehaviour(visit, 'flashes', ({ turns, redTurns, complete, selectors }, at) => {
      const worst = Math.max(turns, redTurns)
      const details = { at, actual: `${worst / 2}`, places: selectors }
      if (worst >= SURE_TURNS) return [failed(redTurns > turns ? 'red' : 'flashes', details)]
      if (worst > SAFE_TURNS) return [cantTell('edge', details)]
      return [complete ? passed({ at }) : cantTell('not-all', details)]
    }),
  messages: {
    flashes: 'At {at} a large part of the window flashes {actual} times in one second.',
    red: 'At {at} a large part of the window flashes to and from red {actual} times in one second.',
    edge: 'At {at} a large part of the window flashes {actual} times in one second; a person has to measure whether it is more than three.',
    'not-all':
      'At {at} something moves quickly and the film of it has too few pictures, or does not show all: not evaluated.',
    'not-looked': notLooked,
  },
  examples: [
    { name: 'nothing moves', from: SUPPLIER, outcome: 'passed', seen: film(still) },
    { name: 'one slow flash', from: SUPPLIER, outcome: 'passed', seen: film() },
    { name: 'three flashes', from: SUPPLIER, outcome: 'passed', seen: film({ turns: 6 }) },
    { name: 'five flashes', from: SUPPLIER, outcome: 'failed', seen: film({ turns: 10 }), keys: ['flashes'] },
    { name: 'red flashes', from: SUPPLIER, outcome: 'failed', seen: film({ redTurns: 9 }), keys: ['red'] },
    { name: 'three and a half', from: SUPPLIER, outcome: 'cantTell', seen: film({ turns: 7 }), keys: ['edge'] },
    { name: 'few pictures', from: SUPPLIER, outcome: 'cantTell', seen: film({ complete: false }), keys: ['not-all'] },
    { name: 'not measured', from: SUPPLIER, outcome: 'cantTell', seen: { visit: page() }, keys: ['not-looked'] },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})

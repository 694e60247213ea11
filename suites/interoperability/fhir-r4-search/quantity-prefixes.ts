import { type Answered, cantTell, check, type Exchange, failed, noData, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { type QuantityQuestion, quantityQuestions } from '../../shared/quantity-questions.ts'
import { summaryOf } from '../../shared/resource.ts'
import { knownOf, matchesIn, searchable, searchFor } from '../../shared/search-asking.ts'

const isQuantity = ({ name, type }: { readonly name: string; readonly type: string }) =>
  type === 'quantity' || name === 'code-value-quantity'

/**
 * A known quantity is found, and left out, by each prefix, by its unit and by the unit of nothing; where a composite of code and value
 * is declared, by that too (R4 search.html, 3.1.1.4.5, 3.1.1.4.11 and 3.1.1.4.17). Limits stand well away from the value, so that
 * nothing hangs on its precision.
 */
export default check({
  id: 'fhir/quantity-prefixes',
  version: 5,
  title: 'Prefixes and units find and leave out a known quantity',
  verifies: { 'FHIR-SRCH-021': 'all' },
  subjects: landscape => searchable(landscape, ({ searchParams }) => searchParams.some(isQuantity), 2),
  effect: 'authenticated-read',
  fix: 'Index the value, system and code of quantities apart, compare the value by its prefix, and look at the unit.',

  probe: async ({ http, subject }) => {
    const known = await knownOf(http, subject, 3)
    if ('notReached' in known) return known
    const [first] = known.flatMap(({ id = '', ...rest }) => {
      const questions = quantityQuestions({ id, ...rest }, subject.searchParams)
      return questions.length > 0 ? [{ id, questions }] : []
    })
    if (!first) return noData(`a ${subject.type} with a quantity that a declared search parameter looks at`)
    const asked = await Promise.all(
      first.questions.map(async ({ query, finds }) => ({
        search: await searchFor(http, subject, first.id, [query]),
        finds,
      })),
    )
    return turnedAway(...asked.map(({ search }) => search)) ?? { asked }
  },

  judge: ({ asked }) =>
    asked.map(({ search, finds }) => {
      const at = decodeURIComponent(search.request.url)
      const matches = matchesIn(search)
      // A unit that the server does not know is one that nothing has.
      if (!finds && search.response.status >= 400 && search.response.status < 500) return passed({ at })
      if (!matches) return cantTell('refused', { at, actual: summaryOf(search) })
      if (matches.length > 0 === finds) return passed({ at })
      return finds
        ? failed('missed', { at, expected: 'found', actual: 'nothing found' })
        : failed('wrongly-found', { at, expected: 'nothing found', actual: matches.join(', ') })
    }),

  messages: {
    refused: 'The search {at} was refused: {actual}. Whether a policy stands behind that is for a person to say.',
    missed: 'The search {at} should find the instance that has this quantity, and found nothing.',
    'wrongly-found': 'The search {at} should not find the instance, whose quantity is another; it found {actual}.',
  },

  examples: [
    { name: 'compared', from: HAPI, outcome: 'passed', seen: seen([patient], []) },
    { name: 'missed', from: SUPPLIER, outcome: 'failed', seen: seen([], []), keys: ['missed', 'passed'] },
    {
      name: 'the prefix ignored',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([patient], [patient]),
      keys: ['passed', 'wrongly-found'],
    },
    {
      name: 'units of nobody are refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { asked: [{ search: refusal(400), finds: false }] },
    },
    {
      name: 'no search by quantity',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { asked: [{ search: refusal(400), finds: true }] },
      keys: ['refused'],
    },
    { name: 'no quantity', from: SUPPLIER, outcome: 'untested', seen: noData('an Observation with a quantity') },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function seen(hits: readonly (typeof patient)[], misses: readonly (typeof patient)[]) {
  const ask = (search: Answered, finds: QuantityQuestion['finds']) => ({ search: search as Exchange, finds })
  return {
    asked: [ask(found(hits, 'value-quantity=gt36'), true), ask(found(misses, 'value-quantity=gt144'), false)],
  }
}

import { advice, cantTell, check, type Exchange, notApplicable } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { decidePair, type Pair, pairMessages, pairsFor } from '../../shared/parameter-pairs.ts'
import { isMakeable, knownOf, referencesOf, searchable } from '../../shared/search-asking.ts'
import { canFill } from '../../shared/search-filled.ts'
import { nobodys, type Parameter, valueFor } from '../../shared/search-values.ts'

const MOST_PARAMETERS = 40
const MOST_TYPES = 20
const isCommon = (name: string) => name.startsWith('_')
const subject = typeSubject({ searchParams: [{ name: 'family', type: 'string' }] })

/**
 * Each declared parameter finds a known instance by the instance's own value and leaves it out by a value that it does not have; one that is
 * listed in the self link and not used would fail (R4 search.html, 3.1.1.6). All own values are asked for at once, and singly where that
 * finds nothing. Up to forty parameters of twenty types; where no instance has a value and none may be written, nothing can be told.
 */
export default check({
  id: 'fhir/parameters-discriminate',
  version: 6,
  title: 'Every declared search parameter finds what matches and leaves out what does not',
  verifies: { 'FHIR-CAP-005': 'all' },
  subjects: landscape =>
    searchable(landscape, ({ searchParams }) => searchParams.some(({ name }) => !isCommon(name)), MOST_TYPES),
  effect: 'authenticated-read',
  fix: 'Index the element that the parameter looks at, or take the parameter out of the CapabilityStatement.',

  probe: async ({ http, landscape, subject }) => {
    const known = await knownOf(http, subject, 3)
    if ('notReached' in known) return known
    const asked = subject.searchParams.filter(({ name, type }) => name !== '_id' && type in nobodys)
    const held = asked.flatMap(parameter => {
      const holder = known.find(one => one.id && valueFor(one, parameter))
      const value = holder && valueFor(holder, parameter)
      return value ? [{ ...parameter, value, id: holder.id ?? '' }] : []
    })
    // What a test may write, it writes, and asks for it there (fhir/parameters-made).
    const references = referencesOf(landscape, subject.endpoint)
    const elsewhere = (parameter: Parameter) => isMakeable(subject) && canFill(subject.type, parameter, references)
    const without = asked.filter(
      parameter => !isCommon(parameter.name) && !held.some(one => one.name === parameter.name) && !elsewhere(parameter),
    )
    const tried = held.slice(0, MOST_PARAMETERS)
    const pairs: Pair[] = []
    for (const id of new Set(tried.map(one => one.id))) {
      const own = tried.filter(one => one.id === id)
      pairs.push(...(await pairsFor(http, subject, id, own)))
    }
    const refused = turnedAway(...pairs.map(({ search }) => search))
    if (!refused && pairs.length + without.length === 0)
      return notApplicable('every parameter is asked for by values that the test itself writes')
    return (
      refused ?? {
        pairs,
        without: without.map(({ name }) => name),
        left: held.slice(MOST_PARAMETERS).map(({ name }) => name),
      }
    )
  },

  judge: ({ pairs, without, left }, { type }) => [
    ...pairs.map(decidePair),
    ...(left.length > 0 ? [advice('left-out', { actual: left.join(', '), places: left })] : []),
    ...(without.length > 0
      ? [
          cantTell('no-value', {
            actual: without.join(', '),
            places: without,
            owes: {
              who: 'supplier' as const,
              act: `let the test data hold a ${type} with values that ${without.join(', ')} search by`,
            },
          }),
        ]
      : []),
  ],

  messages: {
    ...pairMessages,
    'left-out': 'These declared parameters were not asked for, so nothing is said of them: {actual}.',
    'no-value': 'No known instance has a value by which these declared parameters could be shown to work: {actual}.',
  },

  examples: [
    { name: 'finds and leaves out', from: HAPI, outcome: 'passed', seen: seen([patient], []), subject },
    {
      name: 'finds nothing',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([], []),
      subject,
      keys: ['missed', 'passed'],
    },
    {
      name: 'only says that it used it',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([patient], [patient]),
      subject,
      keys: ['passed', 'not-left-out'],
    },
    {
      name: 'refuses the value, and has no data for another',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { pairs: [{ name: 'family', search: refusal(400), finds: true }], without: ['phone'], left: ['email'] },
      subject,
      keys: ['refused', 'left-out', 'no-value'],
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject },
  ],
})

function seen(hits: readonly (typeof patient)[], misses: readonly (typeof patient)[]) {
  const pair = (search: Exchange, finds: boolean): Pair => ({ name: 'family', search, finds })
  return {
    pairs: [pair(found(hits, 'family=x'), true), pair(found(misses, 'family=mustdo-none'), false)],
    without: [] as string[],
    left: [] as string[],
  }
}

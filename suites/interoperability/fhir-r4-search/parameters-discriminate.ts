import { cantTell, check, type Exchange, failed, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { knownOf, matchesIn, type Query, searchable, searchFor } from '../../shared/search-asking.ts'
import { nobodys, type Parameter, valueFor } from '../../shared/search-values.ts'

const MOST_PARAMETERS = 12
const MOST_TYPES = 8
const isCommon = (name: string) => name.startsWith('_')
const subject = typeSubject({ searchParams: [{ name: 'family', type: 'string' }] })

interface Pair {
  readonly name: string
  readonly search: Exchange
  /** Whether the search must find the instance: by its own value, or by one that it does not have. */
  readonly finds: boolean
}

/**
 * Each declared parameter finds a known instance by the instance's own value and leaves it out by a value that it does not have; one that is
 * listed in the self link and not used would fail (R4 search.html, 3.1.1.6). All own values are asked for at once, and singly where that
 * finds nothing. Up to twelve parameters of eight types; where no instance has a value, nothing can be told.
 */
export default check({
  id: 'fhir/parameters-discriminate',
  version: 2,
  title: 'Every declared search parameter finds what matches and leaves out what does not',
  verifies: { 'FHIR-CAP-005': 'all' },
  subjects: landscape =>
    searchable(landscape, ({ searchParams }) => searchParams.some(({ name }) => !isCommon(name)), MOST_TYPES),
  effect: 'authenticated-read',
  fix: 'Index the element that the parameter looks at, or take the parameter out of the CapabilityStatement.',

  probe: async ({ http, subject }) => {
    const known = await knownOf(http, subject, 3)
    if ('notReached' in known) return known
    const asked = subject.searchParams.filter(({ name, type }) => name !== '_id' && type in nobodys)
    const held = asked.flatMap(parameter => {
      const holder = known.find(one => one.id && valueFor(one, parameter))
      const value = holder && valueFor(holder, parameter)
      return value ? [{ ...parameter, value, id: holder.id ?? '' }] : []
    })
    const without = asked.filter(({ name }) => !isCommon(name) && !held.some(one => one.name === name))
    const tried = held.slice(0, MOST_PARAMETERS)
    const pairs: Pair[] = []
    for (const id of new Set(tried.map(one => one.id))) {
      const own = tried.filter(one => one.id === id)
      const all = await searchFor(http, subject, id, queryOf(own))
      const singly = matchesIn(all)?.length ? [] : own
      if (singly.length === 0) pairs.push({ name: own.map(({ name }) => name).join(', '), search: all, finds: true })
      for (const one of singly)
        pairs.push({ name: one.name, search: await searchFor(http, subject, id, queryOf([one])), finds: true })
      for (const { name, type } of own) {
        const search = await searchFor(http, subject, id, [[name, nobodys[type] ?? '']])
        pairs.push({ name, search, finds: false })
      }
    }
    return turnedAway(...pairs.map(({ search }) => search)) ?? { pairs, without: without.map(({ name }) => name) }
  },

  judge: ({ pairs, without }, { type }) => [
    ...pairs.map(({ name, search, finds }) => {
      const at = decodeURIComponent(search.request.url)
      const matches = matchesIn(search)
      // A value that is refused was looked at.
      if (!finds && search.response.status >= 400 && search.response.status < 500) return passed({ at })
      if (!matches) return cantTell('refused', { at, name, actual: summaryOf(search) })
      if (matches.length > 0 === finds) return passed({ at })
      return failed(finds ? 'missed' : 'not-left-out', { at, name, actual: matches.join(', ') || 'nothing' })
    }),
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
    missed: 'The parameter {name} is declared, and {at} does not find the instance that has this value.',
    'not-left-out': 'The parameter {name} is declared, and {at} finds {actual}, which does not have this value.',
    refused:
      'The parameter {name} is declared, and {at} was refused: {actual}. Whether for a policy is for a person to say.',
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
      seen: { pairs: [{ name: 'family', search: refusal(400), finds: true }], without: ['phone'] },
      subject,
      keys: ['refused', 'no-value'],
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject },
  ],
})

function queryOf(own: readonly (Parameter & { readonly value: string })[]): Query {
  return own.map(({ name, value }) => [name, value])
}

function seen(hits: readonly (typeof patient)[], misses: readonly (typeof patient)[]) {
  const pair = (search: Exchange, finds: boolean): Pair => ({ name: 'family', search, finds })
  return {
    pairs: [pair(found(hits, 'family=x'), true), pair(found(misses, 'family=mustdo-none'), false)],
    without: [] as string[],
  }
}

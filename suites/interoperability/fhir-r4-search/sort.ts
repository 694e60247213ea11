import { type Answered, cantTell, check, failed, inapplicable, noData, passed } from '../../../runner/check.ts'
import { bundleIn, entriesOf, linkOf, parametersIn } from '../../shared/bundle.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { knownOf, searchable, searchFor } from '../../shared/search-asking.ts'
import { datesFor, dayAround } from '../../shared/search-values.ts'

const born = (...dates: readonly string[]) =>
  dates.map((birthDate, place) => ({ resourceType: 'Patient', id: `p${place}`, birthDate }))

/**
 * `_sort` orders the matches where the self link says that it was used; a server should honour it and need not (R4 search.html, 3.1.1.6).
 * Dates alone are compared, by their day in UTC and only where the days differ: how texts are ordered differs from server to server.
 */
export default check({
  id: 'fhir/sort',
  version: 7,
  title: 'Matches come in the order that _sort asked for, up and down',
  verifies: { 'FHIR-SRCH-017': 'all' },
  subjects: landscape => searchable(landscape, ({ instances }) => instances.length > 1, 4),
  effect: 'authenticated-read',
  fix: 'Sort in the query, with the id as the last key.',

  probe: async ({ http, subject }) => {
    const known = await knownOf(http, subject, 5)
    if ('notReached' in known) return known
    const names = subject.searchParams.filter(({ type }) => type === 'date').map(({ name }) => name)
    const by = names.find(name => new Set(known.flatMap(one => daysOf(one, name))).size > 1)
    if (!by) return noData(`two instances of ${subject.type} whose dates are days apart`)
    const ids = known.map(({ id }) => id).join(',')
    const up = await searchFor(http, subject, ids, [['_sort', by]])
    const down = await searchFor(http, subject, ids, [['_sort', `-${by}`]])
    return turnedAway(up, down) ?? { sorted: [up, down] }
  },

  judge: ({ sorted }) => sorted.map(ordered),

  messages: {
    refused: 'The sorted search {at} was refused: {actual}.',
    'not-honoured': 'The self link of {at} does not say that the matches were sorted, as they need not be.',
    'out-of-order': 'The matches of {at} come in this order: {actual}; asked for was {expected}.',
    'nothing-apart': 'The answer of {at} has no two matches whose dates are days apart: {actual}.',
  },

  examples: [
    { name: 'down', from: HAPI, outcome: 'passed', seen: seen('-birthdate', born('2001-12-31', '1984', '1972-07-14')) },
    {
      name: 'as they come',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen('birthdate', born('1984-02-29', '1951-11-05')),
      keys: ['out-of-order'],
    },
    {
      name: 'does not sort',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { sorted: [found(born('1984-02-29', '1951-11-05'))] },
      keys: ['not-honoured'],
    },
    { name: 'refused', from: SUPPLIER, outcome: 'cantTell', seen: { sorted: [refusal(400)] }, keys: ['refused'] },
    { name: 'one left', from: SUPPLIER, outcome: 'cantTell', seen: seen('birthdate', born('1984-02-29')) },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

/** Whole days alone: a year says nothing of the order within it, a clock time may lie on another day elsewhere. */
function daysOf(resource: Parameters<typeof datesFor>[0], name: string): readonly string[] {
  return datesFor(resource, name).flatMap(date => (/^\d{4}-\d\d-\d\d/.test(date) ? date.slice(0, 10) : []))
}

function ordered(search: Answered) {
  const at = search.request.url
  const asked = new URL(at).searchParams.get('_sort') ?? ''
  const bundle = search.response.status === 200 ? bundleIn(search) : undefined
  if (!bundle) return cantTell('refused', { at, actual: summaryOf(search) })
  if (!parametersIn(linkOf(bundle, 'self', at)).includes('_sort')) return inapplicable('not-honoured', { at })
  const days = entriesOf(bundle).flatMap(({ mode, resource }) => {
    const [day, more] = mode === 'match' && resource ? daysOf(resource, asked.replace(/^-/, '')) : []
    return day && !more ? [day] : []
  })
  const actual = days.join(', ')
  if (new Set(days).size < 2) return cantTell('nothing-apart', { at, actual })
  // One day of grace, for times near midnight.
  const wrong = days.some((day, place) =>
    days
      .slice(place + 1)
      .some(later => (asked.startsWith('-') ? dayAround(day, 1) < later : dayAround(later, 1) < day)),
  )
  const expected = asked.startsWith('-') ? `the latest ${asked.slice(1)} first` : `the earliest ${asked} first`
  return wrong ? failed('out-of-order', { at, expected, actual }) : passed({ at })
}

function seen(sort: string, resources: ReturnType<typeof born>) {
  return { sorted: [found(resources, `_sort=${sort}`)] }
}

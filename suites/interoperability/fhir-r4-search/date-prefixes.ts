import { type Answered, cantTell, check, type Exchange, failed, noData, passed } from '../../../runner/check.ts'
import { dateQuestions } from '../../shared/date-questions.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { knownOf, matchesIn, searchable, searchFor } from '../../shared/search-asking.ts'
import { datesFor } from '../../shared/search-values.ts'

const isDate = ({ name, type }: { readonly name: string; readonly type: string }) =>
  type === 'date' && name !== '_lastUpdated'

/**
 * A known date is found, and left out, by each prefix at the precisions of a year, a day and its own (R4 search.html, 3.1.1.4.5 and
 * 3.1.1.4.7). What would hang on a time zone is not asked; `_lastUpdated` is left to the server's discretion by the clause.
 */
export default check({
  id: 'fhir/date-prefixes',
  version: 7,
  title: 'The prefixes eq, ge, le, gt and lt find and leave out a known date at every precision',
  verifies: { 'FHIR-SRCH-015': 'all' },
  subjects: landscape => searchable(landscape, ({ searchParams }) => searchParams.some(isDate), 4),
  effect: 'authenticated-read',
  fix: 'Compare dates as intervals: a year asked for is the whole year, a day known is the whole day.',

  probe: async ({ http, subject }) => {
    const known = await knownOf(http, subject, 3)
    if ('notReached' in known) return known
    const dated = known
      .flatMap(({ id = '', ...rest }) =>
        subject.searchParams.filter(isDate).flatMap(({ name }) => {
          const [value, more] = datesFor({ id, ...rest }, name)
          return value && !more ? [{ id, name, value }] : []
        }),
      )
      .at(0)
    if (!dated) return noData(`a ${subject.type} with a date that a declared search parameter looks at`)
    const asked = await Promise.all(
      dateQuestions(dated.value).map(async ({ value, finds }) => ({
        search: await searchFor(http, subject, dated.id, [[dated.name, value]]),
        finds,
      })),
    )
    return turnedAway(...asked.map(({ search }) => search)) ?? { value: dated.value, asked }
  },

  judge: ({ value, asked }) =>
    asked.map(({ search, finds }) => {
      const at = decodeURIComponent(search.request.url)
      const matches = matchesIn(search)
      if (!finds && search.response.status === 404) return passed({ at })
      if (!matches) return cantTell('refused', { at, actual: summaryOf(search) })
      if (matches.length > 0 === finds) return passed({ at })
      return failed(finds ? 'missed' : 'wrongly-found', {
        at,
        value,
        expected: finds ? 'found' : 'nothing found',
        actual: finds ? 'nothing found' : matches.join(', '),
      })
    }),

  messages: {
    refused: 'The search {at} was refused: {actual}. Whether a policy stands behind that is for a person to say.',
    missed: 'The search {at} should find the instance whose date is {value}, and found nothing.',
    'wrongly-found': 'The search {at} should not find the instance whose date is {value}; it found {actual}.',
  },

  examples: [
    { name: 'intervals', from: HAPI, outcome: 'passed', seen: seen([patient], []) },
    { name: 'prefixes ignored', from: SUPPLIER, outcome: 'failed', seen: seen([], []), keys: ['missed', 'passed'] },
    {
      name: 'dates ignored',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([patient], [patient]),
      keys: ['passed', 'wrongly-found'],
    },
    {
      name: 'no search by dates of others',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { value: '1984-02-29', asked: [{ search: refusal(400) as Exchange, finds: true }] },
      keys: ['refused'],
    },
    { name: 'no dates', from: SUPPLIER, outcome: 'untested', seen: noData('a Patient with a date') },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function seen(hits: readonly (typeof patient)[], misses: readonly (typeof patient)[]) {
  const ask = (search: Answered, finds: boolean) => ({ search: search as Exchange, finds })
  return {
    value: '1984-02-29',
    asked: [ask(found(hits, 'birthdate=ge1984'), true), ask(found(misses, 'birthdate=gt1984-02-29'), false)],
  }
}

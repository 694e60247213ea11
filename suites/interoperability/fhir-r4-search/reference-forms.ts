import { type Answered, cantTell, check, type Exchange, failed, noData, passed } from '../../../runner/check.ts'
import { bundleIn, linkOf } from '../../shared/bundle.ts'
import { turnedAway, UNKNOWN_ID } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { knownOf, matchesIn, searchable, searchFor } from '../../shared/search-asking.ts'
import { type Parameter, valueFor } from '../../shared/search-values.ts'

const isReference = ({ name, type }: Parameter) => type === 'reference' && !name.startsWith('_')
const ELSEWHERE = 'https://elsewhere.example/fhir'

/**
 * A known reference is found by the id alone, by type and id, and by the absolute address on the server's own base, as its self link has
 * it; not by another id, nor by an address on another server (R4 search.html, 3.1.1.4.12).
 */
export default check({
  id: 'fhir/reference-forms',
  version: 5,
  title: 'A reference is found by id, by type and id, and by absolute address',
  verifies: { 'FHIR-SRCH-020': 'all' },
  subjects: landscape =>
    searchable(landscape, ({ type, searchParams }) => type !== 'Patient' && searchParams.some(isReference), 3),
  effect: 'authenticated-read',
  fix: 'Make references and search values absolute against the base of the server before they are compared.',

  probe: async ({ http, subject }) => {
    const known = await knownOf(http, subject, 3)
    if ('notReached' in known) return known
    const [held] = known.flatMap(one =>
      subject.searchParams.filter(isReference).flatMap(parameter => {
        const reference = valueFor(one, parameter)
        return reference && one.id ? [{ name: parameter.name, id: one.id, reference }] : []
      }),
    )
    if (!held) return noData(`a ${subject.type} with a reference that a declared search parameter looks at`)
    const ask = (value: string) => searchFor(http, subject, held.id, [[held.name, value]])
    const [type = '', target = ''] = held.reference.split('/')
    const typed = await ask(held.reference)
    // Behind a gateway the server may go by another base than the one that is asked.
    const self = linkOf(bundleIn(typed), 'self', typed.request.url)?.href.split(`/${subject.type}?`)
    const base = self?.length === 2 ? self[0] : subject.base
    const hits = [typed, await ask(target), await ask(`${base}/${held.reference}`)]
    const misses = [await ask(`${type}/${UNKNOWN_ID}`), await ask(`${ELSEWHERE}/${held.reference}`)]
    return turnedAway(...hits, ...misses) ?? { hits, misses }
  },

  judge: ({ hits, misses }) => {
    const decide = (wanted: boolean) => (search: (typeof hits)[number]) => {
      const at = decodeURIComponent(search.request.url)
      const matches = matchesIn(search)
      if (!wanted && search.response.status >= 400 && search.response.status < 500) return passed({ at })
      if (!matches) return cantTell('refused', { at, actual: summaryOf(search) })
      if (matches.length > 0 === wanted) return passed({ at })
      return wanted
        ? failed('missed', { at, expected: 'the instance', actual: 'nothing' })
        : failed('wrongly-found', { at, expected: 'nothing', actual: matches.join(', ') })
    }
    return [...hits.map(decide(true)), ...misses.map(decide(false))]
  },

  messages: {
    refused: 'The search {at} was refused: {actual}. Whether a policy stands behind that is for a person to say.',
    missed: 'The search {at} should find the instance that points there, and found nothing.',
    'wrongly-found': 'The search {at} should find nothing, for the instance points elsewhere; it found {actual}.',
  },

  examples: [
    { name: 'every form', from: HAPI, outcome: 'passed', seen: seen([patient], []) },
    { name: 'only relative', from: SUPPLIER, outcome: 'failed', seen: seen([], []), keys: ['missed', 'passed'] },
    {
      name: 'other servers are the same',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([patient], [patient]),
      keys: ['passed', 'wrongly-found'],
    },
    {
      name: 'the bare id is refused',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { hits: [refusal(400) as Exchange], misses: [refusal(400) as Exchange] },
      keys: ['refused', 'passed'],
    },
    { name: 'no reference', from: SUPPLIER, outcome: 'untested', seen: noData('an Observation with a subject') },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function seen(hits: readonly (typeof patient)[], misses: readonly (typeof patient)[]) {
  const one = (search: Answered): Exchange[] => [search]
  return { hits: one(found(hits, 'subject=a')), misses: one(found(misses, 'subject=b')) }
}

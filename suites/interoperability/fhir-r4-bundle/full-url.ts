import { check, failed, noData, passed } from '../../../runner/check.ts'
import { bundleIn, type Entry, entriesOf } from '../../shared/bundle.ts'
import { searchOf, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { BASE, found, HAPI, noAccess, patient, SUPPLIER } from '../../shared/fhir-examples.ts'

/** What is wrong with the fullUrl of an entry (Bundle.entry.fullUrl, bdl-7, bdl-8); undefined when nothing is. */
function fault({ fullUrl, resource }: Entry): string | undefined {
  if (fullUrl === undefined) return 'missing'
  if (!/^[a-z][a-z0-9+.-]*:/i.test(fullUrl)) return 'not absolute'
  if (fullUrl.includes('/_history/')) return 'specific to a version'
  const restful = /^https?:.*\/([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(fullUrl)
  if (restful && resource?.id !== undefined && restful[2] !== resource.id) return `not of the id ${resource.id}`
  return undefined
}

/** Every entry of a search has an absolute address that goes with the resource's id. Outcomes without an id need none (R4 Bundle). */
export default check({
  id: 'fhir/full-url',
  version: 2,
  title: 'Search entries have an absolute fullUrl that agrees with the id',
  verifies: { 'FHIR-SRCH-013': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 6),
  effect: 'authenticated-read',
  fix: 'Set fullUrl to the absolute address [base]/[type]/[id] of each resource.',

  probe: async ({ http, subject }) => {
    const search = await searchOf(http, subject, { _id: subject.instances.slice(0, 5).join(',') })
    const odd = unusable(search)
    if (odd) return odd
    const empty = search.response && entriesOf(bundleIn(search)).length === 0
    return empty ? noData(`an instance of ${subject.type} that a search by _id finds`) : { search }
  },

  judge: ({ search }) => {
    const at = search.request.url
    const wrong = entriesOf(bundleIn(search)).flatMap((entry, place) => {
      if (entry.mode === 'outcome' && entry.resource?.id === undefined) return []
      const said = fault(entry)
      return said ? [`Bundle.entry[${place}].fullUrl is ${said}${entry.fullUrl ? `: ${entry.fullUrl}` : ''}`] : []
    })
    return wrong.length === 0
      ? passed({ at })
      : failed('full-url', { at, expected: 'absolute addresses', actual: wrong[0] ?? '', places: wrong })
  },

  messages: { 'full-url': 'Entries of {at} have no good fullUrl: {actual}.' },

  examples: [
    { name: 'absolute', from: HAPI, outcome: 'passed', seen: { search: found([patient]) } },
    { name: 'relative', from: SUPPLIER, outcome: 'failed', seen: { search: entry('Patient/a') } },
    { name: 'of another id', from: SUPPLIER, outcome: 'failed', seen: { search: entry(`${BASE}/Patient/b`) } },
    {
      name: 'of a version',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { search: entry(`${BASE}/Patient/a/_history/1`) },
    },
    { name: 'none', from: SUPPLIER, outcome: 'failed', seen: { search: entry(undefined) } },
    {
      name: 'a urn',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { search: entry('urn:uuid:7f0c1c8e-6d0b-4c55-8f3f-0a54c0f7a001') },
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function entry(fullUrl: string | undefined) {
  return found([patient], '_id=a', { entry: [{ fullUrl, resource: patient, search: { mode: 'match' } }] })
}

import {
  check,
  type Exchange,
  type FhirSubject,
  failed,
  noData,
  noGround,
  notApplicable,
  passed,
} from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { ISSUER, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { FHIR_ACCEPT } from '../../shared/refusal.ts'
import { resourcesIn } from '../../shared/resources-in.ts'

/** One value for each language that a search may be put into: SQL twice, a document store, a directory. */
const values = [`'`, `' OR '1'='1`, `"; --`, `{"$ne":null}`, `*)(uid=*`]
const fhir = { 'content-type': 'application/fhir+json' }
const found = (...resources: object[]) =>
  answer(
    200,
    fhir,
    { resourceType: 'Bundle', type: 'searchset', entry: resources.map(resource => ({ resource })) },
    { url: `${ISSUER}/fhir/Patient?family='` },
  )
const matches = (seen: Exchange) =>
  resourcesIn(seen).filter(({ resourceType }) => resourceType !== 'OperationOutcome').length

/** The searches that take free text: strings first, then tokens; one of each of the first two types that have any. */
function searchesOf({ types }: FhirSubject): readonly string[] {
  return types
    .filter(({ interactions }) => interactions.includes('search-type'))
    .flatMap(({ url, searchParams }) => {
      // Names that begin with _ are for every type, and often not built.
      const own = searchParams.filter(({ name }) => !name.startsWith('_'))
      const param = own.find(({ type }) => type === 'string') ?? own.find(({ type }) => type === 'token')
      return param ? [`${url}?${param.name}=`] : []
    })
    .slice(0, 2)
}

/** Quotes and operators in a search value are text: no more matches than for a word nobody has, and no fault (OWASP ASVS 5.0, 1.2). */
export default check({
  id: 'api/search-injection',
  version: 2,
  title: 'Search values cannot inject into queries',
  verifies: { 'SEC-API-025': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'intrusive',
  fix: 'Hand search values to the database as parameters, never as part of the query text.',
  probe: async ({ http, subject, nonce }) => {
    const searches = searchesOf(subject)
    if (searches.length === 0) return notApplicable('The CapabilityStatement declares no search by string or token.')
    const ask = (address: string) => http.get(address, { headers: FHIR_ACCEPT, as: subject.identity })
    const seen: Exchange[] = []
    for (const search of searches) {
      const nothing = await ask(`${search}${nonce()}`)
      const { status } = nothing.response ?? {}
      if (status === 401 || status === 403) return noData(`an identity that may search ${search}`)
      if (status === 200 && matches(nothing) > 0)
        return noGround(`${search} does not filter: a word that nobody has finds something`)
      for (const value of values) seen.push(await ask(`${search}${encodeURIComponent(value)}`))
    }
    return { answers: seen }
  },
  judge: ({ answers }) => {
    const faults = answers.flatMap(seen => {
      const about = { at: seen.request.url, expected: 'no match, or 400' }
      if (seen.response.status >= 500) return [failed('broke', { ...about, actual: String(seen.response.status) })]
      return seen.response.status < 300 && matches(seen) > 0
        ? [failed('widened', { ...about, actual: `${matches(seen)} matches` })]
        : []
    })
    return faults.length > 0 ? faults : passed()
  },
  messages: {
    broke: '{at} ended in {actual}: the value seems to have become part of a query.',
    widened: '{at} gave {actual}: the value seems to have changed the query.',
  },
  examples: [
    { name: 'text like any other', from: SUPPLIER, outcome: 'passed', seen: { answers: [found(), refusedWith(400)] } },
    {
      name: 'a quote breaks it',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['broke'],
      seen: { answers: [refusedWith(500), found()] },
    },
    {
      name: 'a condition widens it',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['widened'],
      seen: { answers: [found({ resourceType: 'Patient', id: 'a' })] },
    },
    { name: 'searches do not filter', from: SUPPLIER, outcome: 'cantTell', seen: noGround('does not filter') },
    { name: 'may not search', from: SUPPLIER, outcome: 'untested', seen: noData('an identity that may search') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})

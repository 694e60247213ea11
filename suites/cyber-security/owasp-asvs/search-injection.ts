import {
  advice,
  cantTell,
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
const operators = [`'`, `' OR '1'='1`, `"; --`, `{"$ne":null}`, `*)(uid=*`].map(encodeURIComponent)
/**
 * A null, and a quote as overlong UTF-8, which no decoder may read as one (RFC 3629, 3). They follow a word that nobody has: a server that
 * drops them must not be left with a search for nothing, which finds everything.
 */
const bytes = ['%00', '%C0%A7']
const isOfBytes = ({ request }: Exchange) => bytes.some(value => request.url.endsWith(value))
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

/**
 * Quotes and operators in a search value are text: no more matches than for a word nobody has, and no fault (OWASP ASVS 5.0, 1.2). Bytes
 * that are no text may find nothing; a fault is said of them and is no proof of a query. Faults count while a plain search still works.
 */
export default check({
  id: 'api/search-injection',
  version: 4,
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
    const after: Exchange[] = []
    for (const search of searches) {
      const nothing = await ask(`${search}${nonce()}`)
      const { status } = nothing.response ?? {}
      if (status === 401 || status === 403) return noData(`an identity that may search ${search}`)
      if (status === 200 && matches(nothing) > 0)
        return noGround(`${search} does not filter: a word that nobody has finds something`)
      for (const value of operators) seen.push(await ask(`${search}${value}`))
      for (const value of bytes) seen.push(await ask(`${search}${nonce()}${value}`))
      after.push(await ask(`${search}${nonce()}`))
    }
    return { answers: seen, after }
  },
  judge: ({ answers, after }) => {
    const ill = after.find(({ response }) => response.status >= 500)
    if (ill) return cantTell('unwell', { at: ill.request.url, actual: String(ill.response.status) })
    const faults = answers.flatMap(seen => {
      const about = { at: seen.request.url, expected: 'no match, or 400' }
      const actual = String(seen.response.status)
      if (seen.response.status >= 500)
        return [(isOfBytes(seen) ? advice : failed)(isOfBytes(seen) ? 'upset' : 'broke', { ...about, actual })]
      return seen.response.status < 300 && matches(seen) > 0
        ? [failed('widened', { ...about, actual: `${matches(seen)} matches` })]
        : []
    })
    return faults.some(one => !one.advice) ? faults : [passed(), ...faults]
  },
  messages: {
    upset: '{at} ended in {actual}: bytes that are no text are not checked before they are used.',
    unwell: 'After these values a plain search, {at}, answered {actual}; whether they are to blame cannot be told.',
    broke: '{at} ended in {actual}: the value seems to have become part of a query.',
    widened: '{at} gave {actual}: the value seems to have changed the query.',
  },
  examples: [
    {
      name: 'text like any other',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [found(), refusedWith(400)], after: [found()] },
    },
    {
      name: 'a quote breaks it',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['broke'],
      seen: { answers: [refusedWith(500), found()], after: [found()] },
    },
    {
      name: 'a condition widens it',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['widened'],
      seen: { answers: [found({ resourceType: 'Patient', id: 'a' })], after: [found()] },
    },
    {
      name: 'a null upsets it',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['passed', 'upset'],
      seen: {
        answers: [answer(500, fhir, '', { url: `${ISSUER}/fhir/Patient?family=0a1b2c3d4e5f6071%00` })],
        after: [found()],
      },
    },
    {
      name: 'it does not recover',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['unwell'],
      seen: { answers: [refusedWith(500)], after: [refusedWith(500)] },
    },
    { name: 'searches do not filter', from: SUPPLIER, outcome: 'cantTell', seen: noGround('does not filter') },
    { name: 'may not search', from: SUPPLIER, outcome: 'untested', seen: noData('an identity that may search') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answers: [gatewayPage()], after: [found()] },
    },
  ],
})

import {
  type Answered,
  advice,
  cantTell,
  check,
  type Decision,
  type Exchange,
  failed,
  type Judged,
  noData,
  notApplicable,
  passed,
} from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Injected, type InjectedType, inject, isHit, matches, searchesOf } from '../../shared/injection.ts'
import { ISSUER, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { FHIR_ACCEPT } from '../../shared/refusal.ts'

const fhir = { 'content-type': 'application/fhir+json' }
const someone = { resourceType: 'Patient', id: 'a' }
const found = (...resources: object[]) =>
  answer(
    200,
    fhir,
    { resourceType: 'Bundle', type: 'searchset', entry: resources.map(resource => ({ resource })) },
    { url: `${ISSUER}/fhir/Patient?family='` },
  )
/** What one parameter showed. A search that breaks or finds something whatever the word tells nothing of these values. */
function judged({ together, plain, apart }: Judged<Injected>): Decision[] {
  if (!isHit(together)) return []
  const about = { at: together.request.url, expected: 'no match, or 400', actual: saidBy(together) }
  if (plain.some(isHit)) return [advice('anyway', about)]
  const hits = apart.filter(isHit)
  if (hits.length === 0) return [advice('upset', about)]
  return hits.map(seen => {
    const key = seen.response.status >= 500 ? 'broke' : 'widened'
    return failed(key, { at: seen.request.url, expected: 'no match, or 400', actual: saidBy(seen) })
  })
}

const saidBy = (seen: Answered): string =>
  seen.response.status >= 500 ? String(seen.response.status) : `${matches(seen)} matches`

/**
 * Quotes and operators in a search value are text: no more matches than for a word nobody has, and no fault (OWASP ASVS 5.0, 1.2). Every
 * declared parameter is asked, with all values at once as alternatives, and with each alone where that shows anything. Bytes that are no
 * text may find nothing; a fault is said of them and is no proof of a query. Faults count while a plain search still works.
 */
export default check({
  id: 'api/search-injection',
  version: 6,
  title: 'Search values cannot inject into queries',
  verifies: { 'SEC-API-025': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'intrusive',
  fix: 'Hand search values to the database as parameters, never as part of the query text.',
  probe: async ({ http, subject, nonce }) => {
    const { searches, left } = searchesOf(subject)
    const [first] = searches
    if (!first) return notApplicable('The CapabilityStatement declares no search by a parameter of its own.')
    const nothing = await http.get(`${first[0]}${nonce()}`, { headers: FHIR_ACCEPT, as: subject.identity })
    const { status } = nothing.response ?? {}
    if (status === 401 || status === 403) return noData(`an identity that may search ${first[0]}`)
    const types: InjectedType[] = []
    for (const each of searches) types.push(await inject(http, subject.identity, each, nonce))
    return { types, left }
  },
  judge: ({ types, left }, { url }) => {
    const ill = types.find(({ after }) => after.response.status >= 500)?.after
    if (ill) return cantTell('unwell', { at: ill.request.url, actual: String(ill.response.status) })
    const parameters = types.flatMap(one => one.parameters)
    const shown = parameters.flatMap(judged)
    const odd = types
      .flatMap(one => one.odd)
      .filter(({ response }) => response.status >= 500)
      .map(({ request, response }) =>
        advice('upset', { at: request.url, expected: 'no match, or 400', actual: String(response.status) }),
      )
    const cut = left > 0 ? [advice('left-out', { at: url, actual: String(left) })] : []
    const told = shown.some(({ outcome, advice: said }) => outcome === 'failed' && !said)
    const blind = parameters.every(({ plain }) => plain.some(isHit))
    const verdict = told ? [] : [blind ? cantTell('blind', { at: url }) : passed({ at: url })]
    return [...verdict, ...shown, ...odd, ...cut]
  },
  messages: {
    upset: '{at} ended in {actual}: what is no proper value is not checked before it is used.',
    anyway: '{at} gave {actual}, as for a word that nobody has: of this parameter nothing can be told.',
    blind: 'Every search at {at} gives as much for a word that nobody has: whether values are text cannot be told.',
    'left-out': '{actual} parameters more are declared at {at} than were asked.',
    unwell: 'After these values a plain search, {at}, answered {actual}; whether they are to blame cannot be told.',
    broke: '{at} ended in {actual}: the value seems to have become part of a query.',
    widened: '{at} gave {actual}: the value seems to have changed the query.',
  },
  examples: [
    injected('text like any other', [sound(found()), sound(refusedWith(400))], 'passed'),
    injected('a quote breaks it', [hit(refusedWith(500), found())], 'failed', ['broke']),
    injected('a condition widens it', [sound(found()), hit(found(someone), found())], 'failed', ['widened']),
    injected('it breaks on any word', [sound(found()), hit(refusedWith(500), refusedWith(500))], 'passed', [
      'passed',
      'anyway',
    ]),
    injected('searches do not filter', [hit(found(someone), found(someone))], 'cantTell', ['blind', 'anyway']),
    {
      ...injected('a null upsets it', [sound(found())], 'passed', ['passed', 'upset']),
      seen: { types: [{ ...typeOf([sound(found())]), odd: [refusedWith(500)] }], left: 0 },
    },
    {
      ...injected('more than can be asked', [sound(found())], 'passed', ['passed', 'left-out']),
      seen: { types: [typeOf([sound(found())])], left: 40 },
    },
    {
      ...injected('it does not recover', [hit(refusedWith(500), found())], 'cantTell', ['unwell']),
      seen: { types: [{ ...typeOf([hit(refusedWith(500), found())]), after: refusedWith(500) }], left: 0 },
    },
    { name: 'may not search', from: SUPPLIER, outcome: 'untested', seen: noData('an identity that may search') },
    injected('a rate limit', [sound(gatewayPage())], 'cantTell'),
  ],
})

function typeOf(parameters: readonly Injected[]) {
  return { parameters, odd: [] as Exchange[], after: found() }
}
function sound(together: Exchange): Injected {
  return { together, plain: [], apart: [] }
}
function hit(together: Exchange, plain: Exchange): Injected {
  return { together, plain: [plain], apart: [together, found()] }
}
function injected(
  name: string,
  parameters: readonly Injected[],
  outcome: 'passed' | 'failed' | 'cantTell',
  keys?: readonly string[],
) {
  const from = SUPPLIER
  return { name, from, outcome, seen: { types: [typeOf(parameters)], left: 0 }, ...(keys && { keys }) }
}

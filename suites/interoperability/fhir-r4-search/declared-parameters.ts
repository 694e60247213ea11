import {
  cantTell,
  check,
  type Exchange,
  failed,
  type Http,
  passed,
  type ResourceTypeSubject,
} from '../../../runner/check.ts'
import { bundleIn, linkOf, parametersIn } from '../../shared/bundle.ts'
import { atMostTypes, inJson, turnedAway, typesOf, UNKNOWN_ID } from '../../shared/fhir-asking.ts'
import { BASE, found, HAPI, noAccess, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { nobodys, type Parameter } from '../../shared/search-values.ts'

/** One request each where all is well; those of which instances are known come first. */
const MOST_TYPES = 150
const askable = ({ name, type }: Parameter) =>
  type in nobodys && !['_id', '_query', '_filter', '_list', '_has'].includes(name)

/**
 * Each declared parameter stands in the self link, which lists what was really used (R4 search.html, 3.1.1.6). All parameters of a type are asked for
 * at once, with values that nothing has; only where one is missing or the search is refused, halves are asked for until the one is found.
 */
export default check({
  id: 'fhir/declared-parameters',
  version: 7,
  title: 'Every search parameter that is declared is used',
  verifies: { 'FHIR-CAP-005': 'all' },
  subjects: landscape =>
    atMostTypes(
      [...typesOf(landscape)]
        .filter(({ interactions, searchParams }) => interactions.includes('search-type') && searchParams.some(askable))
        .sort((a, b) => Number(b.instances.length > 0) - Number(a.instances.length > 0)),
      MOST_TYPES,
    ),
  effect: 'authenticated-read',
  fix: 'Implement the parameter, or take it out of the CapabilityStatement.',

  probe: async ({ http, subject }) => {
    const searches = await narrow(http, subject, subject.searchParams.filter(askable))
    return turnedAway(...searches) ?? { searches }
  },

  judge: ({ searches }) =>
    searches.map(search => {
      const at = search.request.url
      const missing = unused(search)
      if (missing.length === 0) return passed({ at })
      const expected = missing.join(', ')
      return search.response.status === 200
        ? failed('not-used', {
            at,
            expected,
            actual: linkOf(bundleIn(search), 'self', at)?.search ?? 'no self link',
          })
        : cantTell('refused', { at, expected, actual: String(search.response.status) })
    }),

  messages: {
    'not-used': 'The statement declares {expected}, but the self link of {at} does not list it as used: {actual}.',
    refused:
      'The statement declares {expected}, and a search by it, {at}, was refused with {actual}; whether for its value is for a person to say.',
  },

  examples: [
    {
      name: 'all used',
      from: HAPI,
      outcome: 'passed',
      seen: { searches: [searched('family=x&gender=y', 'gender=y&family=x')] },
    },
    {
      name: 'one ignored',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { searches: [searched('phone=x', ''), searched('family=x', 'family=x')] },
    },
    {
      name: 'one refused',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { searches: [refusal(400, 'value', 'Patient?phone=x')] },
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

/** Names asked for that the self link does not list; all of them when the search did not succeed. `_id` only keeps strangers out. */
function unused(search: Exchange): readonly string[] {
  const { url } = search.request
  const bundle = search.response?.status === 200 ? bundleIn(search) : undefined
  const used = parametersIn(linkOf(bundle, 'self', url))
  return parametersIn(new URL(url)).filter(name => name !== '_id' && !used.includes(name))
}

async function narrow(
  http: Http,
  subject: ResourceTypeSubject,
  parameters: readonly Parameter[],
): Promise<readonly Exchange[]> {
  const query = new URLSearchParams([
    ['_id', UNKNOWN_ID],
    ...parameters.map(({ name, type }) => [name, nobodys[type] ?? '']),
  ])
  const search = await http.get(`${subject.url}?${query}`, inJson(subject))
  if (parameters.length === 1 || !search.response || turnedAway(search) || unused(search).length === 0) return [search]
  const middle = Math.ceil(parameters.length / 2)
  const halves = [parameters.slice(0, middle), parameters.slice(middle)]
  const found = []
  for (const half of halves) found.push(...(await narrow(http, subject, half)))
  return found
}

function searched(query: string, self: string) {
  const answered = found([], self)
  return { ...answered, request: { ...answered.request, url: `${BASE}/Patient?${query}` } }
}

import {
  type ApiSubject,
  check,
  type Exchange,
  failed,
  type Http,
  inapplicable,
  noData,
  passed,
} from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { inJson, turnedAway } from '../../shared/fhir-asking.ts'
import { BASE, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { outcomeIn } from '../../shared/operation-outcome.ts'
import { isObject, objectsIn, summaryOf } from '../../shared/resource.ts'

const ID = '60e0b220-8136-4ca5-ae46-1d97ef59d068'
const DOCUMENT = { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' }
const status = (code: number) => answer(code, {}, '', { url: 'https://product.example/api/v1/status' })

/**
 * Where X-Request-ID is mandatory, a request without it is refused with 400 and an OperationOutcome (PDS FHIR API, headers). It is mandatory
 * where the same read succeeds with the header and not without, and where an OpenAPI document of the product says so.
 */
export default check({
  id: 'nhs-api/request-id-mandatory',
  version: 2,
  title: 'A request without a mandatory X-Request-ID is refused with 400 and an OperationOutcome',
  verifies: { 'NHS-API-003': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'authenticated-read',
  fix: 'Check the header before anything else and answer 400 with an OperationOutcome; do not call it mandatory where it is not.',

  probe: async ({ http, subject, landscape }) => {
    const type = subject.types.find(
      ({ instances, interactions }) => instances.length > 0 && interactions.includes('read'),
    )
    if (!type) return noData('an instance that can be read')
    const address = `${type.url}/${encodeURIComponent(type.instances[0] ?? '')}`
    const without = await http.get(address, inJson(type))
    const given = await http.get(address, inJson(type, { 'x-request-id': ID }))
    const documented = (await Promise.all(landscape.apis.map(api => askedWithout(http, api)))).flat()
    return turnedAway(given) ?? { without, given, documented }
  },

  judge: ({ without, given, documented }) => {
    const refusals = [
      ...(without.response.status >= 400 && given.response.status === 200 ? [without] : []),
      ...documented,
    ]
    if (refusals.length === 0) return inapplicable('not-mandatory', { at: without.request.url })
    return refusals.map(one => {
      const details = { at: one.request.url, expected: '400 with OperationOutcome', actual: summaryOf(one) }
      if (one.response.status < 400) return failed('let-through', details)
      return one.response.status === 400 && outcomeIn(one) ? passed(details) : failed('otherwise', details)
    })
  },

  messages: {
    'not-mandatory': 'The read of {at} succeeds without X-Request-ID, and no OpenAPI document calls it mandatory.',
    'let-through':
      'The OpenAPI document calls X-Request-ID mandatory at {at}, and a request without it was answered {actual}.',
    otherwise: 'A request to {at} without the mandatory X-Request-ID was refused with {actual}, not with {expected}.',
  },

  examples: [
    {
      name: 'mandatory, and said so',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { without: refusal(400, 'required'), given: sent(), documented: [] },
    },
    {
      name: 'refused as forbidden',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { without: refusal(403, 'forbidden'), given: sent(), documented: [] },
      keys: ['otherwise'],
    },
    {
      name: 'mandatory on paper',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { without: sent(), given: sent(), documented: [status(200)] },
      keys: ['let-through'],
    },
    {
      name: 'not mandatory',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { without: sent(), given: sent(), documented: [] },
    },
    { name: 'no access', from: BASE, outcome: 'cantTell', seen: noAccess },
  ],
})

/** Answers, without the header, of operations that a document calls it mandatory for: those that ask for nothing else, two at most. */
async function askedWithout(http: Http, api: ApiSubject): Promise<readonly Exchange[]> {
  if (!api.openapi) return []
  const document = jsonObjectIn(await http.get(api.openapi, { headers: DOCUMENT }))
  const server = objectsIn(document?.['servers'])[0]?.['url']
  const paths = isObject(document?.['paths']) ? document['paths'] : {}
  const bare = Object.entries(paths).flatMap(([path, item]) => {
    const get = isObject(item) && isObject(item['get']) ? item['get'] : undefined
    const needed = objectsIn(get?.['parameters']).filter(parameter => parameter['required'] === true)
    const [only, more] = needed
    return String(only?.['name']).toLowerCase() === 'x-request-id' && !more && !path.includes('{') ? [path] : []
  })
  const base =
    typeof server === 'string' && URL.canParse(server, api.openapi) ? new URL(server, api.openapi).href : api.openapi
  return Promise.all(
    bare.slice(0, 2).map(path => http.get(`${base.replace(/\/$/, '')}${path}`, { as: api.identity, fresh: true })),
  )
}

import { type Answered, cantTell, check, type Exchange, failed, inapplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'

const QUERY = '{__schema{queryType{name}}}'
const schemaIn = (answer: Answered): boolean => {
  const data = jsonObjectIn(answer)?.['data']
  return typeof data === 'object' && data !== null && '__schema' in data && data.__schema !== null
}
/** Data and errors are the members of every GraphQL answer (GraphQL 2021, 7.1); a problem of another API has none of `locations`. */
const isGraphQl = (answer: Answered): boolean => {
  const body = jsonObjectIn(answer)
  const { errors } = body ?? {}
  const speaks =
    Array.isArray(errors) && errors.some(one => /graphql|query|introspection|field/i.test(JSON.stringify(one)))
  return speaks || (body !== undefined && 'data' in body)
}

/**
 * A GraphQL endpoint at its usual address tells its whole schema to nobody, unless the API is meant for all (OWASP ASVS 5.0, 4.3.2).
 * Asked by GET only. How deep a query may be is left to a person, since trying it is load.
 */
export default check({
  id: 'api/graphql-introspection',
  version: 1,
  title: 'GraphQL introspection is off unless the API is public',
  verifies: { 'SEC-API-023': 'part' },
  subjects: ({ origins }) => origins.filter(({ roles }) => roles.includes('api')),
  effect: 'authenticated-read',
  fix: 'Switch introspection off in production, and limit the depth and cost of queries.',
  probe: async ({ http, subject, landscape }) => {
    const url = new URL(`/graphql?query=${encodeURIComponent(QUERY)}`, subject.url).href
    const as = [...landscape.apis, ...landscape.fhir].find(
      ({ url, identity }) => identity && new URL(url).origin === new URL(subject.url).origin,
    )?.identity
    const own = await http.get(url, { headers: { accept: 'application/json' }, as })
    const nobody: Exchange[] =
      as && own.response?.status === 200 ? [await http.get(url, { headers: { accept: 'application/json' } })] : []
    return { own, nobody }
  },
  judge: ({ own, nobody }) => {
    const at = own.request.url
    if (!isGraphQl(own)) return inapplicable('no-graphql', { at, actual: String(own.response.status) })
    if (!schemaIn(own)) return passed({ at })
    if (own.request.as === null || nobody.some(schemaIn)) return cantTell('public', { at })
    return failed('introspection', { at, expected: 'an error', actual: 'the schema' })
  },
  messages: {
    introspection: '{at} tells the whole schema of an API that is not public.',
    public: '{at} tells its schema to everybody; whether the API is meant to be public a person can tell.',
    'no-graphql': 'No GraphQL is spoken at {at} ({actual}).',
  },
  examples: [
    {
      name: 'none there',
      from: SUPPLIER,
      outcome: 'inapplicable',
      keys: ['no-graphql'],
      seen: { own: told({ error: 'not found' }, 404), nobody: [] },
    },
    {
      name: 'introspection is off',
      from: 'written after Apollo Server 4, 2026-11-22',
      outcome: 'passed',
      seen: { own: told({ errors: [{ message: 'GraphQL introspection is not allowed' }] }, 400), nobody: [] },
    },
    {
      name: 'on, for users',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['introspection'],
      seen: { own: told(schema()), nobody: [told({}, 401)] },
    },
    {
      name: 'on, for all',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['public'],
      seen: { own: told(schema()), nobody: [told(schema())] },
    },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { own: gatewayPage(), nobody: [] },
    },
  ],
})

function schema() {
  return { data: { __schema: { queryType: { name: 'Query' } } } }
}
function told(body: object, status = 200) {
  return answer(status, { 'content-type': 'application/json' }, body, {
    as: 'system',
    url: 'https://product.example/graphql',
  })
}

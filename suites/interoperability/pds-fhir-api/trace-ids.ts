import { type Answered, check, failed, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { FHIR_ACCEPT } from '../../shared/refusal.ts'

const asUuid = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
const ids = {
  'x-request-id': '60e0b220-8136-4ca5-ae46-1d97ef59d068',
  'x-correlation-id': '11c46f5f-cdef-4865-94b2-0ee0edcc26da',
}
const answered = (headers: { readonly [name: string]: string }): Answered =>
  answer(200, headers, '', { url: 'https://product.example/fhir/metadata', headers: ids })

/** The ids that a caller gives a request come back, so that it can be traced through both systems (PDS FHIR API, headers). */
export default check({
  id: 'nhs-api/trace-ids',
  version: 2,
  title: 'X-Request-ID and X-Correlation-ID come back',
  verifies: { 'NHS-API-001': 'all', 'NHS-API-002': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'authenticated-read',
  fix: 'Copy X-Request-ID and X-Correlation-ID from the request into the answer, errors included.',
  probe: async ({ http, subject, nonce }) => {
    const headers = {
      ...FHIR_ACCEPT,
      'x-request-id': asUuid(nonce() + nonce()),
      'x-correlation-id': asUuid(nonce() + nonce()),
    }
    const type = subject.types.find(
      ({ instances, interactions }) => instances.length > 0 && interactions.includes('read'),
    )
    const address = type ? `${type.url}/${encodeURIComponent(type.instances[0] ?? '')}` : `${subject.url}/metadata`
    return { seen: await http.get(address, { headers, as: subject.identity }) }
  },
  judge: ({ seen: { request, response } }) =>
    (
      [
        ['NHS-API-001', 'x-request-id', 'X-Request-ID'],
        ['NHS-API-002', 'x-correlation-id', 'X-Correlation-ID'],
      ] as const
    ).map(([requirement, header, name]) => {
      const expected = request.headers[header] ?? ''
      const actual = response.headers[header]
      if (actual === undefined)
        return failed('not-mirrored', { requirement, at: request.url, name, expected, actual: `no ${name}` })
      return actual.toLowerCase() === expected.toLowerCase()
        ? passed({ requirement })
        : failed('another-id', { requirement, at: request.url, name, expected, actual })
    }),
  messages: {
    'not-mirrored': 'The answer of {at} has {actual}, although the request had one.',
    'another-id': 'The answer of {at} has another {name} than the request: {actual}, not {expected}.',
  },
  examples: [
    {
      name: 'both come back',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { seen: answered(ids) },
    },
    {
      name: 'one of them',
      from: 'HAPI FHIR JPA 8.8.0, 2026-11-22',
      outcome: 'failed',
      keys: ['passed', 'not-mirrored'],
      seen: { seen: answered({ 'x-request-id': ids['x-request-id'] }) },
    },
    {
      name: 'an id of its own',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['another-id', 'passed'],
      seen: { seen: answered({ ...ids, 'x-request-id': 'e1' }) },
    },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { seen: gatewayPage() } },
  ],
})

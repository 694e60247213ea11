import { check, failed, inapplicable, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { r4Endpoints } from '../../shared/fhir-asking.ts'
import { HAPI, SUPPLIER, sent } from '../../shared/fhir-examples.ts'

const ID = '60e0b220-8136-4ca5-ae46-1d97ef59d068'
const statement = { resourceType: 'CapabilityStatement' }

/**
 * Request ids serve to find a request in the server's log. A server may leave them out; one that answers with an id of its own gives the
 * client's back as X-Correlation-Id (R4 http.html#custom).
 */
export default check({
  id: 'fhir/request-id',
  version: 2,
  title: 'The request id comes back',
  verifies: { 'FHIR-OO-002': 'all' },
  subjects: r4Endpoints,
  effect: 'read',
  fix: 'Copy X-Request-Id to the answer; with an id of your own there, send the one of the client as X-Correlation-Id.',

  probe: async ({ http, subject }) => ({
    asked: await http.get(`${subject.url}/metadata`, {
      headers: { accept: 'application/fhir+json', 'x-request-id': ID },
    }),
  }),

  judge: ({ asked }) => {
    const at = asked.request.url
    const sentId = asked.request.headers['x-request-id']
    const { 'x-request-id': id, 'x-correlation-id': correlation } = asked.response.headers
    if (id === undefined && correlation === undefined) return inapplicable('no-ids', { at })
    return id === sentId || correlation === sentId
      ? passed({ at })
      : failed('id-lost', { at, expected: sentId ?? '', actual: id ?? correlation ?? '' })
  },

  messages: {
    'no-ids': 'The server sends no request ids at {at}, as it may.',
    'id-lost': 'The request id {expected} was lost at {at}; the answer names {actual} alone.',
  },

  examples: [
    { name: 'echoed', from: HAPI, outcome: 'passed', seen: { asked: asked({ 'x-request-id': ID }) } },
    {
      name: 'its own id, ours beside it',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { asked: asked({ 'x-request-id': '7', 'x-correlation-id': ID }) },
    },
    { name: 'its own id alone', from: SUPPLIER, outcome: 'failed', seen: { asked: asked({ 'x-request-id': '7' }) } },
    { name: 'none', from: SUPPLIER, outcome: 'inapplicable', seen: { asked: asked({}) } },
    { name: 'a gateway', from: SUPPLIER, outcome: 'cantTell', seen: { asked: gatewayPage() } },
  ],
})

function asked(headers: Readonly<Record<string, string>>) {
  const answered = sent(statement, headers, 'metadata')
  return { ...answered, request: { ...answered.request, headers: { 'x-request-id': ID } } }
}

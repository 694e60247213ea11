import { check, failed, noData, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { inJson, turnedAway, typesWith } from '../../shared/fhir-asking.ts'

const ORIGIN = 'https://elsewhere.example'

/**
 * An answer with patient data does not allow every origin (ASVS 3.4.2). Asked are a read of each endpoint's first types, as a
 * script of another site would ask, with the identity of the endpoint. The wildcard on metadata and documents is fine.
 */
export default check({
  id: 'cors/records',
  version: 2,
  title: 'Records are not readable from every site',
  verifies: { 'SEC-CORS-003': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 3),
  effect: 'authenticated-read',
  fix: 'Name the allowed origins instead of the wildcard wherever a token or session is needed.',

  probe: async ({ http, subject }) => {
    const [id] = subject.instances
    if (id === undefined) return noData('an instance of this type under testData.resources')
    const read = await http.get(`${subject.url}/${encodeURIComponent(id)}`, inJson(subject, { origin: ORIGIN }))
    return turnedAway(read) ?? { read }
  },

  judge: ({ read }) => {
    const actual = read.response.headers['access-control-allow-origin'] ?? 'no such header'
    return actual.trim() === '*'
      ? failed('everybody', { at: read.request.url, expected: 'the origins of registered apps, or none', actual })
      : passed({ at: read.request.url })
  },

  messages: { everybody: 'Scripts of every site may read {at}: Access-Control-Allow-Origin is {actual}.' },

  examples: [
    { name: 'none', from: 'HAPI FHIR 8.8.0, 2026-11-22', outcome: 'passed', seen: { read: answer(200) } },
    {
      name: 'a named app',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { read: answer(200, { 'access-control-allow-origin': 'https://app.partner.example', vary: 'Origin' }) },
    },
    {
      name: 'everybody',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      seen: { read: answer(200, { 'access-control-allow-origin': '*' }) },
    },
    { name: 'a gateway answers', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { read: gatewayPage() } },
  ],
})

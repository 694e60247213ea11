import { check, failed, passed } from '../runner/check.ts'
import { answer, gatewayPage } from './shared/examples.ts'

/**
 * Copy this file to `suites/<pillar>/<standard>/<check>.ts` and fill it in. One sentence here: what the check shows, and the clause
 * it rests on. Then: delete `fate: planned` from the requirement, add a defect that breaks it to `fixtures/defects`, and run
 * `npm test` and `npm run fidelity`. Nothing has to be registered.
 */
export default check({
  id: 'area/what-it-shows',
  version: 1, // raise it whenever the judge may decide differently
  title: 'What a conformant product does, as a sentence',
  verifies: { 'REQ-ID-001': 'all' }, // 'part' when something of the requirement is left to a person
  subjects: ({ fhir }) => fhir, // one assertion for each; see runner/plan/landscape.ts
  effect: 'read',
  fix: 'What the engineer should do.',

  // Asks and judges nothing. The only doors to network, randomness and clock are those handed in. A step that cannot be taken
  // returns noData('what is needed'), notApplicable('what was seen') or noGround('why').
  probe: async ({ http, subject }) => ({ metadata: await http.get(`${subject.url}/metadata`) }),

  // Decides and touches nothing. Silence, gateways and steps not reached never come here.
  judge: ({ metadata }) =>
    metadata.response.status === 200
      ? passed()
      : failed('status-differs', {
          at: metadata.request.url,
          expected: '200',
          actual: String(metadata.response.status),
        }),

  messages: { 'status-differs': 'The answer at {at} was {actual}, not {expected}.' },

  // Recorded answers with the outcome each must have: passed, failed, cut short, and every message key at least once.
  examples: [
    { name: 'answers', from: 'server and version, date', outcome: 'passed', seen: { metadata: answer(200) } },
    { name: 'is missing', from: 'server and version, date', outcome: 'failed', seen: { metadata: answer(404) } },
    {
      name: 'is behind a rate limit',
      from: 'server and version, date',
      outcome: 'cantTell',
      seen: { metadata: gatewayPage() },
    },
  ],
})

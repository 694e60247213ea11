import { check, type Exchange, failed, passed } from '../../../runner/check.ts'
import { inJson, turnedAway } from '../../shared/fhir-asking.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { observations, refusal, refusedExample, SUPPLIER } from '../../shared/write-examples.ts'

/** Addresses that no client should ask for, below the type. */
const addresses = ['/%00', '/a%20b', `/${'x'.repeat(80)}`, '?_count=many', '?_lastUpdated=soon', '?_sort=nothing', '?=']
/** Bodies that no client should send. */
const bodies = ['', '{', '[]', 'null', '"text"', '{"resourceType":"Nothing"}', '{"resourceType":7}', '\u0000']

/** Faults of a client are answered with 4xx (or borne), never with 5xx: fifteen malformed calls. */
export default check({
  id: 'fhir/client-faults',
  version: 2,
  title: 'Faults of the caller never end in an error of the server',
  verifies: { 'NHS-API-014': 'all' },
  subjects: writing(),
  effect: 'write',
  fix: 'Validate addresses, parameters and bodies before they reach code that can throw; answer 4xx with an OperationOutcome.',

  // A good call at the end shows that the server was well all the time.
  probe: async context => {
    const { http, subject } = context
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const calls: Exchange[] = []
    for (const address of addresses) calls.push(await http.get(`${subject.url}${address}`, inJson(subject)))
    for (const body of bodies) calls.push(await scratch.create(body))
    const control = await scratch.make()
    return isNotReached(control) ? control : (turnedAway(...calls) ?? { calls, control })
  },

  judge: ({ calls }) =>
    calls.map(call => {
      const { method, url } = call.request
      const details = { at: url, method, expected: '4xx', actual: summaryOf(call) }
      return call.response.status >= 500 ? failed('own-fault', details) : passed(details)
    }),

  messages: { 'own-fault': 'A malformed {method} at {at} was answered {actual}, as if the server were at fault.' },

  examples: [
    {
      name: '4xx',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { calls: [refusal(400), refusal(404)], control: { created: refusal(201), id: '1', url: '' } },
      subject: observations,
    },
    {
      name: '500',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { calls: [refusal(400), refusal(500)], control: { created: refusal(201), id: '1', url: '' } },
      subject: observations,
    },
    refusedExample,
  ],
})

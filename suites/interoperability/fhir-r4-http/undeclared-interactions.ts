import { check, type Exchange, failed, notApplicable, passed } from '../../../runner/check.ts'
import { inJson, isRefused, r4Endpoints, searchOf, turnedAway, UNKNOWN_ID } from '../../shared/fhir-asking.ts'
import { BASE, HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { FHIR_JSON } from '../../shared/media-type.ts'
import { summaryOf } from '../../shared/resource.ts'

/** A bundle that only reads what everyone may. */
const reading = (type: 'batch' | 'transaction') =>
  JSON.stringify({ resourceType: 'Bundle', type, entry: [{ request: { method: 'GET', url: 'metadata' } }] })

/** Types of R4 of which a server that has them says so. */
const usual = ['Basic', 'Goal', 'Library', 'Measure', 'SupplyRequest', 'Task', 'VisionPrescription']

/**
 * Interactions that the statement leaves out are refused as unknown or not allowed (R4 http.html, status codes). Asked for is what does no harm if it
 * works after all: the deletion of an instance that nobody has, history of everything after the year 2100, searches and versions of what nobody
 * has, and bundles that only read. A create or an update could only be shown by storing something.
 */
export default check({
  id: 'fhir/undeclared-interactions',
  version: 4,
  title: 'Interactions that are not declared are refused with 404, 405 or 501',
  verifies: { 'FHIR-CAP-006': 'part' },
  subjects: landscape => r4Endpoints(landscape).filter(({ declared, types }) => declared && types.length > 0),
  effect: 'write',
  fix: 'Declare the interaction, or answer 405 for it on a known route and 404 on an unknown one.',

  probe: async ({ http, subject }) => {
    const lacking = (interaction: string) =>
      subject.types.filter(({ interactions }) => !interactions.includes(interaction)).slice(0, 3)
    const since = '_history?_count=1&_since=2100-01-01T00:00:00Z'
    const asked: Exchange[] = []
    for (const { url } of lacking('history-type')) asked.push(await http.get(`${url}/${since}`, inJson(subject)))
    if (!subject.interactions.includes('history-system'))
      asked.push(await http.get(`${subject.url}/${since}`, inJson(subject)))
    for (const { url } of lacking('delete'))
      asked.push(await http.send('DELETE', `${url}/${UNKNOWN_ID}`, inJson(subject)))
    for (const type of lacking('search-type')) asked.push(await searchOf(http, type, { _id: UNKNOWN_ID }))
    for (const type of lacking('vread'))
      if (type.instances[0]) asked.push(await http.get(`${type.url}/${type.instances[0]}/_history/1`, inJson(subject)))
    const absent = usual.filter(name => !subject.types.some(({ type }) => type === name)).slice(0, 2)
    for (const name of absent) asked.push(await http.get(`${subject.url}/${name}?_id=${UNKNOWN_ID}`, inJson(subject)))
    for (const kind of ['batch', 'transaction'] as const)
      if (!subject.interactions.includes(kind)) {
        const options = { ...inJson(subject, { 'content-type': FHIR_JSON }), body: reading(kind) }
        asked.push(await http.send('POST', subject.url, options))
      }
    if (asked.length === 0)
      return notApplicable('The CapabilityStatement declares every interaction that can be asked for without harm')
    const answered = asked.filter(one => !isRefused(one))
    return answered.length > 0 ? { answered } : (turnedAway(...asked) ?? { answered })
  },

  judge: ({ answered }) =>
    answered.map(one => {
      const at = `${one.request.method} ${one.request.url}`
      return [404, 405, 501].includes(one.response.status)
        ? passed({ at })
        : failed('not-refused', { at, expected: '404, 405 or 501', actual: summaryOf(one) })
    }),

  messages: { 'not-refused': '{at} is not declared, yet the answer was {actual}, not {expected}.' },

  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answered: [refusal(405, 'not-supported'), refusal(404)] },
    },
    {
      name: 'a batch is run',
      from: HAPI,
      outcome: 'failed',
      seen: { answered: [sent({ resourceType: 'Bundle', type: 'batch-response' }, {}, '')] },
    },
    { name: 'an error', from: SUPPLIER, outcome: 'failed', seen: { answered: [refusal(500, 'exception')] } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
    {
      name: 'everything declared',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable(`${BASE}/metadata declares all`),
    },
  ],
})

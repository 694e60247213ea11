import { check, failed, noData, passed } from '../../../runner/check.ts'
import { inJson, r4Endpoints, turnedAway, UNKNOWN_ID } from '../../shared/fhir-asking.ts'
import { BASE, fhirSubject, noAccess, patient, sent } from '../../shared/fhir-examples.ts'
import { FHIR_JSON } from '../../shared/media-type.ts'
import { isObject, objectsIn, resourceIn, summaryOf } from '../../shared/resource.ts'
import { refusal, SUPPLIER } from '../../shared/write-examples.ts'

/**
 * A batch answers 200 with a batch-response that has one entry for each of the request's, in their order (R4 http.html#brules).
 * The batch reads: one resource, and one that is not there.
 */
export default check({
  id: 'fhir/batch',
  version: 2,
  title: 'A batch is answered entry by entry, in order',
  verifies: { 'FHIR-TXN-001': 'all' },
  subjects: landscape => r4Endpoints(landscape).filter(({ interactions }) => interactions.includes('batch')),
  effect: 'write',
  fix: 'Answer a batch with 200 and a batch-response in the order of the request, whatever becomes of single entries.',

  probe: async ({ http, subject }) => {
    const type = subject.types.find(
      ({ interactions, instances }) => interactions.includes('read') && instances.length > 0,
    )
    if (!type) return noData('a resource that may be read, under testData')
    const known = `${type.type}/${type.instances[0]}`
    const entry = [known, `${type.type}/${UNKNOWN_ID}`].map(url => ({ request: { method: 'GET', url } }))
    const options = inJson(subject, { 'content-type': FHIR_JSON })
    const control = await http.get(`${subject.url}/${known}`, inJson(subject))
    const body = JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry })
    const batch = await http.send('POST', subject.url, { ...options, body })
    return turnedAway(control, batch) ?? { known, control, batch }
  },

  judge: ({ known, batch }) => {
    const at = batch.request.url
    const bundle = resourceIn(batch)
    if (batch.response.status !== 200 || bundle?.['type'] !== 'batch-response')
      return failed('no-response', {
        at,
        expected: '200 with a Bundle of type batch-response',
        actual: summaryOf(batch),
      })
    const said = objectsIn(bundle['entry']).map(({ resource, response }) => {
      const status = isObject(response) ? String(response['status']) : 'no status'
      const read = isObject(resource) ? `${resource['resourceType']}/${resource['id']}` : ''
      return status.startsWith('2') ? read : /^4\d\d/.test(status) ? 'refused' : status
    })
    const expected = [known, 'refused']
    const details = { at, expected: expected.join(', '), actual: said.join(', ') || 'no entry' }
    return said.join() === expected.join() ? passed(details) : failed('other-entries', details)
  },

  messages: {
    'no-response': 'A batch at {at} was answered {actual}, not {expected}.',
    'other-entries': 'A batch at {at} was answered with the entries {actual}; expected {expected}.',
  },

  examples: [
    ...(
      [
        ['in order', 'passed', ['200 OK', '404 Not Found']],
        ['shuffled', 'failed', ['404', '200']],
        ['an entry left out', 'failed', ['200']],
      ] as const
    ).map(([name, outcome, statuses]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        known: 'Patient/a',
        control: sent(),
        batch: sent(
          {
            resourceType: 'Bundle',
            type: 'batch-response',
            entry: statuses.map(status => ({
              ...(status.startsWith('200') && { resource: patient }),
              response: { status },
            })),
          },
          {},
          '',
        ),
      },
      subject: fhirSubject(),
    })),
    {
      name: 'not offered',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { known: 'Patient/a', control: sent(), batch: refusal(405) },
      subject: fhirSubject({ url: BASE }),
    },
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})

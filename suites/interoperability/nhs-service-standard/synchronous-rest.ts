import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { readOf, searchOf, turnedAway, typesWith } from '../../shared/fhir-asking.ts'
import { BASE, found, HAPI, noAccess, patient, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

const later = answer(202, { 'content-location': `${BASE}/jobs/1` }, '', { url: `${BASE}/Observation?patient=a` })

/**
 * Ordinary reads and searches are answered at once: with the record, and not with a promise to fetch it later (NHS service standard, 17).
 * Bulk export is not asked for, for it may take its time.
 */
export default check({
  id: 'nhs-api/synchronous-rest',
  version: 2,
  title: 'Reads and searches are answered at once',
  verifies: { 'NHS-API-007': 'all' },
  subjects: landscape =>
    typesWith(landscape, 'search-type', 6, ({ searchParams }) => searchParams.some(({ name }) => name === 'patient')),
  effect: 'authenticated-read',
  fix: 'Answer reads and searches of ordinary size in the same exchange; keep 202 and messages for bulk work.',

  probe: async ({ http, subject, landscape }) => {
    const patients = landscape.resourceTypes.find(
      ({ type, endpoint }) => type === 'Patient' && endpoint === subject.endpoint,
    )
    const owner = patients?.instances[0]
    const answers = [
      ...(subject.interactions.includes('read') ? [await readOf(http, subject)] : []),
      await searchOf(http, subject, { _id: subject.instances[0] ?? '' }),
      ...(owner ? [await searchOf(http, subject, { patient: owner, _count: '5' })] : []),
    ]
    return turnedAway(...answers) ?? { answers }
  },

  judge: ({ answers }) =>
    answers.map(one => {
      const at = one.request.url
      const { status, headers } = one.response
      if (status === 202)
        return failed('later', { at, expected: '200', actual: headers['content-location'] ?? 'no address' })
      return status === 200 && resourceIn(one) ? passed({ at }) : cantTell('refused', { at, actual: summaryOf(one) })
    }),

  messages: {
    later: 'The answer of {at} was put off: 202, to be fetched at {actual}.',
    refused: 'At {at} there was nothing to get at once or later: {actual}.',
  },

  examples: [
    { name: 'at once', from: HAPI, outcome: 'passed', seen: { answers: [sent(), found([patient])] } },
    { name: 'put off', from: SUPPLIER, outcome: 'failed', seen: { answers: [sent(), later] } },
    { name: 'refused', from: SUPPLIER, outcome: 'cantTell', seen: { answers: [refusal(400)] }, keys: ['refused'] },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

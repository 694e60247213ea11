import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { isRefused, r4Endpoints, searchOf, turnedAway, UNKNOWN_ID } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/**
 * Every type that the statement says can be searched can be (R4 http.html#capabilities): asked for is one instance, or one that nobody has,
 * so that no record is read for it. What a search finds is the question of other checks.
 */
export default check({
  id: 'fhir/declared-types',
  version: 2,
  title: 'Every type that is declared as searchable can be searched',
  verifies: { 'FHIR-CAP-004': 'part' },
  subjects: landscape =>
    r4Endpoints(landscape).filter(({ types }) =>
      types.some(({ interactions }) => interactions.includes('search-type')),
    ),
  effect: 'authenticated-read',
  fix: 'Serve the type, or take it out of the CapabilityStatement.',

  probe: async ({ http, subject }) => {
    const types = subject.types.filter(({ interactions }) => interactions.includes('search-type'))
    const answers = await Promise.all(types.map(type => searchOf(http, type, { _id: type.instances[0] ?? UNKNOWN_ID })))
    const told = answers.filter(one => !isRefused(one))
    return told.length > 0 ? { answers } : (turnedAway(...answers) ?? { answers })
  },

  judge: ({ answers }) =>
    answers.map(one => {
      const details = { at: one.request.url, expected: '200', actual: summaryOf(one) }
      const { status } = one.response
      if (status === 200 && resourceIn(one)?.resourceType === 'Bundle') return passed({ at: one.request.url })
      return [404, 405, 501].includes(status) || status === 200
        ? failed('not-there', details)
        : cantTell('refused', details)
    }),

  messages: {
    'not-there': 'The CapabilityStatement declares the search {at}, and it was answered {actual}.',
    refused: 'The declared search {at} was refused with {actual}; whether for a policy is for a person to say.',
  },

  examples: [
    { name: 'all there', from: HAPI, outcome: 'passed', seen: { answers: [found([]), found([])] } },
    {
      name: 'a type that is not there',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { answers: [found([]), refusal(404, 'not-supported', 'Organization')] },
    },
    {
      name: 'an insistence on a patient',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { answers: [refusal(400, 'required', 'Encounter')] },
      keys: ['refused'],
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

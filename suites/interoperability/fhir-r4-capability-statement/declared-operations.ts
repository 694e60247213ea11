import { cantTell, check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { inJson, metadataOf, r4Endpoints, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { BASE, HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { isObject, objectsIn, resourceIn, summaryOf } from '../../shared/resource.ts'

/** Operations of R4 that only read, take no parameters and are asked of an instance. */
const harmless = ['meta', 'everything']
const TYPES = ['Patient', 'Encounter', 'Observation']

/**
 * An operation that the statement declares for a type is there: `$meta` and `$everything`, the two of R4 that are harmless to ask of a known
 * instance without parameters. Others take parameters that only their definition knows, and are left to a person.
 */
export default check({
  id: 'fhir/declared-operations',
  version: 1,
  title: 'Operations that are declared are there',
  verifies: { 'FHIR-CAP-004': 'part' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Implement the operation, or take it out of the statement.',

  probe: async ({ http, subject }) => {
    const metadata = await metadataOf(http, subject)
    const odd = unusable(metadata)
    if (odd) return odd
    const [rest] = objectsIn(resourceIn(metadata)?.['rest'])
    const declared = objectsIn(rest?.['resource']).flatMap(one =>
      objectsIn(one['operation']).map(operation => ({ type: String(one['type']), name: nameOf(operation) })),
    )
    const asked = declared.flatMap(({ type, name }) => {
      const known = subject.types.find(one => one.type === type && TYPES.includes(type))
      const id = known?.instances[0]
      return known && id && harmless.includes(name) ? [{ known, url: `${known.url}/${id}/$${name}` }] : []
    })
    if (asked.length === 0)
      return notApplicable('neither $meta nor $everything is declared for Patient, Encounter or Observation')
    const answers = await Promise.all(asked.slice(0, 4).map(({ known, url }) => http.get(url, inJson(known))))
    return turnedAway(...answers) ?? { answers }
  },

  judge: ({ answers }) =>
    answers.map(one => {
      const details = { at: one.request.url, expected: '200', actual: summaryOf(one) }
      const { status } = one.response
      if (status === 200 && resourceIn(one)) return passed(details)
      return [404, 405, 501].includes(status) ? failed('not-there', details) : cantTell('refused', details)
    }),

  messages: {
    'not-there': 'The operation {at} is declared, and was answered {actual}.',
    refused: 'The operation {at} was refused with {actual}; whether for a policy is for a person to say.',
  },

  examples: [
    {
      name: 'there',
      from: HAPI,
      outcome: 'passed',
      seen: { answers: [sent({ resourceType: 'Parameters' }, {}, 'Patient/a/$meta')] },
    },
    { name: 'not there', from: SUPPLIER, outcome: 'failed', seen: { answers: [refusal(404, 'not-supported')] } },
    { name: 'refused', from: SUPPLIER, outcome: 'cantTell', seen: { answers: [refusal(422)] }, keys: ['refused'] },
    {
      name: 'none of them declared',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('neither $meta nor $everything is declared'),
    },
    { name: 'no access', from: BASE, outcome: 'cantTell', seen: noAccess },
  ],
})

function nameOf(operation: unknown): string {
  return isObject(operation) ? String(operation['name'] ?? '').replace(/^\$/, '') : ''
}

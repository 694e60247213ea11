import { check, failed, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { readOf, searchOf, turnedAway, typesWith, UNKNOWN_ID } from '../../shared/fhir-asking.ts'
import { found, HAPI, patient, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { fhirMediaTypes, mediaTypeOf } from '../../shared/media-type.ts'
import { resourceIn } from '../../shared/resource.ts'

/** Resources travel under the formal media types of FHIR, failures included (R4 http.html#mime-type). Empty bodies need none. */
export default check({
  id: 'fhir/media-type',
  version: 2,
  title: 'Responses are labelled with the FHIR media type',
  verifies: { 'FHIR-READ-002': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 6),
  effect: 'authenticated-read',
  fix: 'Send `Content-Type: application/fhir+json` with every resource, errors included.',

  // A search and a failure are looked at too, but only where they carry a resource: what they should carry is another requirement's.
  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const refused = turnedAway(read)
    if (refused) return refused
    const id = subject.instances[0] ?? ''
    const searched = subject.interactions.includes('search-type') ? [await searchOf(http, subject, { _id: id })] : []
    return { read, others: [...searched, await readOf(http, subject, UNKNOWN_ID)] }
  },

  judge: ({ read, others }) =>
    [read, ...others.filter(resourceIn)].map(({ request, response }) => {
      const said = response.headers['content-type']
      const type = mediaTypeOf(said)?.type
      return fhirMediaTypes.some(known => known === type)
        ? passed({ at: request.url })
        : failed('not-fhir-type', { at: request.url, expected: 'application/fhir+json', actual: said ?? 'none' })
    }),

  messages: { 'not-fhir-type': 'The answer of {at} has the content type {actual}, not {expected}.' },

  examples: [
    {
      name: 'everywhere',
      from: HAPI,
      outcome: 'passed',
      seen: { read: sent(patient, { 'content-type': 'application/fhir+json;charset=utf-8' }), others: [refusal(404)] },
    },
    {
      name: 'plain JSON',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { read: sent(patient, { 'content-type': 'application/json' }), others: [found([patient])] },
    },
    { name: 'a gateway answers', from: SUPPLIER, outcome: 'cantTell', seen: { read: gatewayPage(), others: [] } },
  ],
})

import { type Answered, check, failed, noData, passed } from '../../../runner/check.ts'
import { bundleIn, matchesOf } from '../../shared/bundle.ts'
import { readOf, searchOf, turnedAway, typesWith } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, patient, refusal, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/**
 * A read gives the one resource with the id of the address (R4 http.html#read). Three types of which instances are known. An id that
 * neither a read nor a search finds is missing test data, not a fault.
 */
export default check({
  id: 'fhir/read',
  version: 2,
  title: 'A read returns the instance whose id is in the address',
  verifies: { 'FHIR-READ-001': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 6),
  effect: 'authenticated-read',
  fix: 'Look the instance up by the id of the address and return it with 200 and that id.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const refused = turnedAway(read)
    if (refused) return refused
    if (read.response?.status === 404 || read.response?.status === 410) {
      const id = subject.instances[0] ?? ''
      const found = await searchOf(http, subject, { _id: id })
      if (!matchesOf(bundleIn(found)).includes(`${subject.type}/${id}`))
        return noData(`an instance of ${subject.type} that is there; ${id} is not`)
    }
    return { read }
  },

  judge: ({ read }, subject) => {
    const at = read.request.url
    const resource = resourceIn(read)
    if (read.response.status !== 200 || resource?.resourceType !== subject.type)
      return failed('not-read', { at, expected: `200 with ${subject.type}`, actual: summaryOf(read) })
    return idAsked(read) === resource.id
      ? passed({ at })
      : failed('another-id', { at, expected: idAsked(read), actual: resource.id ?? 'no id' })
  },

  messages: {
    'not-read': 'A read of {at} gave {actual}, not {expected}.',
    'another-id': 'A read of {at} gave the resource with id {actual}.',
  },

  examples: [
    { name: 'a patient', from: HAPI, outcome: 'passed', seen: { read: sent() }, subject: typeSubject() },
    {
      name: 'another patient',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { read: sent({ ...patient, id: 'b' }) },
      subject: typeSubject(),
    },
    {
      name: 'found by search, not by read',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { read: refusal(404) },
      subject: typeSubject(),
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})

const idAsked = (read: Answered): string =>
  decodeURIComponent(new URL(read.request.url).pathname.split('/').at(-1) ?? '')

import { advice, check, failed, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, madeBy, scratchFor, writing } from '../../shared/scratch.ts'
import { keepsVersions, placeIn } from '../../shared/write-answer.ts'
import { lacking, observations, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** A create answers 201 and says where the first version is (R4 http.html#create). */
export default check({
  id: 'fhir/create',
  version: 2,
  title: 'A create answers 201 with the address of the new version',
  verifies: { 'FHIR-WRITE-001': 'all' },
  subjects: writing(),
  effect: 'write',
  fix: 'Answer a successful create with 201 and `Location: [base]/[type]/[id]/_history/[vid]`.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const created = await scratch.create(scratch.body())
    // A valid resource that is not wanted here says nothing of how creates are answered.
    const stored = turnedAway(created) ?? madeBy(created, context.subject)
    return (created.response?.status ?? 0) >= 400 && isNotReached(stored) ? stored : { created }
  },

  judge: ({ created }, subject) => {
    const { status, headers } = created.response
    const at = created.request.url
    if (status !== 201) return failed('not-201', { at, expected: '201', actual: summaryOf(created) })
    const location = headers['location']
    const expected = `${subject.url}/[id]${keepsVersions(subject) ? '/_history/[vid]' : ''}`
    if (location === undefined) return failed('no-location', { at, expected, actual: 'no Location' })
    const { id, version } = placeIn(location, subject.type)
    if (!id || (keepsVersions(subject) && !version)) return failed('no-address', { at, expected, actual: location })
    const told = resourceIn(created)?.id
    if (told !== undefined && told !== id) return failed('other-id', { at, expected: told, actual: location })
    const elsewhere = !new URL(location, `${subject.base}/`).href.startsWith(`${subject.url}/`)
    return [passed({ at }), ...(elsewhere ? [advice('elsewhere', { at, expected, actual: location })] : [])]
  },

  messages: {
    'not-201': 'A create at {at} was answered {actual}, not 201.',
    'no-location': 'A create at {at} does not say where the new resource is: there is no Location.',
    'no-address': 'Location at {at} is {actual}, not {expected}.',
    'other-id': 'Location at {at} is {actual}, but the resource in the answer has the id {expected}.',
    elsewhere:
      'Location points to {actual}, outside the base that was asked. A client that follows it may not get there.',
  },

  examples: [
    { name: 'says where', from: SUPPLIER, outcome: 'passed', seen: { created: wrote(201) }, subject: observations },
    {
      name: 'a relative address',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { created: wrote(201, '1', { location: 'Observation/1/_history/1' }) },
      subject: observations,
    },
    {
      name: 'the base behind a proxy',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { created: wrote(201, '1', { location: 'http://10.0.0.5:8080/fhir/Observation/1/_history/1' }) },
      subject: observations,
      keys: ['passed', 'elsewhere'],
    },
    { name: 'only 200', from: SUPPLIER, outcome: 'failed', seen: { created: wrote(200) }, subject: observations },
    {
      name: 'no Location',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { created: lacking(wrote(201), 'location') },
      subject: observations,
      keys: ['no-location'],
    },
    {
      name: 'no version in Location',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { created: wrote(201, '1', { location: 'https://product.example/fhir/Observation/1' }) },
      subject: observations,
      keys: ['no-address'],
    },
    {
      name: 'another id',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { created: wrote(201, '1', { location: 'https://product.example/fhir/Observation/2/_history/1' }) },
      subject: observations,
      keys: ['other-id'],
    },
    refusedExample,
  ],
})

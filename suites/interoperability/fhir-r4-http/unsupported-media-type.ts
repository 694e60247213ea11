import { check, failed, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { HAPI, made, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** A body in a media type that is not FHIR's is refused with 415 (R4 http.html#mime-type). */
export default check({
  id: 'fhir/unsupported-media-type',
  version: 2,
  title: 'A body of another media type is refused with 415',
  verifies: { 'FHIR-WRITE-005': 'all' },
  subjects: writing(),
  effect: 'write',
  fix: 'Look at Content-Type before the body and answer 415 to what is not one of your FHIR formats.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const control = await scratch.make()
    if (isNotReached(control)) return control
    const csv = await scratch.create('code,value\n8867-4,72\n', { 'content-type': 'text/csv' })
    const plain = await scratch.create(JSON.stringify(scratch.body()), { 'content-type': 'text/plain' })
    return turnedAway(csv, plain) ?? { control, csv, plain }
  },

  judge: ({ csv, plain }) =>
    [csv, plain].map(answer => {
      const type = answer.request.headers['content-type'] ?? ''
      const details = { at: answer.request.url, type, expected: '415', actual: summaryOf(answer) }
      return answer.response.status === 415 ? passed(details) : failed('not-415', details)
    }),

  messages: { 'not-415': 'A body sent as {type} to {at} was answered {actual}, not 415.' },

  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { control: made, csv: refusal(415), plain: refusal(415) },
      subject: observations,
    },
    {
      name: 'refused with 400',
      from: HAPI,
      outcome: 'failed',
      seen: { control: made, csv: refusal(400), plain: refusal(400) },
      subject: observations,
    },
    {
      name: 'taken for JSON',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { control: made, csv: refusal(415), plain: wrote(201) },
      subject: observations,
      keys: ['passed', 'not-415'],
    },
    refusedExample,
  ],
})

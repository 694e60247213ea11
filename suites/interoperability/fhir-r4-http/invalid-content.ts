import { advice, check, failed, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { spoilt } from '../../shared/synthetic.ts'
import { HAPI, made, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/**
 * What breaks a rule of base R4 is refused with 400 or 422 (R4 http.html#create). An unknown element that is let through is said
 * as advice only: R4 leaves servers some latitude there. So is a 5xx, which R4 tolerates.
 */
export default check({
  id: 'fhir/invalid-content',
  version: 2,
  title: 'Invalid content is refused',
  verifies: { 'FHIR-WRITE-004': 'all' },
  subjects: writing(),
  effect: 'write',
  fix: 'Validate cardinality, types and required codes before storing; answer 400 for structure and 422 for rules.',

  // A valid one goes first, so that a refusal is known to be about what was spoilt.
  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const control = await scratch.make()
    if (isNotReached(control)) return control
    const invalid = []
    for (const { how, body } of spoilt(context.subject.type, scratch.body()))
      invalid.push({ how, answer: await scratch.create(body) })
    const unknown = await scratch.create({ ...scratch.body(), mustdoUnknown: 1 })
    return turnedAway(unknown, ...invalid.map(({ answer }) => answer)) ?? { control, invalid, unknown }
  },

  judge: ({ invalid, unknown }) => [
    ...invalid.map(({ how, answer }) => {
      const { status } = answer.response
      const details = { at: answer.request.url, how, expected: '400 or 422', actual: summaryOf(answer) }
      if (status === 400 || status === 422) return passed(details)
      if (status >= 500) return advice('own-fault', details)
      return failed(status < 400 ? 'stored' : 'other-code', details)
    }),
    ...(unknown.response.status < 400
      ? [advice('unknown-taken', { at: unknown.request.url, actual: summaryOf(unknown) })]
      : [passed()]),
  ],

  messages: {
    stored: 'A resource {how} was answered {actual} at {at}; R4 forbids it.',
    'other-code': 'A resource {how} was refused with {actual} at {at}, not with 400 or 422.',
    'own-fault': 'A resource {how} ends in {actual} at {at}: the server blames itself for the fault of a client.',
    'unknown-taken': 'A resource with an element that R4 does not know was answered {actual} at {at}.',
  },

  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { control: made, invalid: [{ how: 'without status', answer: refusal(422) }], unknown: refusal(422) },
      subject: observations,
    },
    {
      name: 'stored',
      from: HAPI,
      outcome: 'failed',
      seen: {
        control: made,
        invalid: [
          { how: 'without status', answer: wrote(201) },
          { how: 'with a status that is not of the value set', answer: refusal(400) },
        ],
        unknown: wrote(201),
      },
      subject: observations,
      keys: ['stored', 'passed', 'unknown-taken'],
    },
    {
      name: 'refused with another code, and with an error of the server',
      from: SUPPLIER,
      outcome: 'failed',
      seen: {
        control: made,
        invalid: [
          { how: 'without status', answer: refusal(409) },
          { how: 'with text where a list belongs', answer: refusal(500) },
        ],
        unknown: refusal(400),
      },
      subject: observations,
      keys: ['other-code', 'own-fault', 'passed'],
    },
    refusedExample,
  ],
})

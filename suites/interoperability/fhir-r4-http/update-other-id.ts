import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, madeBy, scratchFor, writing } from '../../shared/scratch.ts'
import { made, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** An update whose body has no id, or another one than the address, is refused with 400 (R4 http.html#update). */
export default check({
  id: 'fhir/update-other-id',
  version: 2,
  title: 'An update whose body has no id, or another one, is refused',
  verifies: { 'FHIR-WRITE-007': 'all' },
  subjects: writing('update'),
  effect: 'write',
  fix: "Compare the body's id with the address before anything else and answer 400 where they differ or the id is missing.",

  // A good update goes first, and each later one says the version it is based on: the refusal is about the id alone.
  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make()
    if (isNotReached(made)) return made
    const control = await scratch.update(made, { ...scratch.body('Changed once.'), id: made.id })
    const current = madeBy(control, context.subject)
    if ((control.response?.status ?? 0) >= 400)
      return turnedAway(control) ?? noGround(`a good update was not carried out: ${summaryOf(control)}`)
    if (isNotReached(current)) return current
    const other = await scratch.update(current, { ...scratch.body('Another id.'), id: `${made.id.slice(0, 60)}-x` })
    const none = await scratch.update(current, scratch.body('No id.'))
    return (
      turnedAway(other, none) ?? {
        control,
        attempts: [
          { how: 'another id', answer: other },
          { how: 'no id', answer: none },
        ],
      }
    )
  },

  judge: ({ attempts }) =>
    attempts.map(({ how, answer }) => {
      const details = { at: answer.request.url, how, expected: '400', actual: summaryOf(answer) }
      const { status } = answer.response
      return status === 400 ? passed(details) : failed(status < 400 ? 'taken' : 'not-400', details)
    }),

  messages: {
    taken: 'An update at {at} whose body has {how} was carried out: {actual}.',
    'not-400': 'An update at {at} whose body has {how} was refused with {actual}, not with 400.',
  },

  examples: (
    [
      ['refused', 'passed', refusal(400), refusal(400), ['passed', 'passed']],
      ['no id is taken', 'failed', refusal(400), wrote(200, '3', {}, {}, 'PUT'), ['passed', 'taken']],
      ['refused with 422', 'failed', refusal(422), refusal(400), ['not-400', 'passed']],
    ] as const
  )
    .map(([name, outcome, other, none, keys]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        control: made.created,
        attempts: [
          { how: 'another id', answer: other },
          { how: 'no id', answer: none },
        ],
      },
      subject: observations,
      keys,
    }))
    .concat(refusedExample as never),
})

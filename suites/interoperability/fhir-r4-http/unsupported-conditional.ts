import { check, type Exchange, failed, noData, notApplicable, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { HAPI, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/**
 * Conditional creates and updates that are not declared are refused, not carried out as something else (R4 http.html#cond-update:
 * 400). Conditional deletes are never tried: a server that overlooks the condition might delete everything.
 */
export default check({
  id: 'fhir/unsupported-conditional',
  version: 2,
  title: 'Conditional calls that are not supported are refused',
  verifies: { 'FHIR-WRITE-017': 'all' },
  subjects: writing('search-type'),
  effect: 'write',
  fix: 'Answer If-None-Exist and PUT [type]?… with 400 and an OperationOutcome where you do not support them.',

  probe: async context => {
    const { subject } = context
    const { conditionalCreate, conditionalUpdate } = subject
    const updates = !conditionalUpdate && subject.interactions.includes('update')
    if (conditionalCreate && !updates)
      return notApplicable(`${subject.type} declares conditional creates and updates, or no updates at all`)
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const { condition } = scratch
    if (!condition) return noData(`a search of ${subject.type} by identifier or _tag`)
    // What the condition matches is there, so that carrying out the call as a plain one would be wrong.
    const made = await scratch.make()
    if (isNotReached(made)) return made
    const calls: { how: string; answer: Exchange }[] = []
    if (!conditionalCreate)
      calls.push({ how: 'create', answer: await scratch.create(scratch.body(), { 'if-none-exist': condition }) })
    if (updates) {
      const body = JSON.stringify({ ...scratch.body('Changed.'), id: made.id })
      calls.push({ how: 'update', answer: await scratch.send('PUT', `${subject.url}?${condition}`, body) })
    }
    return turnedAway(...calls.map(({ answer }) => answer)) ?? { calls }
  },

  judge: ({ calls }) =>
    calls.map(({ how, answer }) => {
      const { status } = answer.response
      const details = { at: answer.request.url, how, expected: '400', actual: summaryOf(answer) }
      return (status >= 400 && status < 500) || status === 501 ? passed(details) : failed('not-refused', details)
    }),

  messages: {
    'not-refused': 'A conditional {how} at {at} is not declared, and was not refused: the answer was {actual}.',
  },

  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { calls: [{ how: 'update', answer: refusal(400) }] },
      subject: observations,
    },
    {
      name: 'a duplicate is made',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { calls: [{ how: 'create', answer: wrote(201) }] },
      subject: observations,
    },
    {
      name: 'all of it is supported',
      from: HAPI,
      outcome: 'inapplicable',
      seen: notApplicable('Observation declares conditional creates and updates, or no updates at all'),
      subject: observations,
    },
    refusedExample,
  ],
})

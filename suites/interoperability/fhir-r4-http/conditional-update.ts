import { check, failed, noData, notApplicable, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, madeBy, scratchFor, writing } from '../../shared/scratch.ts'
import { placeOf } from '../../shared/write-answer.ts'
import { HAPI, kept, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/**
 * PUT [type]?condition: no match creates, one match updates that resource, several answer 412; one match and a body with
 * another id answer 400 (R4 http.html#cond-update).
 */
export default check({
  id: 'fhir/conditional-update',
  version: 2,
  title: 'A conditional update follows the table of matches',
  verifies: { 'FHIR-WRITE-016': 'all' },
  subjects: writing('update', 'search-type'),
  effect: 'write',
  fix: 'Follow the table: none creates, one updates, one with another id in the body 400, several 412.',

  probe: async context => {
    const { subject } = context
    if (!subject.conditionalUpdate) return notApplicable(`${subject.type} does not declare conditionalUpdate`)
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    if (!scratch.condition) return noData(`a search of ${subject.type} by identifier or _tag`)
    const url = `${subject.url}?${scratch.condition}`
    const put = (body: object) => scratch.send('PUT', url, JSON.stringify(body))
    const none = await put(scratch.body())
    // Where none creates nothing, the rest of the table is looked at all the same.
    const first = turnedAway(none) ?? madeBy(none, subject)
    const made = isNotReached(first) ? await scratch.make() : first
    if (isNotReached(made)) return made
    const one = await put(scratch.body('Changed.'))
    const otherId = await put({ ...scratch.body('Changed.'), id: `mustdo-${scratch.word}` })
    const duplicate = await scratch.make()
    if (isNotReached(duplicate)) return duplicate
    const many = await put(scratch.body('Changed.'))
    return turnedAway(none, one, otherId, many) ?? { id: made.id, none, one, otherId, many }
  },

  judge: ({ id, none, one, otherId, many }, { type }) => {
    const rows = [
      { matches: 'no match', answer: none, expected: [201] },
      { matches: 'one match', answer: one, expected: [200] },
      { matches: 'one match and another id in the body', answer: otherId, expected: [400] },
      { matches: 'two matches', answer: many, expected: [412] },
    ]
    const updated = placeOf(one, type).id
    return [
      ...rows.map(({ matches, answer, expected }) => {
        const details = { at: answer.request.url, matches, expected: expected.join(' or '), actual: summaryOf(answer) }
        return expected.includes(answer.response.status) ? passed(details) : failed('other-answer', details)
      }),
      ...(one.response.status === 200 && updated !== undefined && updated !== id
        ? [failed('other-resource', { at: one.request.url, expected: id, actual: updated })]
        : []),
    ]
  },

  messages: {
    'other-answer': 'A conditional update with {matches} at {at} was answered {actual}, not {expected}.',
    'other-resource': 'A conditional update at {at} matched {expected} but changed {actual}.',
  },

  examples: [
    ...(
      [
        ['as the table says', SUPPLIER, 'passed', wrote(200, '2', {}, kept('2'), 'PUT'), refusal(400)],
        ['another id is taken', HAPI, 'failed', wrote(200, '2', {}, kept('2'), 'PUT'), wrote(200)],
        [
          'another resource is changed',
          SUPPLIER,
          'failed',
          wrote(200, '2', {}, kept('2', { id: '7' }), 'PUT'),
          refusal(400),
        ],
      ] as const
    ).map(([name, from, outcome, one, otherId]) => ({
      name,
      from,
      outcome: outcome as 'passed' | 'failed',
      seen: { id: '1', none: wrote(201, '1', {}, kept(), 'PUT'), one, otherId, many: refusal(412) },
      subject: { ...observations, conditionalUpdate: true },
    })),
    {
      name: 'not declared',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('Observation does not declare conditionalUpdate'),
      subject: observations,
    },
    refusedExample,
  ],
})

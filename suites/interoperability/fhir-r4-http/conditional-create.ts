import { check, failed, noData, notApplicable, passed } from '../../../runner/check.ts'
import { matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { found } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, madeBy, scratchFor, writing } from '../../shared/scratch.ts'
import { observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** If-None-Exist: no match creates, one match creates nothing and answers 200, several answer 412 (R4 http.html#ccreate). */
export default check({
  id: 'fhir/conditional-create',
  version: 2,
  title: 'A conditional create makes no duplicate',
  verifies: { 'FHIR-WRITE-015': 'all' },
  subjects: writing('search-type'),
  effect: 'write',
  fix: 'Run the search of If-None-Exist inside the transaction of the create: none 201, one 200, several 412.',

  probe: async context => {
    const { subject } = context
    if (!subject.conditionalCreate) return notApplicable(`${subject.type} does not declare conditionalCreate`)
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const { condition } = scratch
    if (!condition) return noData(`a search of ${subject.type} by identifier or _tag`)
    const none = { 'if-none-exist': condition }
    const first = await scratch.create(scratch.body(), none)
    const stored = turnedAway(first) ?? madeBy(first, subject)
    if (isNotReached(stored)) return stored
    const second = await scratch.create(scratch.body(), none)
    const search = await scratch.find(condition)
    const duplicate = await scratch.make()
    if (isNotReached(duplicate)) return duplicate
    const many = await scratch.create(scratch.body(), none)
    return turnedAway(second, many) ?? unusable(search) ?? { first, second, search, many }
  },

  judge: ({ first, second, search, many }) => {
    const stage = (matches: string, answer: typeof first, expected: number) => {
      const details = { at: answer.request.url, matches, expected: String(expected), actual: summaryOf(answer) }
      return answer.response.status === expected ? passed(details) : failed('other-answer', details)
    }
    const there = matchesOf(searchsetIn(search)).length
    return [
      stage('no match', first, 201),
      stage('one match', second, 200),
      there === 1
        ? passed({ at: search.request.url })
        : failed('duplicate', { at: search.request.url, expected: '1', actual: String(there) }),
      stage('two matches', many, 412),
    ]
  },

  messages: {
    'other-answer': 'A create with If-None-Exist and {matches} at {at} was answered {actual}, not {expected}.',
    duplicate: 'After two equal conditional creates {at} finds {actual} resources, not {expected}.',
  },

  examples: (
    [
      ['no duplicate', 'passed', wrote(201), wrote(200), 1, refusal(412), ['passed', 'passed', 'passed', 'passed']],
      [
        'duplicate',
        'failed',
        wrote(201),
        wrote(201),
        2,
        wrote(201),
        ['passed', 'other-answer', 'duplicate', 'other-answer'],
      ],
    ] as const
  )
    .map(([name, outcome, first, second, there, many, keys]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        first,
        second,
        search: found(Array.from({ length: there }, (_, place) => ({ resourceType: 'Observation', id: `${place}` }))),
        many,
      },
      subject: observations,
      keys,
    }))
    .concat(refusedExample as never),
})

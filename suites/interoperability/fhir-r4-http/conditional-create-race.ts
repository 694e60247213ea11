import { cantTell, check, type Exchange, failed, noData, notApplicable, passed } from '../../../runner/check.ts'
import { matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { found } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { HAPI, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** Two conditional creates at the same moment, with the same condition, leave one resource behind (R4 http.html#ccreate). */
export default check({
  id: 'fhir/conditional-create-race',
  version: 1,
  title: 'Two conditional creates at the same moment make no duplicate',
  verifies: { 'FHIR-WRITE-015': 'all' },
  subjects: writing('search-type'),
  effect: 'write',
  fix: 'Search and insert in one serialised step, or let a unique constraint refuse the second.',

  probe: async context => {
    const { subject } = context
    if (!subject.conditionalCreate) return notApplicable(`${subject.type} does not declare conditionalCreate`)
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const { condition } = scratch
    if (!condition) return noData(`a search of ${subject.type} by identifier or _tag`)
    const create = (who: string) => scratch.create(scratch.body(`Sent by ${who}.`), { 'if-none-exist': condition })
    const creates: readonly Exchange[] = await Promise.all([create('one'), create('the other')])
    const search = await scratch.find(condition)
    return turnedAway(...creates) ?? unusable(search) ?? { creates, search }
  },

  judge: ({ creates, search }) => {
    const at = search.request.url
    const there = matchesOf(searchsetIn(search)).length
    const details = { at, expected: '1', actual: `${there} (${creates.map(summaryOf).join('; ')})` }
    if (there === 0) return cantTell('none', details)
    return there === 1 ? passed({ at }) : failed('duplicate', details)
  },

  messages: {
    duplicate: 'After two equal conditional creates at the same moment {at} finds {actual} resources, not {expected}.',
    none: 'After two equal conditional creates at the same moment {at} finds {actual} resources.',
  },

  examples: [
    { name: 'one is kept', from: SUPPLIER, outcome: 'passed', seen: seen(1, wrote(200)), subject: observations },
    { name: 'one is refused', from: HAPI, outcome: 'passed', seen: seen(1, refusal(409)), subject: observations },
    { name: 'both are kept', from: SUPPLIER, outcome: 'failed', seen: seen(2, wrote(201)), subject: observations },
    {
      name: 'none is found',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen(0, refusal(409)),
      subject: observations,
      keys: ['none'],
    },
    refusedExample,
  ],
})

function seen(there: number, second: Exchange) {
  const resources = ['1', '2'].map(id => ({ resourceType: 'Observation', id }))
  const first: Exchange = wrote(201)
  return { creates: [first, second], search: found(resources.slice(0, there)) as Exchange }
}

import { advice, cantTell, check, type Exchange, failed, noData, notApplicable, passed } from '../../../runner/check.ts'
import { atOnce } from '../../shared/at-once.ts'
import { matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { found } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { HAPI, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const ROUNDS = 3

/**
 * Two conditional creates at the same moment, with the same condition, leave one resource behind (R4 http.html#ccreate). One that was
 * answered before the other was sent shows nothing, and is tried again.
 */
export default check({
  id: 'fhir/conditional-create-race',
  version: 5,
  title: 'Two conditional creates at the same moment make no duplicate',
  verifies: { 'FHIR-WRITE-015': 'all' },
  subjects: writing('search-type'),
  effect: 'write',
  fix: 'Search and insert in one serialised step, or let a unique constraint refuse the second.',

  probe: async context => {
    const { subject } = context
    if (!subject.conditionalCreate) return notApplicable(`${subject.type} does not declare conditionalCreate`)
    const rounds: { readonly creates: readonly Exchange[]; readonly search: Exchange }[] = []
    while (rounds.length < ROUNDS && !rounds.some(({ creates }) => atOnce(creates))) {
      const scratch = await scratchFor(context)
      if (isNotReached(scratch)) return scratch
      const { condition } = scratch
      if (!condition) return noData(`a search of ${subject.type} by identifier or _tag`)
      const create = (who: string) => scratch.create(scratch.body(`Sent by ${who}.`), { 'if-none-exist': condition })
      const creates = await Promise.all([create('one'), create('the other')])
      const search = await scratch.find(condition)
      const unfit = turnedAway(...creates) ?? unusable(search)
      if (unfit) return unfit
      rounds.push({ creates, search })
    }
    return { rounds }
  },

  judge: ({ rounds }) => {
    const found = rounds.map(({ creates, search }) => {
      const at = search.request.url
      const there = matchesOf(searchsetIn(search)).length
      const details = { at, expected: '1', actual: `${there} (${creates.map(summaryOf).join('; ')})` }
      if (there > 1) return failed('duplicate', details)
      return there === 0 ? cantTell('none', details) : passed(details)
    })
    const verdict = found.find(({ outcome }) => outcome === 'failed') ?? found.at(-1)
    if (!verdict) return []
    // A quick server on a busy machine answers the one before the other is sent: that is told, and is not the server's doing.
    const met = verdict.outcome !== 'passed' || rounds.some(({ creates }) => atOnce(creates))
    return met ? [verdict] : [verdict, advice('apart', { at: verdict.at ?? '', actual: verdict.actual ?? '' })]
  },

  messages: {
    duplicate: 'After two equal conditional creates at the same moment {at} finds {actual} resources, not {expected}.',
    apart:
      'Of two equal conditional creates each was answered before the other was sent, so that they never met; {at} finds {actual}.',
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
    {
      name: 'one after the other',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen(1, { ...wrote(200), at: '2026-11-22T12:00:09.000Z' }),
      subject: observations,
      keys: ['passed', 'apart'],
    },
    refusedExample,
  ],
})

function seen(there: number, second: Exchange) {
  const resources = ['1', '2'].map(id => ({ resourceType: 'Observation', id }))
  const first: Exchange = wrote(201)
  return { rounds: [{ creates: [first, second], search: found(resources.slice(0, there)) as Exchange }] }
}

import { cantTell, check, failed, type Landscape, noData, passed } from '../../../runner/check.ts'
import { matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { found } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, transacting } from '../../shared/scratch.ts'
import { RUN_SYSTEM } from '../../shared/synthetic.ts'
import { observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/**
 * A transaction happens whole or not at all (R4 http.html#trules). One good create stands beside an update based on a version
 * that never was; the good one must not be there afterwards.
 */
export default check({
  id: 'fhir/transaction-whole',
  version: 2,
  title: 'A transaction that fails leaves nothing behind',
  verifies: { 'FHIR-TXN-002': 'all' },
  subjects: (landscape: Landscape) => transacting(landscape, 'update', 'search-type'),
  effect: 'write',
  fix: 'Run all entries of a transaction in one transaction of the database, and roll it back when one fails.',

  probe: async context => {
    const { subject } = context
    const [scratch, other] = [await scratchFor(context), await scratchFor(context)]
    if (isNotReached(scratch)) return scratch
    if (isNotReached(other)) return other
    if (!scratch.condition || !other.condition) return noData(`a search of ${subject.type} by identifier or _tag`)
    const made = await other.make()
    if (isNotReached(made)) return made
    const failing = {
      resource: { ...other.body('Based on a version that never was.'), id: made.id },
      request: { method: 'PUT', url: `${subject.type}/${made.id}`, ifMatch: 'W/"4711"' },
    }
    const good = { resource: scratch.body(), request: { method: 'POST', url: subject.type } }
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [good, failing] }
    const transaction = await scratch.send('POST', subject.base, JSON.stringify(bundle))
    // That the search finds what is there is shown by the one that was created before.
    const control = await other.find(other.condition)
    const search = await scratch.find(scratch.condition)
    return turnedAway(transaction) ?? unusable(control, search) ?? { transaction, control, search }
  },

  judge: ({ transaction, control, search }) => {
    const details = { at: transaction.request.url, actual: summaryOf(transaction) }
    if (transaction.response.status < 400) return cantTell('nothing-failed', details)
    const left = matchesOf(searchsetIn(search))
    if (left.length > 0)
      return failed('half-done', { ...details, places: left, expected: 'nothing', left: left.join(', ') })
    return matchesOf(searchsetIn(control)).length > 0
      ? passed(details)
      : cantTell('not-found', { at: control.request.url })
  },

  messages: {
    'nothing-failed':
      'A transaction at {at} with an update based on a version that never was succeeded ({actual}), so none could fail.',
    'half-done': 'A transaction at {at} failed ({actual}) and left {left} behind.',
    'not-found': 'What is there is not found at {at}, so that nothing is found of the transaction shows nothing.',
  },

  examples: [
    ...(
      [
        ['nothing is left', 'passed', refusal(412), 1, 0],
        ['half done', 'failed', refusal(412), 1, 1],
        ['did not fail', 'cantTell', wrote(200), 1, 1],
        ['the search is blind', 'cantTell', refusal(412), 0, 0],
      ] as const
    ).map(([name, outcome, transaction, there, left]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: {
        transaction,
        control: found(there ? [{ resourceType: 'Observation', id: '1' }] : [], `identifier=${RUN_SYSTEM}|a`),
        search: found(left ? [{ resourceType: 'Observation', id: '2' }] : []),
      },
      subject: observations,
    })),
    refusedExample,
  ],
})

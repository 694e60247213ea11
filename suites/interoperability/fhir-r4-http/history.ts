import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { sent } from '../../shared/fhir-examples.ts'
import { isObject, objectsIn, resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { at as valueAt, wordsAt } from '../../shared/synthetic.ts'
import { kept, made, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const WORDS = ['words 1', 'words 2'] as const

/** History is a Bundle of type history, newest first, with the deletion as an entry without a resource (R4 http.html#history). */
export default check({
  id: 'fhir/history',
  version: 2,
  title: 'History tells every version, newest first, deletions included',
  verifies: { 'FHIR-HIST-001': 'all' },
  subjects: writing('update', 'delete', 'history-instance'),
  effect: 'write',
  fix: 'Order history by version, newest first, and keep deletions in it as entries with request.method DELETE and no resource.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make(WORDS[0])
    if (isNotReached(made)) return made
    const updated = await scratch.update(made, { ...scratch.body(WORDS[1]), id: made.id })
    const deleted = await scratch.send('DELETE', made.url, undefined)
    const odd = [updated, deleted].find(({ response }) => (response?.status ?? 0) >= 400)
    if (odd)
      return turnedAway(odd) ?? noGround(`there is no history to look at: ${summaryOf(odd)} at ${odd.request.url}`)
    const history = await scratch.read({ url: `${made.url}/_history` })
    return turnedAway(history) ?? { made, updated, deleted, history }
  },

  judge: ({ history }, { type }) => {
    const at = history.request.url
    const bundle = resourceIn(history)
    if (history.response.status !== 200 || bundle?.['type'] !== 'history')
      return failed('no-history', { at, expected: '200 with a Bundle of type history', actual: summaryOf(history) })
    const said = objectsIn(bundle['entry']).map(({ request, resource }) => {
      const method = isObject(request) ? request['method'] : undefined
      if (method === 'DELETE') return resource === undefined ? 'deletion' : 'deletion with a resource'
      return String(valueAt(resource, wordsAt(type)) ?? 'a version without its words')
    })
    const expected = ['deletion', WORDS[1], WORDS[0]]
    const details = { at, expected: expected.join(', '), actual: said.join(', ') || 'no entry' }
    if (said.join() === expected.join()) return passed(details)
    const complete = expected.every(version => said.includes(version)) && said.length === expected.length
    return failed(complete ? 'order' : 'incomplete', details)
  },

  messages: {
    'no-history': 'There is no history at {at}: the answer was {actual}.',
    order: 'The history at {at} is not newest first: {actual}.',
    incomplete: 'A resource was created, updated and deleted; its history at {at} tells: {actual}.',
  },

  examples: (
    [
      ['newest first', 'passed', [0, 1, 2], ['passed']],
      ['oldest first', 'failed', [2, 1, 0], ['order']],
      ['without the deletion', 'failed', [1, 2], ['incomplete']],
      ['a deletion with a resource', 'failed', [3, 1, 2], ['incomplete']],
      ['none', 'failed', undefined, ['no-history']],
    ] as const
  )
    .map(([name, outcome, order, keys]) => {
      const entries = [
        { request: { method: 'DELETE', url: 'Observation/1' } },
        { request: { method: 'PUT', url: 'Observation/1' }, resource: kept('2') },
        { request: { method: 'POST', url: 'Observation' }, resource: kept('1') },
        { request: { method: 'DELETE', url: 'Observation/1' }, resource: kept('2') },
      ]
      return {
        name,
        from: SUPPLIER,
        outcome: outcome as 'passed' | 'failed',
        seen: {
          made,
          updated: wrote(200, '2', {}, kept('2'), 'PUT'),
          deleted: wrote(204, '3', {}, '', 'DELETE'),
          history: order
            ? sent({ resourceType: 'Bundle', type: 'history', entry: order.map(place => entries[place]) })
            : refusal(404),
        },
        subject: observations,
        keys,
      }
    })
    .concat(refusedExample as never),
})

import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { found } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { made, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const isDone = (status: number): boolean => status === 200 || status === 202 || status === 204

/** What was deleted is gone from searches, and deleting it again succeeds too (R4 http.html#delete). */
export default check({
  id: 'fhir/delete',
  version: 2,
  title: 'Deleted resources vanish from searches, and deleting twice does no harm',
  verifies: { 'FHIR-WRITE-012': 'all' },
  subjects: writing('delete', 'search-type'),
  effect: 'write',
  fix: 'Leave deleted resources out of searches, and answer a second delete like the first, with 200 or 204.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make()
    if (isNotReached(made)) return made
    const query = `_id=${made.id}`
    const before = await scratch.find(query)
    const first = await scratch.send('DELETE', made.url, undefined)
    const after = await scratch.find(query)
    const second = await scratch.send('DELETE', made.url, undefined)
    return unusable(before, after) ?? turnedAway(first, second) ?? { made, before, first, after, second }
  },

  judge: ({ made, before, first, after, second }, { type }) => {
    const at = made.url
    const expected = '200, 202 or 204'
    if (!isDone(first.response.status)) return failed('not-deleted', { at, expected, actual: summaryOf(first) })
    const self = `${type}/${made.id}`
    const seen = matchesOf(searchsetIn(before)).includes(self)
    // 202 promises to delete later; until then it may be found.
    const still = matchesOf(searchsetIn(after)).includes(self) && first.response.status !== 202
    return [
      isDone(second.response.status)
        ? passed({ at })
        : failed('second-fails', { at, expected, actual: summaryOf(second) }),
      ...(still ? [failed('still-found', { at: after.request.url, expected: 'no match', actual: self })] : []),
      ...(seen || still
        ? []
        : [cantTell('never-found', { at: before.request.url, expected: self, actual: 'no match' })]),
    ]
  },

  messages: {
    'not-deleted': 'A delete of {at} was answered {actual}, not {expected}, though delete is declared.',
    'second-fails': 'Deleting {at} a second time was answered {actual}, not {expected}.',
    'still-found': 'A deleted resource, {actual}, is still found at {at}.',
    'never-found':
      'A resource that was just created, {expected}, is not found at {at}, so its vanishing shows nothing.',
  },

  examples: (
    [
      ['gone', 'passed', true, wrote(204, '1', {}, '', 'DELETE'), false, wrote(204, '1', {}, '', 'DELETE'), ['passed']],
      ['second fails', 'failed', true, wrote(204, '1', {}, '', 'DELETE'), false, refusal(404), ['second-fails']],
      ['still found', 'failed', true, wrote(200), true, wrote(200), ['passed', 'still-found']],
      ['refused', 'failed', true, refusal(409), true, refusal(409), ['not-deleted']],
      ['never found', 'cantTell', false, wrote(200), false, wrote(200), ['passed', 'never-found']],
    ] as const
  )
    .map(([name, outcome, before, first, after, second, keys]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: {
        made,
        before: found(before ? [{ resourceType: 'Observation', id: '1' }] : []),
        first,
        after: found(after ? [{ resourceType: 'Observation', id: '1' }] : []),
        second,
      },
      subject: observations,
      keys,
    }))
    .concat(refusedExample as never),
})

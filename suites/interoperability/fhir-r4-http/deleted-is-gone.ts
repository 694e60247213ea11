import { check, failed, inapplicable, noGround, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { keepsVersions } from '../../shared/write-answer.ts'
import { made, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** A deleted resource reads as 410 where the server keeps track of deletions, else as 404 (R4 http.html#read). */
export default check({
  id: 'fhir/deleted-is-gone',
  version: 2,
  title: 'A deleted resource reads as 410',
  verifies: { 'FHIR-READ-009': 'all' },
  subjects: writing('delete', 'read'),
  effect: 'write',
  fix: 'Keep a tombstone of what was deleted and answer reads of it with 410.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make()
    if (isNotReached(made)) return made
    const deleted = await scratch.send('DELETE', made.url, undefined)
    if ((deleted.response?.status ?? 0) >= 400 || deleted.response?.status === 202)
      return turnedAway(deleted) ?? noGround(`a delete was not carried out at once: ${summaryOf(deleted)}`)
    const read = await scratch.read(made)
    return turnedAway(read) ?? { made, deleted, read }
  },

  judge: ({ read }, subject) => {
    const details = { at: read.request.url, expected: '410', actual: summaryOf(read) }
    const { status } = read.response
    if (status === 410) return passed(details)
    if (status === 404 && !keepsVersions(subject)) return inapplicable('not-tracked', details)
    return failed(status < 400 ? 'still-there' : 'not-410', details)
  },

  messages: {
    'not-tracked': 'The server declares that it keeps no versions, and answers {actual} for what was deleted.',
    'still-there': 'A deleted resource is still read at {at}: {actual}.',
    'not-410':
      'A deleted resource reads as {actual} at {at}, although the server keeps versions; 410 tells it was there.',
  },

  examples: [
    ...(
      [
        ['gone', 'passed', refusal(410, 'deleted'), observations],
        ['as if never there', 'failed', refusal(404), observations],
        ['still there', 'failed', wrote(200), observations],
        ['not tracked', 'inapplicable', refusal(404), { ...observations, versioning: 'no-version' }],
      ] as const
    ).map(([name, outcome, read, subject]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'inapplicable',
      seen: { made, deleted: wrote(204, '1', {}, '', 'DELETE'), read },
      subject,
    })),
    refusedExample,
  ],
})

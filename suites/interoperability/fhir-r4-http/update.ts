import { check, failed, passed } from '../../../runner/check.ts'
import { entityTag } from '../../shared/etag.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { httpDate } from '../../shared/fhir-date.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { keepsVersions } from '../../shared/write-answer.ts'
import {
  kept,
  lacking,
  made,
  observations,
  refusal,
  refusedExample,
  SUPPLIER,
  wrote,
} from '../../shared/write-examples.ts'

/** An update answers 200 or 201 with Last-Modified and the ETag of the new version (R4 http.html#update). */
export default check({
  id: 'fhir/update',
  version: 2,
  title: 'An update answers with Last-Modified and the ETag of the new version',
  verifies: { 'FHIR-WRITE-006': 'all' },
  subjects: writing('update', 'read'),
  effect: 'write',
  fix: 'Answer an update with 200 (201 where it creates), Last-Modified, and the new version id as ETag.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make()
    if (isNotReached(made)) return made
    const updated = await scratch.update(made, { ...scratch.body('Changed by a conformance test.'), id: made.id })
    return turnedAway(updated) ?? { made, updated, read: await scratch.read(made) }
  },

  judge: ({ made, updated, read }, subject) => {
    const { status, headers } = updated.response
    const at = updated.request.url
    if (status !== 200 && status !== 201)
      return failed('not-updated', { at, expected: '200 or 201', actual: summaryOf(updated) })
    const modified = headers['last-modified']
    const found = [
      httpDate(modified) === undefined
        ? failed('no-last-modified', { at, expected: 'Last-Modified', actual: modified ?? 'no such header' })
        : passed({ at }),
    ]
    if (!keepsVersions(subject)) return found
    const etag = headers['etag']
    const tag = entityTag(etag)?.tag
    const version = resourceIn(read)?.meta?.versionId
    if (tag === undefined)
      return [...found, failed('no-etag', { at, expected: 'ETag', actual: etag ?? 'no such header' })]
    if (tag === entityTag(made.etag)?.tag) return [...found, failed('same-etag', { at, actual: etag })]
    if (version !== undefined && version !== tag)
      return [...found, failed('other-version', { at, expected: `W/"${version}"`, actual: etag })]
    return found
  },

  messages: {
    'not-updated': 'A valid update at {at} was answered {actual}, not 200 or 201.',
    'no-last-modified': 'An update at {at} does not say when: Last-Modified is {actual}.',
    'no-etag': 'An update at {at} does not name the new version: ETag is {actual}.',
    'same-etag': 'An update at {at} has the ETag of the version before, {actual}.',
    'other-version': 'An update at {at} has the ETag {actual}; the resource was stored as {expected}.',
  },

  examples: [
    {
      name: 'tells the new version',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { made, updated: wrote(200, '2', {}, kept('2'), 'PUT'), read: wrote(200, '2', {}, kept('2'), 'GET') },
      subject: observations,
    },
    ...(
      [
        ['no ETag', lacking(wrote(200, '2', {}, kept('2'), 'PUT'), 'etag'), ['passed', 'no-etag']],
        ['no date', lacking(wrote(200, '2', {}, kept('2'), 'PUT'), 'last-modified'), ['no-last-modified']],
        ['the old ETag', wrote(200, '1', {}, kept('2'), 'PUT'), ['passed', 'same-etag']],
        ['another ETag', wrote(200, '7', {}, kept('2'), 'PUT'), ['passed', 'other-version']],
        ['refused', refusal(405), ['not-updated']],
      ] as const
    ).map(([name, updated, keys]) => ({
      name,
      from: SUPPLIER,
      outcome: 'failed' as const,
      seen: { made, updated, read: wrote(200, '2', {}, kept('2'), 'GET') },
      subject: observations,
      keys,
    })),
    refusedExample,
  ],
})

import { check, failed, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { at as valueAt, wordsAt } from '../../shared/synthetic.ts'
import { keepsVersions } from '../../shared/write-answer.ts'
import { HAPI, kept, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** An update based on an old version is refused with 412 and changes nothing (R4 http.html#concurrency). */
export default check({
  id: 'fhir/stale-if-match',
  version: 2,
  title: 'An update with a stale If-Match answers 412 and changes nothing',
  verifies: { 'FHIR-WRITE-008': 'all' },
  subjects: writing('update', 'read'),
  effect: 'write',
  fix: 'Compare If-Match with the current version id inside the transaction of the update, and answer 412 where they differ.',

  probe: async context => {
    if (!keepsVersions(context.subject))
      return notApplicable(`${context.subject.type} keeps no versions, as the server declares`)
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make()
    if (isNotReached(made)) return made
    if (!made.etag) return noGround('a create named no version, so there is none that could be stale')
    const good = await scratch.update(made, { ...scratch.body('Second version.'), id: made.id })
    if ((good.response?.status ?? 0) >= 400)
      return turnedAway(good) ?? noGround(`a good update was not carried out: ${summaryOf(good)}`)
    const before = await scratch.read(made)
    const stale = await scratch.update(made, { ...scratch.body('Based on the first version.'), id: made.id })
    return turnedAway(stale, before) ?? { good, before, stale, after: await scratch.read(made) }
  },

  judge: ({ before, stale, after }, subject) => {
    const at = stale.request.url
    const { status } = stale.response
    const words = wordsAt(subject.type)
    const [was, is] = [resourceIn(before), resourceIn(after)]
    const changed = is?.meta?.versionId !== was?.meta?.versionId || valueAt(is, words) !== valueAt(was, words)
    if (status < 400 || changed) return failed('overwritten', { at, expected: '412', actual: summaryOf(stale) })
    return status === 412 ? passed({ at }) : failed('not-412', { at, expected: '412', actual: summaryOf(stale) })
  },

  messages: {
    overwritten: "An update at {at} that was based on an old version overwrote somebody else's change ({actual}).",
    'not-412': 'An update at {at} that was based on an old version was refused with {actual}, not with 412.',
  },

  examples: [
    ...(
      [
        ['refused', SUPPLIER, 'passed', refusal(412, 'conflict'), '2', ['passed']],
        ['refused with 409', HAPI, 'failed', refusal(409, 'conflict'), '2', ['not-412']],
        ['carried out', SUPPLIER, 'failed', wrote(200, '3', {}, kept('3'), 'PUT'), '3', ['overwritten']],
        ['refused, and carried out', SUPPLIER, 'failed', refusal(412), '3', ['overwritten']],
      ] as const
    ).map(([name, from, outcome, stale, version, keys]) => ({
      name,
      from,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        good: wrote(200, '2', {}, kept('2'), 'PUT'),
        before: wrote(200, '2', {}, kept('2'), 'GET'),
        stale,
        after: wrote(200, version, {}, kept(version), 'GET'),
      },
      subject: observations,
      keys,
    })),
    {
      name: 'names no version',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: noGround('a create named no version, so there is none that could be stale'),
      subject: observations,
    },
    refusedExample,
  ],
})

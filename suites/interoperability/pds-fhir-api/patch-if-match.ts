import { check, failed, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { at as valueAt, wordsAt } from '../../shared/synthetic.ts'
import { keepsVersions } from '../../shared/write-answer.ts'
import { HAPI, kept, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const JSON_PATCH = 'application/json-patch+json'
const [BARE, UNTYPED] = ['Patched without a version.', 'Patched as any JSON.']

/**
 * A patch says on which version it is based and that it is a JSON Patch, or it is refused and changes nothing (PDS FHIR API, update patient).
 * The same patch with both is carried out before and after, so that the refusals are of what was left out.
 */
export default check({
  id: 'nhs-api/patch-if-match',
  version: 2,
  title: 'A patch without If-Match, or of another content type, is refused',
  verifies: { 'NHS-API-016': 'all' },
  subjects: writing('patch', 'read'),
  effect: 'write',
  fix: 'Answer 428 or 400 to a PATCH without If-Match, and 415 to one that is not application/json-patch+json.',

  probe: async context => {
    const { type } = context.subject
    if (!keepsVersions(context.subject)) return notApplicable(`${type} keeps no versions, as the server declares`)
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make('Before the patches.')
    if (isNotReached(made)) return made
    const patch = async (value: string, contentType: string, versioned: boolean) => {
      const now = await scratch.read(made)
      const etag = now.response?.headers['etag']
      return scratch.send('PATCH', made.url, JSON.stringify([{ op: 'replace', path: wordsAt(type), value }]), {
        'content-type': contentType,
        ...(versioned && etag && { 'if-match': etag }),
      })
    }
    const before = await patch('Patched as it should be.', JSON_PATCH, true)
    const bare = await patch(BARE, JSON_PATCH, false)
    const untyped = await patch(UNTYPED, 'application/json', true)
    const read = await scratch.read(made)
    const after = await patch('Patched again.', JSON_PATCH, true)
    const odd = turnedAway(before, bare, untyped, after) ?? unusable(read)
    if (odd) return odd
    for (const good of [before, after])
      if ((good.response?.status ?? 0) >= 300)
        return noGround(`a JSON Patch with the right If-Match was not carried out: ${summaryOf(good)}`)
    return { bare, untyped, read }
  },

  judge: ({ bare, untyped, read }, { type }) => {
    const words = valueAt(resourceIn(read), wordsAt(type))
    const decide = (answer: typeof bare, mark: string, key: string) => {
      const at = answer.request.url
      const { status } = answer.response
      return status >= 400 && status < 500 && words !== mark
        ? passed({ at })
        : failed(key, { at, expected: '4xx', actual: summaryOf(answer) })
    }
    return [decide(bare, BARE, 'without-version'), decide(untyped, UNTYPED, 'without-type')]
  },

  messages: {
    'without-version': 'A patch at {at} that does not say on which version it is based was not refused: {actual}.',
    'without-type': 'A patch at {at} whose content type is application/json was not refused: {actual}.',
  },

  examples: [
    ...(
      [
        ['both refused', SUPPLIER, 'passed', refusal(428), refusal(415), 'Before.', ['passed', 'passed']],
        ['no version needed', HAPI, 'failed', wrote(200), refusal(400), BARE, ['without-version', 'passed']],
        ['any JSON is a patch', SUPPLIER, 'failed', refusal(428), wrote(200), UNTYPED, ['passed', 'without-type']],
      ] as const
    ).map(([name, from, outcome, bare, untyped, text, keys]) => ({
      name,
      from,
      outcome: outcome as 'passed' | 'failed',
      seen: { bare, untyped, read: wrote(200, '2', {}, kept('2', { note: [{ text }] }), 'GET') },
      subject: observations,
      keys,
    })),
    refusedExample,
  ],
})

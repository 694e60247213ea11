import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { at as valueAt, wordsAt } from '../../shared/synthetic.ts'
import { HAPI, kept, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const WORDS = 'Patched by a conformance test.'

/**
 * A declared patch is carried out, and refused with 412 where If-Match names an old version (R4 http.html#patch). Speaks JSON
 * Patch; a server that takes one of the other two formats alone answers 415, and then nothing can be told.
 */
export default check({
  id: 'fhir/patch',
  version: 1,
  title: 'A declared patch is carried out, and refused with 412 where If-Match is stale',
  verifies: { 'FHIR-WRITE-014': 'all' },
  subjects: writing('patch', 'read'),
  effect: 'write',
  fix: 'Apply application/json-patch+json to the canonical JSON of the resource, and answer a stale If-Match with 412.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make('Before the patch.')
    if (isNotReached(made)) return made
    const patch = (value: string) =>
      scratch.send('PATCH', made.url, JSON.stringify([{ op: 'replace', path: wordsAt(context.subject.type), value }]), {
        'content-type': 'application/json-patch+json',
        ...(made.etag && { 'if-match': made.etag }),
      })
    const patched = await patch(WORDS)
    const read = await scratch.read(made)
    // The version that was good for the first patch is stale for the second.
    const stale = made.etag && (patched.response?.status ?? 0) < 300 ? [await patch('On an old version.')] : []
    const after = await scratch.read(made)
    return turnedAway(patched, ...stale) ?? unusable(read, after) ?? { patched, read, stale, after }
  },

  judge: ({ patched, read, stale, after }, { type }) => {
    const at = patched.request.url
    const words = (exchange: typeof read) => valueAt(resourceIn(exchange), wordsAt(type))
    const details = { at, expected: '200', actual: summaryOf(patched) }
    if (patched.response.status === 415) return cantTell('other-format', details)
    if (patched.response.status >= 300) return failed('refused', details)
    if (words(read) !== WORDS) return failed('no-effect', { ...details, expected: WORDS, actual: String(words(read)) })
    return [
      passed({ at }),
      ...stale.map(answer => {
        const second = { at, expected: '412', actual: summaryOf(answer) }
        if (answer.response.status < 400 || words(after) !== WORDS) return failed('overwritten', second)
        return answer.response.status === 412 ? passed(second) : failed('not-412', second)
      }),
    ]
  },

  messages: {
    'other-format': 'JSON Patch is not taken at {at} ({actual}); whether another patch format is was not tried.',
    refused: 'Patch is declared, but a JSON Patch at {at} was answered {actual}.',
    'no-effect': 'A patch at {at} was accepted, but the text reads “{actual}”, not “{expected}”.',
    overwritten: 'A patch at {at} that was based on an old version was carried out: {actual}.',
    'not-412': 'A patch at {at} that was based on an old version was refused with {actual}, not with 412.',
  },

  examples: [
    ...(
      [
        ['carried out', SUPPLIER, 'passed', wrote(200), WORDS, [refusal(412)], WORDS],
        ['stale with 409', HAPI, 'failed', wrote(200), WORDS, [refusal(409)], WORDS],
        ['stale is carried out', SUPPLIER, 'failed', wrote(200), WORDS, [wrote(200)], 'On an old version.'],
        ['no effect', SUPPLIER, 'failed', wrote(200), 'Before the patch.', [], 'Before the patch.'],
        ['not offered', SUPPLIER, 'failed', refusal(501), 'Before the patch.', [], 'Before the patch.'],
        ['XML only', SUPPLIER, 'cantTell', refusal(415), 'Before the patch.', [], 'Before the patch.'],
      ] as const
    ).map(([name, from, outcome, patched, words, stale, last]) => ({
      name,
      from,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: {
        patched,
        read: wrote(200, '2', {}, kept('2', { note: [{ text: words }] }), 'GET'),
        stale: [...stale],
        after: wrote(200, '2', {}, kept('2', { note: [{ text: last }] }), 'GET'),
      },
      subject: observations,
    })),
    refusedExample,
  ],
})

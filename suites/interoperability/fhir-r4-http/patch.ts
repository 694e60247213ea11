import { type Answered, check, type Exchange, failed, passed } from '../../../runner/check.ts'
import { metadataOf, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'
import { JSON_PATCH, patchBody, patchFormats } from '../../shared/patch-body.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, type Made, scratchFor, writing } from '../../shared/scratch.ts'
import { at as valueAt, wordsAt } from '../../shared/synthetic.ts'
import { HAPI, kept, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const wordsOf = (format: string) => `Patched as ${format}.`
const [OTHER] = patchFormats.slice(1) as [string]

/**
 * A declared patch is carried out, in every format that patchFormat declares, and refused with 412 where If-Match names an old version
 * (R4 http.html#patch). Where no format is declared, R4's are tried until one is known.
 */
export default check({
  id: 'fhir/patch',
  version: 3,
  title: 'A declared patch is carried out in each declared format, and refused with 412 where If-Match is stale',
  verifies: { 'FHIR-WRITE-014': 'all' },
  subjects: writing('patch', 'read'),
  effect: 'write',
  fix: 'Apply every format of patches that patchFormat declares to the canonical form of the resource, and answer a stale If-Match with 412.',

  probe: async context => {
    const { subject, landscape } = context
    const endpoint = landscape.fhir.find(({ endpoint }) => endpoint === subject.endpoint)
    const statement = endpoint && resourceIn(await metadataOf(context.http, endpoint))
    const declared = patchFormats.filter(format => formatsIn(statement?.['patchFormat']).includes(format))
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make('Before the patch.')
    if (isNotReached(made)) return made
    const patch = (format: string, { etag }: Pick<Made, 'etag'>, words = wordsOf(format)) =>
      scratch.send('PATCH', made.url, patchBody(format, subject.type, words), {
        'content-type': format,
        ...(etag && { 'if-match': etag }),
      })
    const tries = []
    let now: Pick<Made, 'etag'> = made
    for (const format of declared.length > 0 ? declared : patchFormats) {
      const patched = await patch(format, now)
      const read = await scratch.read(made)
      const odd = turnedAway(patched) ?? unusable(read)
      if (odd) return odd
      tries.push({ format, patched, read })
      const etag = read.response?.headers['etag']
      now = etag === undefined ? {} : { etag }
      if (declared.length === 0 && patched.response?.status !== 415) break
    }
    const worked = tries.find(({ patched }) => (patched.response?.status ?? 0) < 300)
    // The version that was good for the first patch is stale by now.
    const stale = made.etag && worked ? [await patch(worked.format, made, 'On an old version.')] : []
    const after = await scratch.read(made)
    return turnedAway(...stale) ?? unusable(after) ?? { declared: declared.length > 0, tries, stale, after }
  },

  judge: ({ declared, tries, stale, after }, { type }) => {
    const at = after.request.url
    const words = (exchange: typeof after) => valueAt(resourceIn(exchange), wordsAt(type))
    const known = declared ? tries : tries.filter(({ patched }) => patched.response.status !== 415)
    if (known.length === 0)
      return failed('no-format', { at, actual: tries.map(({ format }) => format).join(', '), expected: 'one of them' })
    return [
      ...known.map(({ format, patched, read }) => {
        const details = { at, format, expected: '200', actual: summaryOf(patched) }
        if (patched.response.status >= 300) return failed('refused', details)
        if (words(read) === wordsOf(format)) return passed({ at, format })
        return failed('no-effect', { ...details, expected: wordsOf(format), actual: String(words(read)) })
      }),
      ...stale.map(answer => {
        const second = { at, expected: '412', actual: summaryOf(answer) }
        if (answer.response.status < 400 || words(after) === 'On an old version.') return failed('overwritten', second)
        return answer.response.status === 412 ? passed(second) : failed('not-412', second)
      }),
    ]
  },

  messages: {
    'no-format':
      'Patch is declared, and none of the formats that R4 knows is taken at {at}: {actual} were answered 415.',
    refused: 'Patch is declared, but a patch as {format} at {at} was answered {actual}.',
    'no-effect': 'A patch as {format} at {at} was accepted, but the text reads “{actual}”, not “{expected}”.',
    overwritten: 'A patch at {at} that was based on an old version was carried out: {actual}.',
    'not-412': 'A patch at {at} that was based on an old version was refused with {actual}, not with 412.',
  },

  examples: [
    ...(
      [
        ['carried out', SUPPLIER, 'passed', [[JSON_PATCH, wrote(200)]], [refusal(412)]],
        ['stale with 409', HAPI, 'failed', [[JSON_PATCH, wrote(200)]], [refusal(409)]],
        ['stale is carried out', SUPPLIER, 'failed', [[JSON_PATCH, wrote(200)]], [wrote(200)]],
        ['no effect', SUPPLIER, 'failed', [[JSON_PATCH, wrote(200), 'Before the patch.']], []],
        ['not offered', SUPPLIER, 'failed', [[JSON_PATCH, refusal(501), 'Before the patch.']], []],
        [
          'a second format is declared, and refused',
          SUPPLIER,
          'failed',
          [
            [JSON_PATCH, wrote(200)],
            [OTHER, refusal(415), wordsOf(JSON_PATCH)],
          ],
          [refusal(412)],
        ],
      ] as const
    ).map(([name, from, outcome, tries, stale]) => ({
      name,
      from,
      outcome: outcome as 'passed' | 'failed',
      seen: seen(true, tries, stale),
      subject: observations,
    })),
    {
      name: 'no format declared, and the second that R4 knows is taken',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen(
        false,
        [
          [JSON_PATCH, refusal(415), ''],
          [OTHER, wrote(200)],
        ],
        [refusal(412)],
      ),
      subject: observations,
    },
    {
      name: 'no format declared, and none taken',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen(
        false,
        patchFormats.map(format => [format, refusal(415), '']),
        [],
      ),
      subject: observations,
      keys: ['no-format'],
    },
    refusedExample,
  ],
})

/** The media types that a CapabilityStatement declares for patches, without their parameters. */
const formatsIn = (declared: unknown): readonly string[] =>
  Array.isArray(declared)
    ? declared.flatMap(one => (typeof one === 'string' ? (mediaTypeOf(one)?.type ?? []) : []))
    : []

function seen(
  declared: boolean,
  tries: readonly (readonly [format: string, patched: Answered, words?: string])[],
  stale: readonly Answered[],
) {
  const reading = (text: string): Exchange => wrote(200, '2', {}, kept('2', { note: [{ text }] }), 'GET')
  const overwritten = stale.some(({ response }) => response.status < 300)
  return {
    declared,
    tries: tries.map(([format, patched, words = wordsOf(format)]) => ({
      format,
      patched: patched as Exchange,
      read: reading(words),
    })),
    stale: stale.map((answered): Exchange => answered),
    after: reading(overwritten ? 'On an old version.' : 'Patched.'),
  }
}

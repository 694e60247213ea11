import { check, type Exchange, failed, noGround, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { at as valueAt, wordsAt } from '../../shared/synthetic.ts'
import {
  HAPI,
  kept,
  made,
  observations,
  refusal,
  refusedExample,
  SUPPLIER,
  wrote,
} from '../../shared/write-examples.ts'

const LONG = 60_000
const DEEP = 3_000
/** A hundred letters again and again, so that a lost part shows by the length. */
const words = 'Synthetic text of a conformance test, long enough to be cut by a column that is too narrow for it.  '
const longText = words.repeat(LONG / words.length)
/** Extensions in extensions, as R4 allows to any depth. */
const nested = (depth: number) =>
  `{"resourceType":"Basic","extension":${'[{"url":"urn:mustdo:deep","extension":'.repeat(depth)}[]${'}]'.repeat(depth)}}`

/**
 * A long text is kept whole or refused, never cut (R4 http.html#transactional-integrity), and a body that is nested three thousand deep ends
 * in a 4xx or is borne, never in an error of the server. A good call follows each, so that a server that fell over shows.
 */
export default check({
  id: 'fhir/long-and-deep',
  version: 2,
  title: 'Long texts are kept whole or refused, and deep bodies do no harm',
  verifies: { 'FHIR-WRITE-011': 'all', 'NHS-API-014': 'all' },
  subjects: writing('read'),
  effect: 'intrusive',
  fix: 'Refuse what is too long with 413 or 422 instead of cutting it, and limit the depth of a body before it is parsed.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const long = await scratch.create(scratch.body(longText))
    const id =
      long.response?.headers['location']
        ?.replace(/\/_history\/.*$/, '')
        .split('/')
        .at(-1) ?? resourceIn(long)?.id
    const stored = long.response && long.response.status < 300 && id
    const reads = stored ? [await scratch.read({ url: `${context.subject.url}/${id}` })] : []
    const deep = await scratch.create(nested(DEEP))
    const control = await scratch.make()
    if (isNotReached(control))
      return noGround('after a deep body a good one was no longer stored', {
        who: 'reviewer',
        act: 'see whether the deep body was why',
      })
    return turnedAway(long, deep, ...reads) ?? { long, reads, deep, control }
  },

  judge: ({ long, reads, deep }, { type }) => [
    ...(long.response.status < 300
      ? reads.map(read => {
          const length = String(valueAt(resourceIn(read), wordsAt(type)) ?? '').trim().length
          const details = {
            at: read.request.url,
            requirement: 'FHIR-WRITE-011',
            expected: String(longText.trim().length),
          }
          return length === longText.trim().length
            ? passed(details)
            : failed('cut', { ...details, actual: String(length) })
        })
      : [passed({ at: long.request.url, requirement: 'FHIR-WRITE-011' })]),
    ...[long, deep].map(one => {
      const details = { at: one.request.url, requirement: 'NHS-API-014', expected: '4xx', actual: summaryOf(one) }
      return one.response.status >= 500 ? failed('own-fault', details) : passed(details)
    }),
  ],

  messages: {
    cut: 'A text of {expected} letters was accepted, and {at} gives {actual} of them.',
    'own-fault': 'A long or deep body at {at} was answered {actual}, as if the server were at fault.',
  },

  examples: [
    {
      name: 'kept and refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen(longText, refusal(400)),
      subject: observations,
    },
    {
      name: 'cut, and falling over',
      from: HAPI,
      outcome: 'failed',
      seen: seen(longText.slice(0, 4000), refusal(500)),
      subject: observations,
      keys: ['cut', 'passed', 'own-fault'],
    },
    {
      name: 'too long',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { ...seen('', refusal(400)), long: refusal(413), reads: [] },
      subject: observations,
    },
    refusedExample,
  ],
})

function seen(text: string, deep: Exchange) {
  const read: Exchange = wrote(200, '1', {}, kept('1', { note: [{ text }] }), 'GET')
  return { long: wrote(201) as Exchange, reads: [read], deep, control: made }
}

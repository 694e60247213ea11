import {
  cantTell,
  check,
  type Exchange,
  failed,
  inapplicable,
  noData,
  noGround,
  passed,
} from '../../../runner/check.ts'
import { bundleIn, matchesOf } from '../../shared/bundle.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { typeSubject } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { RUN_SYSTEM, at as valueAt, wordsAt } from '../../shared/synthetic.ts'
import { HAPI, kept, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const WORDS = 'Patched by a condition.'
/** What a server that has not built it says; anything else may be a rule of its own, such as another format of patches. */
const notThere = new Set([400, 404, 405, 501])
const byConditions = typeSubject({ ...observations, conditionalUpdate: true })

/**
 * PATCH [type]?condition: one match is patched, none answers 404, several 412 (R4 http.html#patch). A server need not take it, and should
 * where it patches and updates by conditions. Each patch begins with a test of this probe's own mark, so that no other resource is
 * changed should a server overlook the condition.
 */
export default check({
  id: 'fhir/conditional-patch',
  version: 3,
  title: 'A conditional patch follows the table of matches',
  verifies: { 'FHIR-WRITE-019': 'all' },
  subjects: writing('patch', 'read', 'search-type'),
  effect: 'write',
  fix: 'Search by the condition first: patch the one match, answer 404 to none and 412 to several.',

  probe: async context => {
    const { subject } = context
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const { condition, word } = scratch
    if (!condition) return noData(`a search of ${subject.type} by identifier or _tag`)
    const patch = (words: string) =>
      scratch.send(
        'PATCH',
        `${subject.url}?${condition}`,
        JSON.stringify([
          { op: 'test', path: '/identifier/0', value: { system: RUN_SYSTEM, value: word } },
          { op: 'replace', path: wordsAt(subject.type), value: words },
        ]),
        { 'content-type': 'application/json-patch+json' },
      )
    const none = await patch(WORDS)
    const made = await scratch.make('Before the patch.')
    if (isNotReached(made)) return made
    const before = await scratch.find(condition)
    if (before.response && matchesOf(bundleIn(before)).length !== 1)
      return noGround(`a search by ${condition} found ${matchesOf(bundleIn(before)).join(', ') || 'nothing'}`)
    const one = await patch(WORDS)
    const read = await scratch.read(made)
    if ((one.response?.status ?? 0) >= 400) return turnedAway(none, one) ?? { none, one, read, many: [] }
    const second = await scratch.make('Before the patch.')
    if (isNotReached(second)) return second
    const two = await scratch.find(condition)
    if (two.response && matchesOf(bundleIn(two)).length !== 2) return { none, one, read, many: [] }
    const many = await patch('Of many.')
    return turnedAway(none, one, many) ?? { none, one, read, many: [many] }
  },

  judge: ({ none, one, read, many }, { type, conditionalUpdate }) => {
    const at = one.request.url
    const words = valueAt(resourceIn(read), wordsAt(type))
    const refused = { at, expected: '200', actual: summaryOf(one) }
    if (one.response.status >= 400 && !notThere.has(one.response.status)) return cantTell('refused', refused)
    if (one.response.status >= 400)
      return conditionalUpdate ? failed('not-supported', refused) : inapplicable('not-needed', refused)
    if (words !== WORDS) return failed('no-effect', { at, expected: WORDS, actual: String(words) })
    const rows: readonly { matches: string; answer: typeof one; expected: number }[] = [
      { matches: 'no match', answer: none, expected: 404 },
      ...many.map(answer => ({ matches: 'two matches', answer, expected: 412 })),
    ]
    return rows.map(({ matches, answer, expected }) => {
      const details = { at, matches, expected: String(expected), actual: summaryOf(answer) }
      return answer.response.status === expected ? passed(details) : failed('other-answer', details)
    })
  },

  messages: {
    refused: 'A conditional patch with one match at {at} was refused: {actual}. Why is for a person to say.',
    'not-supported':
      'Patches and conditional updates are declared, but a conditional patch with one match at {at} was answered {actual}.',
    'not-needed': 'A conditional patch is not taken at {at}, as it need not be: {actual}.',
    'no-effect': 'A conditional patch at {at} was accepted, but the text reads “{actual}”, not “{expected}”.',
    'other-answer': 'A conditional patch with {matches} at {at} was answered {actual}, not {expected}.',
  },

  examples: [
    { name: 'by the table', from: HAPI, outcome: 'passed', seen: seen({}), subject: byConditions },
    {
      name: 'the first of several',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ many: [wrote(200)] }),
      subject: observations,
      keys: ['passed', 'other-answer'],
    },
    {
      name: 'no effect',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ read: wrote(200, '1', {}, kept('1'), 'GET') }),
      subject: observations,
      keys: ['no-effect'],
    },
    {
      name: 'neither patched nor declared by conditions',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: seen({ one: refusal(400, 'not-supported'), many: [] }),
      subject: observations,
    },
    {
      name: 'updates by conditions, and does not patch by them',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ one: refusal(405, 'not-supported'), many: [] }),
      subject: byConditions,
      keys: ['not-supported'],
    },
    {
      name: 'another format of patches',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen({ one: refusal(415, 'not-supported'), many: [] }),
      subject: byConditions,
    },
    refusedExample,
  ],
})

function seen(parts: { readonly one?: Exchange; readonly read?: Exchange; readonly many?: Exchange[] }) {
  const all = {
    none: refusal(404) as Exchange,
    one: wrote(200) as Exchange,
    read: wrote(200, '2', {}, kept('2', { note: [{ text: WORDS }] }), 'GET') as Exchange,
    many: [refusal(412)] as Exchange[],
  }
  return { ...all, ...parts }
}

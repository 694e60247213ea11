import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { unusable } from '../../shared/fhir-asking.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'
import { resourceIn } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { at as valueAt, wordsAt } from '../../shared/synthetic.ts'
import { kept, made, observations, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** Letters of Ireland and Wales, and beyond; composed (NFC). */
const WORDS = 'Siân Ó Néill, ŵ ŷ, 测试, written by a conformance test'

/** Text comes back letter by letter: UTF-8 from the request to the answer (R4 http.html#mime-type). */
export default check({
  id: 'fhir/utf-8',
  version: 2,
  title: 'Letters outside ASCII survive storing and reading',
  verifies: { 'FHIR-READ-003': 'all' },
  subjects: writing('read'),
  effect: 'write',
  fix: 'Use UTF-8 in the parser, the database driver, the database and the answer, and declare no other charset.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make(WORDS)
    if (isNotReached(made)) return made
    const read = await scratch.read(made)
    return unusable(read) ?? { made, read }
  },

  judge: ({ read }, { type }) => {
    const at = read.request.url
    const charset = mediaTypeOf(read.response.headers['content-type'])?.parameters['charset']
    if (charset !== undefined && !/^utf-?8$/i.test(charset))
      return failed('other-charset', { at, expected: 'utf-8', actual: charset })
    const words = valueAt(resourceIn(read), wordsAt(type))
    if (typeof words !== 'string') return cantTell('no-words', { at, where: wordsAt(type) })
    return words.normalize('NFC') === WORDS ? passed({ at }) : failed('altered', { at, expected: WORDS, actual: words })
  },

  messages: {
    'other-charset': 'The answer at {at} declares the charset {actual}; FHIR is UTF-8.',
    'no-words': 'The text that was stored at {where} did not come back at {at}, so its letters cannot be compared.',
    altered: 'Text came back altered at {at}: “{actual}”, not “{expected}”.',
  },

  examples: [
    ...(
      [
        ['survive', 'passed', WORDS, {}],
        ['survive, decomposed', 'passed', WORDS.normalize('NFD'), {}],
        ['question marks', 'failed', WORDS.replace(/[^ -~]/g, '?'), {}],
        ['another charset', 'failed', WORDS, { 'content-type': 'application/fhir+json; charset=ISO-8859-1' }],
        ['not stored', 'cantTell', undefined, {}],
      ] as const
    ).map(([name, outcome, text, headers]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: { made, read: wrote(200, '1', headers, kept('1', { note: [{ text }] }), 'GET') },
      subject: observations,
    })),
    refusedExample,
  ],
})

import { check, failed, type Landscape, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { isObject, objectsIn, resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, transacting } from '../../shared/scratch.ts'
import { pointing } from '../../shared/synthetic.ts'
import { placeIn } from '../../shared/write-answer.ts'
import { kept, observations, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const URN = 'urn:uuid:0b0e3a0c-6b3b-4f7e-9c55-7a3d1e4f2b60'

/** References between entries of a transaction become references to what the server made of them (R4 http.html#trules). */
export default check({
  id: 'fhir/transaction-references',
  version: 2,
  title: 'References between entries of a transaction are rewritten',
  verifies: { 'FHIR-TXN-003': 'all' },
  subjects: (landscape: Landscape) => transacting(landscape, 'read'),
  effect: 'write',
  fix: 'Replace every reference to the fullUrl of an entry by the id that the server gave the resource.',

  probe: async context => {
    const { subject } = context
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const reference = pointing(subject.type, URN)
    if (!reference) return notApplicable(`no ${subject.type} can point at another`)
    const request = { method: 'POST', url: subject.type }
    const entry = [
      { resource: { ...scratch.body('Points.'), ...reference }, request },
      { fullUrl: URN, resource: scratch.body('Is pointed at.'), request },
    ]
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry }
    const transaction = await scratch.send('POST', subject.base, JSON.stringify(bundle))
    const places = objectsIn(resourceIn(transaction)?.['entry']).map(({ response }) =>
      placeIn(isObject(response) ? String(response['location'] ?? '') : '', subject.type),
    )
    const [from, to] = places.map(({ id }) => id)
    if (!from || !to)
      return (
        turnedAway(transaction) ?? noGround(`a good transaction does not say what it made: ${summaryOf(transaction)}`)
      )
    // What is pointed at is remembered first, so that it is deleted last.
    scratch.remember(to)
    scratch.remember(from)
    const read = await scratch.read({ url: `${subject.url}/${from}` })
    return unusable(read) ?? { to, read }
  },

  judge: ({ to, read }, { type }) => {
    const at = read.request.url
    const text = read.response.body.text ?? ''
    const points = new RegExp(`"(?:[^"]*/)?${type}/${to.replace(/\./g, '\\.')}(?:/_history/[^"]*)?"`)
    if (points.test(text) && !text.includes(URN)) return passed({ at })
    const actual = text.includes(URN) ? URN : 'no reference to it'
    return failed('not-rewritten', { at, expected: `${type}/${to}`, actual })
  },

  messages: {
    'not-rewritten': 'A reference within a transaction was stored at {at} as {actual}; expected {expected}.',
  },

  examples: [
    ...(
      [
        ['relative', 'passed', 'Observation/2'],
        ['absolute', 'passed', 'https://product.example/fhir/Observation/2'],
        ['as it was', 'failed', URN],
        ['another', 'failed', 'Observation/22'],
      ] as const
    ).map(([name, outcome, reference]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: { to: '2', read: wrote(200, '1', {}, kept('1', { derivedFrom: [{ reference }] }), 'GET') },
      subject: observations,
    })),
    refusedExample,
  ],
})

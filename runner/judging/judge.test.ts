import { expect, test } from 'vitest'
import type { Exchange } from '../../reports/record.ts'
import { exchange } from '../../reports/testing/parts.ts'
import { type AnyCheck, advice, cantTell, failed, noData, noGround, notApplicable, passed } from '../check.ts'
import { checkOf, origin } from '../plan/testing.ts'
import { fill, findingsOf, rollUp, troubleFindings } from './judge.ts'

const address = 'https://a.example/r4/Patient'
const subject = origin()
const answer = exchange('o1', address, 200, '{}')
const { response: _none, ...asked } = answer
const silence: Exchange = {
  ...asked,
  error: { code: 'ECONNRESET', phase: 'headers', message: 'the other side hung up' },
}
const judging = (judge: AnyCheck['judge'], rest: Partial<AnyCheck> = {}) =>
  checkOf('a/check', { 'A-1': 'all' }, { judge, messages: { wrong: 'Wrong at {at}: {actual}.' }, ...rest })
/** Whatever this judge is asked, it says that it was asked. */
const believer = judging(() => failed('wrong', { actual: 'the judge was asked' }))
const withBody = (body: Partial<NonNullable<Exchange['response']>['body']>, status = 200): Exchange => {
  const { response, ...rest } = exchange('o1', address, status, '{"resourceType":"Pa')
  if (!response) throw new Error('exchange() answers')
  return { ...rest, response: { ...response, body: { ...response.body, ...body } } }
}

test('an answer of the product is judged', () => {
  expect(findingsOf(believer, { answer }, subject)).toMatchObject([{ outcome: 'failed', key: 'wrong' }])
})

test.each([
  ['by itself', silence],
  ['in a field', { first: answer, second: silence }],
  ['in a list', { all: [answer, silence] }],
])('silence %s cannot tell, and the supplier owes an answer', (_where, seen) => {
  const [finding, ...more] = findingsOf(believer, seen, subject)
  expect(more).toEqual([])
  expect(finding).toMatchObject({ outcome: 'cantTell', key: 'no-answer', at: address, owes: { who: 'supplier' } })
  expect(finding?.message).toBe(`No answer from ${address}: ECONNRESET (the other side hung up).`)
})

test("a gateway's answer cannot tell", () => {
  const limited = exchange('o1', address, 429, '', { headers: { 'retry-after': '7' } })
  expect(findingsOf(believer, { limited }, subject)).toMatchObject([
    {
      outcome: 'cantTell',
      key: 'gateway',
      message: expect.stringContaining('Retry-After 7'),
      owes: { who: 'supplier' },
    },
  ])
})

test('a check that judges silence is handed silence and gateways, and nothing else that is kept from judges', () => {
  const brave = judging(() => passed(), { judgesSilence: true })
  const limited = exchange('o1', address, 429, '')
  expect(findingsOf(brave, { silence, limited }, subject)).toMatchObject([{ outcome: 'passed' }])
  const withheld = withBody({ withheld: 'real-looking patient data' })
  expect(findingsOf(brave, { withheld }, subject)).toMatchObject([{ outcome: 'cantTell', key: 'withheld' }])
})

test('an answer that was withheld cannot tell, and the supplier owes a test patient', () => {
  const withheld = withBody({ withheld: 'real-looking patient data' })
  expect(findingsOf(believer, { withheld }, subject)).toMatchObject([
    {
      outcome: 'cantTell',
      key: 'withheld',
      at: address,
      owes: { who: 'supplier', act: expect.stringContaining('testData') },
    },
  ])
})

test.each([
  ['untested', noData('list a test patient'), { who: 'supplier', act: 'list a test patient' }],
  ['cantTell', noGround('the control failed too'), { who: 'reviewer' }],
  ['inapplicable', notApplicable('No type is searchable.'), undefined],
] as const)('a step that was not reached is %s in its own words', (outcome, step, owes) => {
  for (const seen of [step, { before: answer, step }]) {
    const [finding] = findingsOf(believer, seen, subject)
    expect(finding).toMatchObject({ outcome, key: 'not-reached', message: step.because })
    if (owes) expect(finding?.owes).toMatchObject(owes)
    else expect(finding?.owes).toBeUndefined()
  }
})

test.each([
  ['page', 'supplier'],
  ['validation', 'mustdo'],
] as const)('a %s that did not come to its end cannot tell', (kind, who) => {
  const broken = { kind, url: 'https://a.example/', error: { code: 'crashed', message: 'it fell over' } }
  expect(findingsOf(believer, { broken }, subject)).toMatchObject([
    { outcome: 'cantTell', key: 'instrument-failed', actual: 'crashed: it fell over', owes: { who } },
  ])
})

const reads = (seen: { answer: { response: { body: { text: string } } } }) => seen.answer.response.body.text
test.each([
  ['was cut', withBody({ bytes: 9000, cut: 8000 }), '9000 bytes, 8000 of them not kept'],
  ['is not in the record', { ...withBody({}), response: bodyless() }, '19 bytes'],
])('a judge that reads a body that %s cannot tell, and needs the rest', (_what, seen, actual) => {
  const parses = judging(found => (JSON.parse(reads(found)) ? passed() : failed('wrong')))
  const swallows = judging(found => {
    try {
      JSON.parse(reads(found))
      return passed()
    } catch {
      return failed('wrong', { actual: 'not JSON' })
    }
  })
  for (const check of [parses, swallows])
    expect(findingsOf(check, { answer: seen }, subject)).toMatchObject([
      { outcome: 'cantTell', key: 'body-cut', at: address, actual, owes: { who: 'reviewer' } },
    ])
})

function bodyless() {
  const { response } = withBody({})
  if (!response) throw new Error('exchange() answers')
  const { text: _text, ...body } = response.body
  return { ...response, body }
}

test('a judge of headers decides although the body was cut', () => {
  const headers = judging(({ answer }) => (answer.response.headers['content-type'] ? passed() : failed('wrong')))
  expect(findingsOf(headers, { answer: withBody({ cut: 8000 }) }, subject)).toMatchObject([{ outcome: 'passed' }])
})

test('a judge that reads a list of a page which is cut passes nothing, and what it found wrong stands', () => {
  const page = { kind: 'page', finalUrl: address, cut: ['details.images'], details: { images: [{}], media: [] } }
  const counts = (list: 'images' | 'media', most: number) =>
    judging(({ page }) => (page.details[list].length > most ? failed('wrong', { actual: 'many' }) : passed()))
  const of = (check: AnyCheck) => findingsOf(check, { page }, subject)
  expect(rollUp(of(counts('images', 1)))).toBe('cantTell')
  expect(of(counts('images', 1))[1]).toMatchObject({ key: 'lists-cut', at: address, actual: 'images' })
  expect(of(counts('images', 1))[1]?.owes?.who).toBe('reviewer')
  expect(rollUp(of(counts('images', 0)))).toBe('failed')
  expect(of(counts('media', 1))).toMatchObject([{ outcome: 'passed' }])
})

test('judging leaves the evidence as it was', () => {
  const meddles = judging(found => {
    found.answer.response.status = 500
    return passed()
  })
  const seen = { answer: withBody({ cut: 1 }) }
  const before = structuredClone(seen)
  findingsOf(meddles, seen, subject)
  expect(seen).toEqual(before)
})

test.each<[string, AnyCheck['judge']]>([
  [
    'throws',
    () => {
      throw new TypeError('no such field')
    },
  ],
  ['returns nothing', () => undefined as never],
  ['returns a list with a hole', () => [passed(), undefined] as never],
])('a judge that %s is our own trouble: cannot tell, owed by mustdo', (_what, judge) => {
  expect(findingsOf(judging(judge), { answer }, subject)).toMatchObject([
    { outcome: 'cantTell', key: 'judge-threw', owes: { who: 'mustdo' } },
  ])
})

test.each([
  ['nothing at all', () => [], ['A-1', 'A-2']],
  ['one of two', () => passed({ requirement: 'A-1' }), ['A-2']],
  ['advice only', () => advice('wrong', { requirement: 'A-1' }), ['A-1', 'A-2']],
] as const)('a judge that says %s cannot tell of the rest, owed by mustdo', (_what, judge, silent) => {
  const findings = findingsOf(judging(judge, { verifies: { 'A-1': 'all', 'A-2': 'part' } }), { answer }, subject)
  const untold = findings.filter(({ key }) => key === 'judge-silent')
  expect(untold.map(({ requirement }) => requirement)).toEqual(silent)
  for (const finding of untold) expect(finding).toMatchObject({ outcome: 'cantTell', owes: { who: 'mustdo' } })
})

test('a decision that names no requirement speaks of all that the check verifies', () => {
  const check = judging(() => passed(), { verifies: { 'A-1': 'all', 'A-2': 'all' } })
  expect(findingsOf(check, { answer }, subject)).toMatchObject([{ outcome: 'passed' }])
})

test('the id of a finding follows from check, subject and signature, and from nothing that varies', () => {
  const idsOf = (judge: AnyCheck['judge'], about = subject, rest: Partial<AnyCheck> = {}) =>
    findingsOf(judging(judge, rest), { answer }, about).map(({ id }) => id)
  const [id] = idsOf(() => failed('wrong', { actual: '1', at: 'here' }))
  expect(id).toMatch(/^[0-9a-f]{8}$/)
  expect(idsOf(() => failed('wrong', { actual: '2', at: 'there' }), subject, { version: 9, title: 'new' })).toEqual([
    id,
  ])
  const others = [
    ...idsOf(() => failed('other')),
    ...idsOf(() => failed('wrong', { requirement: 'A-1' })),
    ...idsOf(() => failed('wrong'), origin('b.example')),
    ...idsOf(() => failed('wrong'), subject, { id: 'another/check' }),
  ]
  expect(new Set([id, ...others]).size).toBe(5)
  expect(new Set(idsOf(() => [failed('wrong'), failed('wrong')])).size).toBe(2)
})

test('messages are templates filled from the decision, and a field that is missing stays visible', () => {
  const [finding] = findingsOf(
    judging(() => failed('wrong', { at: 'X', actual: '{at}' })),
    { answer },
    subject,
  )
  expect(finding?.message).toBe('Wrong at X: {at}.')
  expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}')
})

test('places are counted, and twenty of them shown', () => {
  const places = Array.from({ length: 31 }, (_, at) => `route ${at}`)
  const [finding] = findingsOf(
    judging(() => failed('wrong', { places })),
    { answer },
    subject,
  )
  expect(finding?.count).toBe(31)
  expect(finding?.places).toHaveLength(20)
})

test('cannot tell always says who owes the next act', () => {
  expect(
    findingsOf(
      judging(() => cantTell('wrong')),
      { answer },
      subject,
    )[0]?.owes?.who,
  ).toBe('reviewer')
  for (const key of ['probe-threw', 'never-ran', 'stopped'] as const)
    expect(troubleFindings(believer, subject, key, new Error('lost'))).toMatchObject([
      { outcome: 'cantTell', key, owes: { who: 'mustdo' } },
    ])
})

test('the outcome of a whole is the worst of its parts, and advice does not count', () => {
  const of = (...list: Parameters<typeof rollUp>[0]) => rollUp(list)
  expect(of({ outcome: 'passed' }, { outcome: 'cantTell' }, { outcome: 'failed' })).toBe('failed')
  expect(of({ outcome: 'passed' }, { outcome: 'untested' }, { outcome: 'cantTell' })).toBe('cantTell')
  expect(of({ outcome: 'inapplicable' }, { outcome: 'passed' })).toBe('passed')
  expect(of({ outcome: 'failed', advice: true }, { outcome: 'passed' })).toBe('passed')
  expect(of()).toBe('untested')
})

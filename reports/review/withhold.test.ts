import { expect, test } from 'vitest'
import type { Observation } from '../record.ts'
import { render } from '../render/render.ts'
import { gapsOf } from '../seal/complete.ts'
import { fresh } from '../seal/fresh.ts'
import { richRecord } from '../testing/rich.ts'
import { checkDisclosure, type Disclosure, readDisclosure } from './disclosure.ts'
import { publish, saltOf } from './publish.ts'
import {
  bodiesIn,
  LONGEST_KEPT,
  levelThatFits,
  MOST_EVIDENCE,
  restore,
  withheldDigest,
  withhold,
  withoutEvidence,
} from './withhold.ts'

const secret = '5a'.repeat(32)
const of = 'ab'.repeat(32)
const full = richRecord()
const digests = withhold(full, 'digests', secret)

test('digests: every observation is one salted digest, no body is left, and the record is still one whole run', () => {
  const { record } = digests
  expect(record.bodies).toEqual({})
  expect(record.observations.map(({ id }) => id)).toEqual(full.observations.map(({ id }) => id))
  const seen = record.observations.map(withheldDigest)
  expect(seen.every(digest => /^[0-9a-f]{64}$/.test(digest ?? ''))).toBe(true)
  expect(new Set(seen).size).toBe(seen.length)
  expect(gapsOf(record, [])).toEqual(gapsOf(full, []))
  expect(digests.observations).toEqual(full.observations)
})

test('digests: nothing that only an exchange holds is on the page, and the page says what was left out', () => {
  const page = render(digests.record)
  const texts = full.observations.flatMap(seen =>
    seen.kind === 'exchange'
      ? [...Object.values(seen.request.headers), ...bodiesIn(seen).flatMap(({ text }) => text ?? [])]
      : [],
  )
  const rest = JSON.stringify({ ...full, observations: [], bodies: {} })
  const only = [...new Set(texts)].filter(text => text.length > 8 && !rest.includes(text))
  expect(only.length).toBeGreaterThan(1)
  for (const text of only) expect(page).not.toContain(text)
  expect(page).toContain('any can be disclosed alone')
})

/** As a record holds it: the text of a body stands elsewhere. */
function stored(seen: Observation): Observation {
  if (seen.kind !== 'exchange' || !seen.response) return seen
  const { text: _, ...body } = seen.response.body
  return { ...seen, response: { ...seen.response, body } }
}

test('shortened: long bodies go, short ones and those that discovery stands on stay, and what cannot be judged again is known', () => {
  const long = 'x'.repeat(LONGEST_KEPT + 1)
  const found = full.observations.map(stored).find(seen => seen.kind === 'exchange' && seen.response)
  const digest = bodiesIn(found!)[0]!.digest
  const observations = full.observations.map(seen => (seen.id === found!.id ? found! : seen))
  const record = { ...full, observations, stages: [], bodies: { [digest]: long } }
  const less = withhold(record, 'shortened', secret)
  expect(less.bodies).toEqual({ [digest]: long })
  expect(digest in less.record.bodies).toBe(false)
  expect(less.record.observations).toEqual(record.observations)
  const without = withoutEvidence(less.record)
  const standing = full.assertions.filter(({ observations }) => observations.includes(found!.id)).map(({ id }) => id)
  expect(standing.length).toBeGreaterThan(0)
  for (const id of standing) expect(without.has(id)).toBe(true)
  const discovery = [{ id: 'discovery', observations: [found!.id] }]
  expect(withhold({ ...record, stages: discovery }, 'shortened', secret).bodies).toEqual({})
})

test('what was kept makes the record whole again, and a piece of another record stays out', () => {
  for (const level of ['digests', 'shortened'] as const) {
    const { record, observations, bodies } = withhold(full, level, secret)
    const { record: again, foreign } = restore(record, { observations, bodies }, secret)
    expect(foreign).toEqual([])
    expect(again.observations).toEqual(full.observations)
    expect(again.bodies).toEqual(full.bodies)
    expect('evidence' in again.run).toBe(false)
  }
  const { record, observations } = digests
  const swapped = observations.map((one, index) => (index === 0 ? { ...one, ms: one.ms + 1 } : one))
  const { record: again, foreign } = restore(record, { observations: swapped, bodies: {} }, secret)
  expect(foreign).toEqual([observations[0]?.id])
  expect(again.observations[0]).toEqual(record.observations[0])
  expect(restore(record, { observations, bodies: {} }, '00'.repeat(32)).foreign.length).toBe(observations.length)
})

test('a challenge is not shown by digests of requests, and nothing else of freshness is forgiven', () => {
  const { record } = digests
  const demand = (nonce: string) => ({ today: '2026-11-23', challenge: { nonce } })
  const challenged = { ...record, run: { ...record.run, challenge: 'nonce-nonce-nonce' } }
  expect(fresh(() => challenged, of, demand('nonce-nonce-nonce'))).toMatchObject({ state: 'not checked' })
  expect(fresh(() => challenged, of, demand('another-another-1'))).toMatchObject({ state: 'does not hold' })
  expect(fresh(() => record, of, demand('nonce-nonce-nonce'))).toMatchObject({ state: 'does not hold' })
})

const pieceOf = (index: number, rest: Partial<Disclosure> = {}): Disclosure => {
  const observation = full.observations[index]!
  const salt = saltOf(`observation ${observation.id}`, secret).toString('hex')
  return { version: 1, of, observation, salts: [salt], bodies: {}, ...rest }
}
const report = { record: digests.record, bodyDigest: of }

test('each observation is disclosed alone, by its own salt, against the report and against a published copy of a full one', () => {
  const copy = publish(full, { of, secret })
  for (const index of full.observations.keys()) {
    const piece = readDisclosure(JSON.stringify(pieceOf(index)))!
    expect(checkDisclosure(piece, report)).toMatchObject({ state: 'holds' })
    expect(checkDisclosure(piece, { record: copy, bodyDigest: 'cd'.repeat(32) })).toMatchObject({ state: 'holds' })
    expect(checkDisclosure({ ...piece, salts: [] }, { record: full, bodyDigest: of })).toMatchObject({ state: 'holds' })
  }
  const seen = checkDisclosure(pieceOf(0), report)
  expect(seen.assertions.length).toBeGreaterThan(0)
})

test('a disclosure that was altered, belongs elsewhere or brings another body does not hold', () => {
  const piece = pieceOf(0)
  const other = pieceOf(1)
  const altered = { ...piece.observation, ms: piece.observation.ms + 1 }
  const tries: [Disclosure, RegExp][] = [
    [{ ...piece, observation: altered }, /salted digest is not the one/],
    [{ ...piece, salts: other.salts }, /salted digest is not the one/],
    [
      { ...piece, observation: { ...other.observation, id: piece.observation.id }, salts: piece.salts },
      /salted digest/,
    ],
    [{ ...piece, of: 'cd'.repeat(32) }, /another report/],
    [{ ...piece, observation: { ...piece.observation, id: 'o99999' } }, /holds no observation/],
    [{ ...piece, bodies: { ['0'.repeat(64)]: 'x' } }, /a body in it/],
  ]
  for (const [one, says] of tries) {
    const { state, detail } = checkDisclosure(one, report)
    expect(state).toBe('does not hold')
    expect(detail).toMatch(says)
  }
  const exchange = full.observations.findIndex(seen => bodiesIn(seen).length > 0)
  const { digest } = bodiesIn(full.observations[exchange]!)[0]!
  expect(checkDisclosure(pieceOf(exchange, { bodies: { [digest]: 'forged' } }), report).detail).toMatch(/a body in it/)
})

test('what is no disclosure is read as none', () => {
  const whole = pieceOf(0)
  for (const text of [
    '',
    '[]',
    'null',
    '{}',
    JSON.stringify({ ...whole, salts: ['00'] }),
    JSON.stringify({ ...whole, observation: { id: 'o1', kind: 'exchange' } }),
  ])
    expect(readDisclosure(text)).toBeUndefined()
})

test('evidence past what a report holds is shortened, and that goes into the file beside it', () => {
  const heavy = { ...full, bodies: { ...full.bodies, [of]: 'x'.repeat(MOST_EVIDENCE) } }
  expect([levelThatFits('full', full), levelThatFits('full', heavy)]).toEqual(['full', 'shortened'])
  expect(levelThatFits('digests', heavy)).toBe('digests')
  const { record, bodies } = withhold(heavy, 'shortened', secret)
  expect(Object.keys(bodies)).toContain(of)
  expect(render(record).length).toBeLessThan(MOST_EVIDENCE)
})

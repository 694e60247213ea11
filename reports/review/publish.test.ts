import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RunRecord } from '../record.ts'
import { asciiHtml } from '../render/ascii.ts'
import { render } from '../render/render.ts'
import { gapsOf } from '../seal/complete.ts'
import { richRecord } from '../testing/rich.ts'
import { runVerdict } from '../verdict.ts'
import { publish, saltOf } from './publish.ts'
import { sameRecord } from './same-record.ts'

const secret = '5a'.repeat(32)
const of = 'ab'.repeat(32)
const full = richRecord()
const copy = publish(full, { of, secret })
const page = render(copy)

/** Every text in a value, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

test('no address, exchange, message, person or curl line of the full report is in the copy, in data or in page', () => {
  const secretive = [
    full.observations,
    full.bodies,
    full.inputs,
    full.stages,
    full.plan.map(({ id, subject }) => [id, subject.id, subject.url]),
    full.target.endpoints.map(({ name, url }) => [url, name.length > 5 ? name : '']),
    full.target.consents.map(({ person, origins }) => [person, origins]),
    full.target.hazards.map(({ title }) => title),
    full.observed.addresses,
    full.observed.certificateKeys,
    full.run.notFollowed,
    full.assertions.map(({ id, subject, findings }) => [
      id.length > 5 ? id : '',
      subject.url,
      findings.map(({ id: finding, message, at, expected, actual, places }) => [
        finding,
        message,
        at,
        expected,
        actual,
        places,
      ]),
    ]),
    full.requirements.map(({ attestation, claim, waiver }) => [
      attestation && [attestation.by, attestation.statement, attestation.evidence],
      claim,
      waiver?.reason,
    ]),
  ].flatMap(textsOf)
  // What anybody may know: the catalogue, the checks, the product and the window.
  const { catalogue, checks, target, run } = full
  const open = JSON.stringify([catalogue, checks, target.supplier, target.product, target.surfaces, run.startedAt])
  const words = [...new Set(secretive)].filter(
    text => text.length >= 6 && !/^[a-z-]+$/i.test(text) && !open.includes(text),
  )
  expect(words.length).toBeGreaterThan(60)
  const found = words.filter(text => page.includes(asciiHtml(text)) || page.includes(JSON.stringify(text).slice(1, -1)))
  expect(found).toEqual([])
  expect(page).not.toMatch(/\bcurl\b/)
  const hosts = full.target.endpoints.map(({ url }) => new URL(url).host)
  for (const host of hosts) expect(JSON.stringify(copy)).not.toContain(host)
})

test('the copy has the verdict, states and counts of the full report, and is a complete record', () => {
  expect(runVerdict(copy)).toMatchObject({ word: runVerdict(full).word, counts: runVerdict(full).counts })
  expect(copy.requirements.map(({ id, state }) => [id, state])).toEqual(
    full.requirements.map(({ id, state }) => [id, state]),
  )
  expect(gapsOf(copy, []).filter(gap => !gapsOf(full, []).includes(gap))).toEqual([])
  expect(page).toContain('PUBLISHED COPY')
  expect(page).toContain(of)
})

test('a copy is proven to come from its full report, with the secret to the last digest', () => {
  expect(sameRecord(copy, { record: full, bodyDigest: of, secret })).toMatchObject({
    state: 'holds',
    digests: 'the same',
  })
  expect(sameRecord(copy, { record: full, bodyDigest: of })).toMatchObject({ state: 'holds', digests: 'not checked' })
})

test.each<[string, (record: RunRecord) => RunRecord]>([
  [
    'a verdict changed',
    one => ({ ...one, requirements: one.requirements.map(row => ({ ...row, state: 'met' as const })) }),
  ],
  ['a failure left out', one => ({ ...one, assertions: one.assertions.slice(1) })],
  ['another version of the product', one => ({ ...one, target: { ...one.target, version: '9' } })],
  ['the trouble of the run taken away', one => ({ ...one, run: { ...one.run, demo: !one.run.demo } })],
])('a copy with %s does not come from its full report', (_name, alter) => {
  expect(sameRecord(alter(copy), { record: full, bodyDigest: of }).state).toBe('does not hold')
})

test('a copy of another report, altered evidence under the same verdicts, and a full report are each told apart', () => {
  expect(sameRecord(copy, { record: full, bodyDigest: 'cd'.repeat(32) }).detail).toContain('from another report')
  const [first, ...others] = full.observations
  const altered = { ...full, observations: [{ ...first, ms: 4711 } as RunRecord['observations'][number], ...others] }
  expect(sameRecord(copy, { record: altered, bodyDigest: of, secret })).toMatchObject({
    state: 'does not hold',
    digests: 'differ',
  })
  expect(sameRecord(full, { record: full, bodyDigest: of }).detail).toBe('this is no published copy')
})

test('one exchange can be disclosed later: its salt and its JSON give the digest in the copy', () => {
  const [first] = full.observations
  const salt = saltOf(`observation ${first?.id}`, secret)
  const digest = createHash('sha256').update(salt).update(JSON.stringify(first)).digest('hex')
  expect(copy.published?.withheld.observations[0]).toBe(digest)
  const guessed = createHash('sha256').update(JSON.stringify(first)).digest('hex')
  expect(copy.published?.withheld.observations).not.toContain(guessed)
})

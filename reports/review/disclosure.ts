/** One piece of evidence on its own, and whether it is the one that a sealed report speaks of. */
import { createHash } from 'node:crypto'
import type { Assertion, Observation, RunRecord } from '../record.ts'
import { lineOf } from '../render/view/evidence.ts'
import { bodiesIn, withheldDigest } from './withhold.ts'

/** What is handed over: everything that was seen, and what it takes to check it, and nothing that opens another. */
export interface Disclosure {
  readonly version: 1
  /** sha256 of the body of the report that it belongs to. */
  readonly of: string
  readonly observation: Observation
  /** Salts of this observation alone, hex: the one of the report's own digest, the one of its published copy. */
  readonly salts: readonly string[]
  readonly bodies: Readonly<Record<string, string>>
}

export interface DisclosureCheck {
  readonly state: 'holds' | 'does not hold'
  readonly detail: string
  /** What the piece is, in one line. */
  readonly line: string
  /** Judgements that stand on it. */
  readonly assertions: readonly Pick<Assertion, 'id' | 'outcome'>[]
}

interface Report {
  readonly record: RunRecord
  readonly bodyDigest: string
}

export function checkDisclosure(piece: Disclosure, { record, bodyDigest }: Report): DisclosureCheck {
  const { observation, bodies } = piece
  const named = bodiesIn(observation).map(({ digest }) => digest)
  const because = Object.entries(bodies).some(([digest, text]) => sha256(text) !== digest || !named.includes(digest))
    ? 'a body in it is not the one that its observation names'
    : mismatch(piece, record, bodyDigest)
  return {
    state: because ? 'does not hold' : 'holds',
    detail: because ?? 'it is what the report was judged by',
    line: lineOf(observation),
    assertions: record.assertions
      .filter(({ observations }) => observations.includes(observation.id))
      .map(({ id, outcome }) => ({ id, outcome })),
  }
}

/** Why the piece does not belong to the report; undefined where it does. */
function mismatch({ of, observation, salts }: Disclosure, record: RunRecord, bodyDigest: string): string | undefined {
  const digests = salts.map(salt =>
    createHash('sha256').update(Buffer.from(salt, 'hex')).update(JSON.stringify(observation)).digest('hex'),
  )
  const { published } = record
  if (published) {
    if (published.of !== of) return 'it belongs to another report than the one this copy was made from'
    return published.withheld.observations.some(one => digests.includes(one))
      ? undefined
      : 'no digest in the published copy is of it'
  }
  if (of !== bodyDigest) return `it belongs to another report (sha256 ${of})`
  const own = record.observations.find(({ id }) => id === observation.id)
  if (!own) return `the report holds no observation ${observation.id}`
  const digest = withheldDigest(own)
  if (digest === undefined)
    return JSON.stringify(own) === JSON.stringify(observation) ? undefined : 'the report holds it otherwise'
  return digests.includes(digest) ? undefined : 'its salted digest is not the one in the report'
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Reads a disclosure that a stranger wrote; undefined for anything that is none. */
export function readDisclosure(text: string): Disclosure | undefined {
  try {
    const { version, of, observation, salts, bodies } = JSON.parse(text) as Partial<Disclosure>
    const whole =
      version === 1 &&
      typeof of === 'string' &&
      typeof observation?.id === 'string' &&
      Array.isArray(salts) &&
      salts.every(salt => /^[0-9a-f]{64}$/.test(String(salt))) &&
      typeof bodies === 'object' &&
      Object.values(bodies).every(body => typeof body === 'string')
    if (!whole) return undefined
    // Says itself what it is: one of another form does not.
    lineOf(observation)
    return { version, of, observation, salts, bodies }
  } catch {
    return undefined
  }
}

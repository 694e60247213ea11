/** A framework's ledger of challenges: which were issued, until when, and which report has answered each. One JSON file. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { NONCE } from './nonce.ts'

export const DEFAULT_LEDGER = 'mustdo-challenges.json'

export interface Challenge {
  readonly nonce: string
  /** Who was asked, in the framework's words. */
  readonly for: string
  /** ISO 8601, UTC. */
  readonly issuedAt: string
  /** Last day (UTC) on which a run may answer it. */
  readonly until: string
  /** Digest of the body of the report that answered it, and when that was found. */
  readonly answered?: { readonly body: string; readonly at: string }
}

export interface Ledger {
  readonly version: 1
  readonly challenges: readonly Challenge[]
}

/** A ledger that cannot be read or does not know a challenge. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError'
}

const text = { type: 'string', minLength: 1 }
const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }
const validate = new Ajv2020().compile<Ledger>({
  type: 'object',
  additionalProperties: false,
  required: ['version', 'challenges'],
  properties: {
    version: { const: 1 },
    challenges: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['nonce', 'for', 'issuedAt', 'until'],
        properties: {
          nonce: { type: 'string', pattern: NONCE.source },
          for: text,
          issuedAt: text,
          until: day,
          answered: {
            type: 'object',
            additionalProperties: false,
            required: ['body', 'at'],
            properties: { body: { type: 'string', pattern: '^[0-9a-f]{64}$' }, at: text },
          },
        },
      },
    },
  },
})

/** The ledger in this file; an empty one when there is no file. Throws LedgerError. */
export function readLedger(path: string): Ledger {
  if (!existsSync(path)) return { version: 1, challenges: [] }
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (validate(value)) return value
  } catch {
    // refused below, like any other file that is no ledger
  }
  throw new LedgerError(
    `${path} is no ledger of challenges. Expected the file that mustdo challenge new wrote. Restore it, or name another with --ledger.`,
  )
}

/** Issues a challenge of 256 random bits and writes it down. Returns it. */
export function issueChallenge(
  path: string,
  { name, days, now }: { name: string; days: number; now: Date },
): Challenge {
  const ledger = readLedger(path)
  const challenge: Challenge = {
    nonce: randomBytes(32).toString('base64url'),
    for: name,
    issuedAt: now.toISOString(),
    until: new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10),
  }
  write(path, { ...ledger, challenges: [...ledger.challenges, challenge] })
  return challenge
}

/** The challenge of this nonce. Throws LedgerError when the ledger never issued it. */
export function findChallenge(path: string, nonce: string): Challenge {
  const found = readLedger(path).challenges.find(one => one.nonce === nonce)
  if (found) return found
  throw new LedgerError(
    `${path} holds no challenge "${nonce}". Expected one that was issued with it. See them with: mustdo challenge list`,
  )
}

/** Writes down which report answered; the first one stays, whoever else comes. */
export function noteAnswer(path: string, nonce: string, answered: NonNullable<Challenge['answered']>): void {
  const ledger = readLedger(path)
  const challenges = ledger.challenges.map(one => (one.nonce === nonce && !one.answered ? { ...one, answered } : one))
  write(path, { ...ledger, challenges })
}

/** In one step, so that a crash leaves the old ledger or the new one. */
function write(path: string, ledger: Ledger): void {
  const fresh = `${path}.${process.pid}.new`
  writeFileSync(fresh, `${JSON.stringify(ledger, null, 2)}\n`, { mode: 0o600 })
  renameSync(fresh, path)
}

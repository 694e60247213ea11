/** The rung "fresh": whether the run answers a challenge that was put to it, and whether the report still counts today. */
import type { Exchange, RunRecord } from '../record.ts'
import type { ReadRecord, Rung } from './rungs.ts'

/** A challenge that the framework put to the supplier, as its ledger knows it. */
export interface ChallengeDemand {
  readonly nonce: string
  /** When it was issued; a run from before cannot answer it. ISO 8601, UTC. */
  readonly issuedAt?: string
  /** Last day (UTC) on which a run may answer it. */
  readonly until?: string
  /** Digest of the body of the report that has answered it already. */
  readonly answeredBy?: string
}

/** A time-stamp of the file, as far as it is known. */
export interface Stamp {
  /** ISO 8601, UTC. */
  readonly time: string
  readonly authority: string
  /** Whether the authority is among those that the verifier gave; absent where none were given. */
  readonly known?: boolean
}

export interface Freshness {
  /** Today, UTC, `2026-11-22`; expiry is not looked at without it. */
  readonly today?: string
  readonly challenge?: ChallengeDemand
}

/** Holds when a demanded challenge was answered, on the wire too, and the report has not expired. */
export function fresh(
  read: ReadRecord,
  bodyDigest: string,
  { today, challenge }: Freshness,
  stamps: readonly Stamp[] = [],
): Rung {
  const rung = 'fresh'
  try {
    const record = read()
    const problems = [
      ...expiry(record, today),
      ...(challenge ? [...ofChallenge(record, challenge), ...used(bodyDigest, challenge)] : []),
      ...ofStamps(record, stamps),
    ]
    if (problems.length > 0) return { rung, state: 'does not hold', detail: problems.join('; ') }
    const valid = today ? `valid until ${record.run.validUntil}` : 'expiry not looked at'
    const known = stamps.find(stamp => stamp.known)
    const stamped = stamps.map(sayStamp).join('; ')
    const more = stamped ? `; ${stamped}` : ''
    if (challenge && record.run.evidence === 'digests')
      return {
        rung,
        state: 'not checked',
        detail: `it names the challenge, but of its requests it holds digests only; have one disclosed; ${valid}${more}`,
      }
    if (challenge) return { rung, state: 'holds', detail: `answers the challenge in its requests; ${valid}${more}` }
    if (known) return { rung, state: 'holds', detail: `${valid}${more}` }
    const carries = record.run.challenge
      ? 'it carries a challenge; demand yours with --challenge'
      : 'no challenge was put'
    return { rung, state: 'not checked', detail: `${valid}; ${carries}${more}` }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { rung, state: 'does not hold', detail: `the record is not of the form of a run (${why})` }
  }
}

const sayStamp = ({ time, authority, known }: Stamp): string =>
  known
    ? `existed on ${time}, as ${authority} has stamped`
    : `stamped ${time} by ${authority}, who is not known here (--tsa names authorities)`

/** What was stamped was there at that time; a run that ends later was not. */
const ofStamps = ({ run }: RunRecord, stamps: readonly Stamp[]): string[] =>
  stamps
    .filter(({ time, known }) => known && time < run.endedAt.slice(0, 19))
    .map(({ time }) => `stamped ${time}, before the run ended (${run.endedAt})`)

function expiry({ run }: RunRecord, today: string | undefined): string[] {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(run.validUntil)) return ['the record names no day until which it is valid']
  return today && today > run.validUntil ? [`expired: it was valid until ${run.validUntil}`] : []
}

function ofChallenge({ run, observations }: RunRecord, { nonce, issuedAt, until }: ChallengeDemand): string[] {
  if (run.challenge === undefined) return ['the run carries no challenge']
  if (run.challenge !== nonce) return ['the run answers another challenge than the one demanded']
  const exchanges = observations.filter((seen): seen is Exchange => seen.kind === 'exchange')
  const sent = exchanges.filter(({ request }) => request.headers['user-agent']?.includes(nonce))
  return [
    ...(sent.length === 0 && run.evidence !== 'digests' ? ['no recorded request carried the challenge'] : []),
    ...(issuedAt && run.startedAt < issuedAt ? [`the run began before the challenge was issued (${issuedAt})`] : []),
    ...(until && run.startedAt.slice(0, 10) > until ? [`the challenge was good until ${until}`] : []),
  ]
}

/** A report with more seals is the same report: its identity is the digest of its body. */
const used = (bodyDigest: string, { answeredBy }: ChallengeDemand): string[] =>
  answeredBy !== undefined && answeredBy !== bodyDigest
    ? [`the challenge was answered already by another report (sha256 ${answeredBy})`]
    : []

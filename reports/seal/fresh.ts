/** The rung "fresh": whether the run answers a challenge that was put to it, and whether the report still counts today. */
import type { Exchange, RunRecord } from '../record.ts'
import type { Rung } from './rungs.ts'

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

export interface Freshness {
  /** Today, UTC, `2026-11-22`; expiry is not looked at without it. */
  readonly today?: string
  readonly challenge?: ChallengeDemand
}

/** Holds when a demanded challenge was answered, on the wire too, and the report has not expired. */
export function fresh(recordJson: string, bodyDigest: string, { today, challenge }: Freshness): Rung {
  const rung = 'fresh'
  try {
    const record = JSON.parse(recordJson) as RunRecord
    const problems = [
      ...expiry(record, today),
      ...(challenge ? [...ofChallenge(record, challenge), ...used(bodyDigest, challenge)] : []),
    ]
    if (problems.length > 0) return { rung, state: 'does not hold', detail: problems.join('; ') }
    const valid = today ? `valid until ${record.run.validUntil}` : 'expiry not looked at'
    if (challenge) return { rung, state: 'holds', detail: `answers the challenge in its requests; ${valid}` }
    const carries = record.run.challenge
      ? 'it carries a challenge; demand yours with --challenge'
      : 'no challenge was put'
    return { rung, state: 'not checked', detail: `${valid}; ${carries}` }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { rung, state: 'does not hold', detail: `the record is not of the form of a run (${why})` }
  }
}

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
    ...(sent.length === 0 ? ['no recorded request carried the challenge'] : []),
    ...(issuedAt && run.startedAt < issuedAt ? [`the run began before the challenge was issued (${issuedAt})`] : []),
    ...(until && run.startedAt.slice(0, 10) > until ? [`the challenge was good until ${until}`] : []),
  ]
}

/** A report with more seals is the same report: its identity is the digest of its body. */
const used = (bodyDigest: string, { answeredBy }: ChallengeDemand): string[] =>
  answeredBy !== undefined && answeredBy !== bodyDigest
    ? [`the challenge was answered already by another report (sha256 ${answeredBy})`]
    : []

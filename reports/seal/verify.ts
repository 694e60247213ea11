/** The ladder: what a sealed file proves, rung by rung, and what it does not. Pure; works offline on the file alone. */
import type { RunRecord } from '../record.ts'
import { type Assurance, assuranceOf } from './assurance.ts'
import { checkSeal, type SealSeen } from './check-seal.ts'
import { identityOf, type Pipeline } from './ci-identity.ts'
import { prefixDigests, sha256 } from './digest.ts'
import { SealError } from './errors.ts'
import { type Freshness, fresh, type Stamp } from './fresh.ts'
import { type SealedFile, split } from './grammar.ts'
import { notProven } from './not-proven.ts'
import { type Rejudge, type Rejudgement, reJudged } from './rejudged.ts'
import { type Rewritten, rewrittenOf } from './rewritten.ts'
import {
  complete,
  knownSigner,
  type ReadRecord,
  type Renderer,
  type Rung,
  type RungName,
  reRendered,
  rungNames,
} from './rungs.ts'
import type { Summary } from './statement.ts'
import type { TimeSeen } from './time-stamp.ts'
import { mend } from './transit.ts'
import { type Keys, keysOf, type Standing, standings, type TrustFile } from './trust.ts'

export interface VerifyOptions extends Renderer, Freshness {
  readonly trust?: TrustFile
  /** The same by thumbprint, where no trust file but a framework's file names them. */
  readonly keys?: Keys
  /** Pipelines that are known by a CI identity, beside those of the trust file. */
  readonly pipelines?: readonly Pipeline[]
  /** Rungs that must hold, beside "sealed". */
  readonly require?: readonly RungName[]
  /** Roles in which a known signer must have sealed. */
  readonly requireRoles?: readonly string[]
  /** Certificates of time-stamp authorities, PEM: a time-stamp of one of them is demanded. */
  readonly authorities?: string
  /** Judges the embedded evidence again; the rung "re-judged" is not checked without it. */
  readonly rejudge?: Rejudge
  /** Is handed the record of a file whose seals hold, as the rungs read it: a large one is read once. */
  readonly keep?: (read: ReadRecord) => void
}

/** What mail, an editor or a browser did to a file that nobody altered. */
export interface Damage {
  readonly damage: readonly string[]
  /** Identity of the report that was sent. */
  readonly bodyDigest: string
}

export interface Verification {
  /** True when the seals hold, nothing checked contradicts the page, and everything demanded holds: exit 0, else 4. */
  readonly ok: boolean
  /** The answer in one line, e.g. `unaltered; signer unknown`. */
  readonly headline: string
  /** How far the report may be believed, as far as this verification found. */
  readonly tier: Assurance
  readonly rungs: readonly Rung[]
  /** The seals that hold, in the order of the file; empty when any one does not. */
  readonly seals: readonly SealSeen[]
  /** Time-stamps that hold over everything before them. */
  readonly stamps: readonly Stamp[]
  /** sha256 of the page without its seals: the identity of the report, whoever counter-signs it. */
  readonly bodyDigest?: string
  readonly summary?: Summary
  /** What was demanded and is not there. */
  readonly unmet: readonly string[]
  /** What judging again found, where it was asked for. */
  readonly rejudgement?: Rejudgement
  readonly notProven: readonly string[]
  /** Present when the file does not hold, and would if what happened on its way were undone. */
  readonly transit?: Damage
  /** Present when the file does not hold, and its data block all the same is the one that was sealed. */
  readonly rewritten?: Rewritten
}

/** Verifies a sealed file. Never throws for the file's sake: a file that is not one fails the first rung. */
export async function verifySeals(file: Uint8Array, options: VerifyOptions = {}): Promise<Verification> {
  try {
    const sealed = split(file)
    const { seals, times, bodyDigest } = await checkAll(sealed)
    return await climb(sealed, { seals, bodyDigest, stamps: await stampsOf(times, options.authorities) }, options)
  } catch (error) {
    const transit = await damageOf(file)
    return refused(asSealError(error), options, transit ? { transit } : { rewritten: await rewrittenOf(file) })
  }
}

/** What happened to a file on its way, when undoing it makes every seal hold; else it was altered, or is no report. */
async function damageOf(file: Uint8Array): Promise<Damage | undefined> {
  const mended = mend(file)
  if (!mended) return undefined
  try {
    const sealed = split(mended.bytes)
    await checkAll(sealed)
    return { damage: mended.damage, bodyDigest: sha256(sealed.body) }
  } catch {
    return undefined
  }
}

/** JSON nested past the depth of the stack can be read but not compared; whoever wrote it meant harm. */
function asSealError(error: unknown): SealError {
  if (error instanceof SealError) return error
  if (!(error instanceof RangeError)) throw error
  return new SealError('statement', {
    what: 'The seal’s JSON is nested too deep to be read',
    expected: 'the few levels of a header and a statement',
    next: 'Do not rely on this file; ask the sender for the original.',
  })
}

interface Checked {
  readonly seals: readonly SealSeen[]
  readonly times: readonly TimeSeen[]
  readonly bodyDigest: string
}

async function checkAll({ bytes, record, lines }: SealedFile): Promise<Checked> {
  const digests = prefixDigests(
    bytes,
    lines.map(({ at }) => at),
  )
  const recordDigest = sha256(record)
  const seals: SealSeen[] = []
  const times: TimeSeen[] = []
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'time') {
      // Its reader is heavy, and most reports have none.
      const { checkTime } = await import('./time-stamp.ts')
      times.push(checkTime(line, digests[index]!))
      continue
    }
    seals.push(await checkSeal(line, digests[index]!, recordDigest))
  }
  // The first line stands right behind the page.
  return { seals, times, bodyDigest: digests[0]! }
}

interface Found extends Omit<Checked, 'times'> {
  readonly stamps: readonly Stamp[]
}

async function climb(
  sealed: SealedFile,
  { seals, stamps, bodyDigest }: Found,
  options: VerifyOptions,
): Promise<Verification> {
  const keys = options.trust ? await keysOf(options.trust) : options.keys
  const pipelines = [...(options.trust?.pipelines ?? []), ...(options.pipelines ?? [])]
  const recordJson = sealed.record.toString('latin1')
  const record = readOnce(recordJson)
  options.keep?.(record)
  const standing =
    keys || pipelines.length > 0
      ? standings(seals, keys ?? new Map(), await identitiesOf(seals, bodyDigest, pipelines))
      : undefined
  const rejudgement = await options.rejudge?.(recordJson)
  const rungs: Rung[] = [
    {
      rung: 'sealed',
      state: 'holds',
      detail: `${seals.length === 1 ? '1 seal' : `${seals.length} seals`} over every byte`,
    },
    knownSigner(seals, standing),
    reRendered(sealed, record, options),
    reJudged(rejudgement),
    complete(record, seals),
    fresh(record, bodyDigest, options, stamps),
  ]
  const unmet = [
    ...unmetRungs(rungs, options),
    ...unmetRoles(seals, standing, options.requireRoles ?? []),
    ...(options.authorities && !stamps.some(({ known }) => known)
      ? ['time-stamp: none by an authority that --tsa names']
      : []),
  ]
  return {
    ok: unmet.length === 0,
    headline: headline(rungs, seals, standing),
    tier: assuranceOf({
      reviewed: lastKnown(seals, standing, 'reviewer')?.seal.summary.review?.decision !== 'returned',
      roles: seals.map(({ role }) => role),
      standing,
      contradicted: rungs.some(({ rung, state }) => speaksAgainst.has(rung) && state === 'does not hold'),
      demonstration: seals.some(({ summary }) => summary.title.includes('DEMONSTRATION')),
    }),
    rungs,
    seals: seals.map((seal, index) => ({ ...seal, ...signerOf(standing?.[index]) })),
    stamps,
    bodyDigest,
    summary: seals[0]!.summary,
    unmet,
    ...(rejudgement && { rejudgement }),
    notProven: notProven(rungs, stamps),
  }
}

/** What comes of the CI identity of each seal; a reviewer is a person and has none. */
function identitiesOf(seals: readonly SealSeen[], bodyDigest: string, pipelines: readonly Pipeline[]) {
  return Promise.all(
    seals.map(({ role, iat, summary: { identity } }) =>
      identity && role === 'issuer' && pipelines.length > 0
        ? identityOf(identity, { bodyDigest, iat }, pipelines)
        : undefined,
    ),
  )
}

async function stampsOf(times: readonly TimeSeen[], authorities: string | undefined): Promise<readonly Stamp[]> {
  if (!authorities) return times.map(({ time, authority }) => ({ time, authority }))
  const { isKnownAuthority, readAuthorities } = await import('./time-authority.ts')
  const known = readAuthorities(authorities)
  return times.map(seen => ({ time: seen.time, authority: seen.authority, known: isKnownAuthority(seen, known) }))
}

/** A record may weigh 25 MB: the rungs share one reading of it. */
function readOnce(recordJson: string): ReadRecord {
  let record: RunRecord | undefined
  return () => {
    record ??= JSON.parse(recordJson) as RunRecord
    return record
  }
}

const signerOf = (standing: Standing | undefined) => (standing?.signer ? { signer: standing.signer } : {})

/** What there is to say of a file whose seals cannot be looked at, or do not hold. */
export function refused(
  error: SealError,
  options: VerifyOptions = {},
  { transit, rewritten }: { readonly transit?: Damage | undefined; readonly rewritten?: Rewritten | undefined } = {},
): Verification {
  const rungs = rungNames.map(
    (rung): Rung =>
      rung === 'sealed'
        ? { rung, state: 'does not hold', detail: error.message }
        : { rung, state: 'not checked', detail: 'nothing is looked at beneath a seal that does not hold' },
  )
  return {
    ok: false,
    headline: transit
      ? 'damaged on its way, not altered; ask for the original file, sent as a .zip'
      : rewritten && rewritten.signs.length > 0
        ? 'rewritten on its way: its data are as sealed, the page around them is not; ask for the original file, sent as a .zip'
        : 'the seal does not hold; do not rely on this file',
    tier: 'none',
    rungs,
    seals: [],
    stamps: [],
    unmet: unmetRungs(rungs, options),
    notProven: ['Anything: a file whose seal does not hold may say what it likes.'],
    ...(transit && { transit }),
    ...(rewritten && { rewritten }),
  }
}

/**
 * A page that is not its record's, or a verdict that is not its evidence's, deceives whoever reads it, so these rungs are
 * demanded whenever they were looked at.
 */
const speaksAgainst: ReadonlySet<RungName> = new Set(['re-rendered', 're-judged'])

function unmetRungs(
  rungs: readonly Rung[],
  { trust, keys, pipelines = [], challenge, require = [] }: VerifyOptions,
): string[] {
  const demanded = new Set<RungName>([
    'sealed',
    ...require,
    ...(trust || keys || pipelines.length > 0 ? (['known signer'] as const) : []),
    ...(challenge ? (['fresh'] as const) : []),
  ])
  return rungs
    .filter(({ rung, state }) =>
      demanded.has(rung) ? state !== 'holds' : speaksAgainst.has(rung) && state === 'does not hold',
    )
    .map(({ rung, state }) => `${rung}: ${state}`)
}

const stateOf = (rungs: readonly Rung[], name: RungName): Rung['state'] | undefined =>
  rungs.find(({ rung }) => rung === name)?.state

function unmetRoles(
  seals: readonly SealSeen[],
  standing: readonly Standing[] | undefined,
  roles: readonly string[],
): string[] {
  if (roles.length > 0 && !standing)
    return [`role ${roles.join(', ')}: not checked (it takes a trust file to say who may seal so)`]
  return roles.flatMap(role => {
    const last = lastKnown(seals, standing, role)
    if (!last) return [`role ${role}: no known signer has sealed as ${role}`]
    const { seal, signer } = last
    return seal.summary.review?.decision === 'returned' ? [`role ${role}: ${signer} has returned the report`] : []
  })
}

/** The last seal of a known signer in a role: a reviewer who decides again means the later word. */
function lastKnown(seals: readonly SealSeen[], standing: readonly Standing[] | undefined, role: string) {
  const known = seals.flatMap((seal, index) => {
    const { signer, because } = standing?.[index] ?? {}
    return signer && !because && seal.role === role ? [{ seal, signer }] : []
  })
  return known.at(-1)
}

const decided = ({ review }: Summary): string[] => (review ? [review.decision] : [])

function headline(
  rungs: readonly Rung[],
  seals: readonly SealSeen[],
  standing: readonly Standing[] | undefined,
): string {
  const who = !standing
    ? 'signer unknown'
    : standing.some(({ because }) => because)
      ? 'signer not accepted'
      : `signed by ${seals.map(({ role, summary }, i) => `${standing[i]!.signer} (${[role, ...decided(summary)].join(': ')})`).join(', ')}`
  const fails = (name: RungName) => stateOf(rungs, name) === 'does not hold'
  return [
    `unaltered; ${who}`,
    ...(fails('re-rendered') ? ['the page does not say what its record says'] : []),
    ...(fails('re-judged') ? ['its verdicts do not follow from its evidence'] : []),
    ...(fails('fresh') ? ['not fresh'] : []),
  ].join('; ')
}

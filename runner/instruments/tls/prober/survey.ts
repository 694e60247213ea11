import type { TlsSurvey } from '../../../../reports/record.ts'
import { sentChain } from './chain.ts'
import { SSL3, TLS12, TLS13 } from './client-hello.ts'
import type { Reply } from './eliminate.ts'
import { earlyHoles, knownHoles } from './holes/known-holes.ts'
import { endsPublic, issuerOf, pathTrust } from './path-trust.ts'
import { readStaple } from './staple.ts'
import { newFacts, surveyNew } from './survey-new.ts'
import { askOld, type OldSurvey, oldFacts, refusesFallback, surveyOld, type TakenReply } from './survey-old.ts'
import { type Verified, verify } from './verify.ts'
import { type Breadth, listsFor, surveySsl2, versionNames } from './versions.ts'
import type { Way } from './wire.ts'

export interface SurveyOptions {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string
  readonly port: number
  /** The name sent and matched; empty sends none and matches `host`. */
  readonly servername: string
  /** Private roots (PEM) to trust besides the usual ones. */
  readonly ca?: readonly string[]
  readonly proxy?: string
  /** The longest that one connection may take; 5 s. */
  readonly timeoutMs?: number
  /** Sends malformed messages too, to look for known holes: no harm is done, and still only where it was agreed. */
  readonly intrusive?: boolean
  /** Runs one connection when the target may be asked; at once unless told. */
  readonly turn?: Way['turn']
}

export type RawSurvey = Omit<TlsSurvey, 'id' | 'key'>
export type Facts = Omit<RawSurvey, 'kind' | 'at' | 'ms' | 'host' | 'port' | 'servername' | 'connections'>

/**
 * Asks a server for everything that its TLS takes, in some twenty short connections, in parallel as far as `turn` lets it. No request
 * is sent and nothing is kept open. Never rejects: alerts, silence and a server that speaks no TLS are facts.
 */
export const survey = (options: SurveyOptions): Promise<RawSurvey> =>
  surveyedBy(options, way => look(way, options.intrusive ?? false))

/** What a look found, with the place, the time and the count of its connections. */
export async function surveyedBy(options: SurveyOptions, look: (way: Way) => Promise<Facts>): Promise<RawSurvey> {
  const began = Date.now()
  const {
    host,
    port,
    servername,
    ca,
    proxy,
    timeoutMs = 5000,
    turn = connection => connection(new AbortController().signal),
  } = options
  const way: Way = {
    host,
    port,
    servername,
    ...(proxy !== undefined && { proxy }),
    ...(ca && { ca }),
    timeoutMs,
    turn,
    count: { connections: 0 },
  }
  const facts = await look(way)
  const { connections } = way.count
  const at = new Date(began).toISOString()
  return { kind: 'tls-survey', at, ms: Date.now() - began, host, port, servername, connections, ...facts }
}

async function look(unpinned: Way, intrusive: boolean): Promise<Facts> {
  // The first hello tells whether anybody is there, before a dozen more find out the same, and at which address.
  const first = await askOld(unpinned, TLS12, listsFor(TLS12, 'everything'))
  if (unreachable(first)) return nobody(first)
  const pin = unpinned.proxy === undefined && first.answer.address !== ''
  const way: Way = pin ? { ...unpinned, address: first.answer.address } : unpinned
  // What needs no more than this hello begins while the versions are explored.
  const taken = first.kind === 'taken' ? { version: TLS12, reply: first } : undefined
  const verifying = taken && verify(way, { accepted: ['TLSv1.2'] })
  const early = taken && earlyHoles(way, taken, intrusive)
  let seen = await allVersions(way, 'everything', { first })
  if (seen.all.every(({ state }) => state !== 'accepted')) {
    const usual = await allVersions(way, 'usual', { before: seen })
    if (usual.all.some(({ state }) => state === 'accepted')) seen = usual
  }
  const { all: versions, old, fresh } = seen
  const best = [...old].reverse().find(isTaken)
  const inside = fresh.inside
  if (!best && fresh.seen.state !== 'accepted' && seen.ssl2.seen.state !== 'accepted')
    return nobody(old.at(-1)!.reply, versions)

  const accepted = versions.filter(({ state }) => state === 'accepted').map(({ version }) => version)
  const flight = best && (best.certified ?? best.reply.answer.flight)
  const der = flight?.certificates ?? inside?.certificates ?? only(seen.ssl2.certificate)
  const chain = sentChain(der)
  const verified = await (verifying ?? verify(way, { accepted, clientCertificate: inside?.clientCertificate }))
  const { renegotiated, ticket } = verified
  const [fallbackScsv, holes] = await Promise.all([
    refusesFallback(way, accepted, best),
    knownHoles(way, { best, versions, renegotiated, early, intrusive, ...(ticket && { ticket }) }),
  ])
  const staple = flight?.staple ?? inside?.staple
  // As a client of today meets it: in TLS 1.3 where that is taken.
  const alpn = inside ? (inside.alpn ?? '') : best && alpnOf(best)
  const seenTrust = verified.trust && {
    ...verified.trust,
    publicRoot: verified.trust.trusted && endsPublic(der, way.ca),
  }
  const trust = seenTrust ?? (der.length > 0 ? pathTrust(der, way) : undefined)
  return {
    address: best?.reply.answer.address ?? fresh.address,
    versions,
    ...(fresh.preferred !== undefined && { preferred: fresh.preferred }),
    ...(best && { old: oldFacts(best) }),
    ...(inside && { new: newFacts(inside) }),
    ...(fallbackScsv !== undefined && { fallbackScsv }),
    ...(alpn !== undefined && { alpn }),
    clientCertificate: clientCertificate(best, inside?.clientCertificate, verified),
    chain,
    ...(trust && { trust }),
    ...(staple && {
      staple: readStaple(staple, { leaf: der[0], issuer: issuerOf(der, way), at: new Date().toISOString() }),
    }),
    holes,
  }
}

const only = (one: Buffer | undefined): Buffer[] => (one ? [one] : [])

interface Seen {
  readonly ssl2: Awaited<ReturnType<typeof surveySsl2>>
  readonly all: Facts['versions']
  readonly old: readonly OldSurvey[]
  readonly fresh: Awaited<ReturnType<typeof surveyNew>>
}

/** Every version, each on its own, all at the same time. */
async function allVersions(
  way: Way,
  breadth: Breadth,
  { first: first12, before }: { first?: Reply; before?: Seen },
): Promise<Seen> {
  const lists = (version: number) => listsFor(version, breadth)
  const older = before
    ? before.old.slice(0, -1)
    : Promise.all([SSL3, 0x0301, 0x0302].map(version => surveyOld(way, version, lists(version))))
  const [ssl2, first, tls12, fresh] = await Promise.all([
    before?.ssl2 ?? surveySsl2(way),
    older,
    surveyOld(way, TLS12, lists(TLS12), first12),
    surveyNew(way, lists(TLS13)),
  ])
  const old = [...first, tls12]
  return { ssl2, all: [ssl2.seen, ...old.map(({ seen }) => seen), fresh.seen], old, fresh }
}

type TakenOld = OldSurvey & TakenReply
const isTaken = (one: OldSurvey): one is TakenOld => one.reply.kind === 'taken'

export const unreachable = ({ answer }: Reply): boolean =>
  answer.error !== undefined && ['name', 'connect', 'stopped'].includes(answer.error.phase)

/** Nothing was taken; what the first hello met stands for all that was not asked. */
export function nobody(reply: Reply, versions?: Facts['versions']): Facts {
  const { error, flight, address } = reply.answer
  const because = reply.kind === 'taken' ? '' : reply.because
  return {
    address,
    versions:
      versions ??
      Object.values(versionNames).map(version => ({ version, state: 'unclear', answer: because, suites: [] })),
    clientCertificate: 'unknown',
    chain: [],
    holes: [],
    error: error ?? {
      code: flight.ended === 'alert' ? 'tls-alert' : (flight.ended ?? 'closed'),
      phase: 'tls',
      message: `No version of TLS was taken: ${because}`,
    },
  }
}

function alpnOf({ reply }: TakenOld): string {
  const chosen = reply.answer.flight.serverHello?.extensions.get(16)
  return chosen && chosen.length > 3 ? chosen.subarray(3).toString('latin1') : ''
}

function clientCertificate(
  best: TakenOld | undefined,
  inside: 'not asked' | 'asked' | 'required' | undefined,
  { refusedWithout }: Verified,
): TlsSurvey['clientCertificate'] {
  const asked = best?.reply.answer.flight.certificateRequested === true || (inside ?? 'not asked') !== 'not asked'
  if (!asked) return best || inside ? 'not asked' : 'unknown'
  return refusedWithout || inside === 'required' ? 'required' : 'asked'
}

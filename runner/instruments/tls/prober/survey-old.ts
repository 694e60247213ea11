import { X509Certificate } from 'node:crypto'
import type { OldFacts, VersionSeen } from '../../../../reports/record.ts'
import { ask } from './ask.ts'
import { TLS12 } from './client-hello.ts'
import type { Lists, Reply } from './eliminate.ts'
import type { Flight } from './flight.ts'
import { FALLBACK_SCSV } from './registry.ts'
import { askVersion, explore, listsFor, notTaken, versionNames } from './versions.ts'
import type { Way } from './wire.ts'

/** A first hello that was taken. */
export interface TakenReply {
  readonly version: number
  readonly reply: Reply & { readonly kind: 'taken' }
}

/** One version up to TLS 1.2: the first reply, and what came of it. */
export interface OldSurvey {
  readonly version: number
  readonly reply: Reply
  readonly seen: VersionSeen
  /** A flight with a certificate in it, where the first one chose a suite without. */
  readonly certified?: Flight
}

const ALPN = ['h2', 'http/1.1']

/** The first hello of a version from SSL 3.0 to TLS 1.2: it offers compression, heartbeat and all else there is. */
export const askOld = (way: Way, version: number, lists: Lists): Promise<Reply> =>
  askVersion(way, version, lists, { alpn: ALPN, compression: true, heartbeat: true })

/** Everything about a version, after its first hello. */
export async function surveyOld(way: Way, version: number, lists: Lists, asked?: Reply): Promise<OldSurvey> {
  const reply = asked ?? (await askOld(way, version, lists))
  if (reply.kind !== 'taken') return { version, reply, seen: notTaken(version, reply) }
  const keep = groupOfKey(reply.answer.flight.certificates?.[0])
  const apart = version === TLS12 ? (['suites', 'groups', 'schemes'] as const) : (['suites'] as const)
  const seen = await explore(way, version, reply, lists, apart, keep)
  return { version, reply, seen, ...(await certified(way, version, reply, seen)) }
}

/** An anonymous suite may be what the server likes best; others of its suites show who it is. */
async function certified(
  way: Way,
  version: number,
  { answer }: Reply,
  { suites }: VersionSeen,
): Promise<{ certified?: Flight }> {
  const named = suites.filter(({ name }) => !/_anon_/i.test(name)).map(({ code }) => Number(code))
  if (answer.flight.certificates || named.length === 0) return {}
  const { flight } = await ask(way, { version, suites: named, groups: listsFor(version, 'everything').groups })
  return flight.certificates ? { certified: flight } : {}
}

const curves: Readonly<Record<string, number>> = {
  prime256v1: 23,
  secp384r1: 24,
  secp521r1: 25,
  secp224r1: 21,
  secp256k1: 22,
  brainpoolP256r1: 26,
  brainpoolP384r1: 27,
  brainpoolP512r1: 28,
}

/** The group of a certificate's own key, which some servers want to see offered before they use it (RFC 8422, 5.1). */
function groupOfKey(der: Buffer | undefined): number | undefined {
  try {
    return der && curves[new X509Certificate(der).publicKey.asymmetricKeyDetails?.namedCurve ?? '']
  } catch {
    return undefined
  }
}

const compressions: Readonly<Record<number, OldFacts['compression']>> = { 1: 'DEFLATE', 64: 'LZS' }

export function oldFacts({ version, reply }: OldSurvey): OldFacts {
  const hello = reply.answer.flight.serverHello
  const has = (type: number) => hello?.extensions.has(type) ?? false
  return {
    version: versionNames[version] ?? '',
    compression: compressions[hello?.compression ?? 0] ?? 'none',
    secureRenegotiation: has(0xff01),
    extendedMasterSecret: has(23),
    encryptThenMac: has(22),
    tickets: has(35),
    heartbeat: has(15),
  }
}

/** Whether a hello that says "I fell back" is refused (RFC 7507); asked where there is a better version to have fallen from. */
export async function refusesFallback(
  way: Way,
  accepted: readonly string[],
  best: OldSurvey | undefined,
): Promise<boolean | undefined> {
  const top = accepted.at(-1)
  const lower = accepted.filter(version => version !== 'SSLv2' && version !== 'SSLv3').at(-2)
  const version = Object.entries(versionNames).find(([, name]) => name === lower)?.[0]
  if (!best || !top || version === undefined || best.seen.suites.length === 0) return undefined
  const suites = [...best.seen.suites.map(({ code }) => Number(code)), FALLBACK_SCSV]
  const { flight } = await ask(way, { version: Number(version), suites, groups: [29, 23, 24, 25, 21] })
  if (flight.serverHello) return false
  return flight.alert ? flight.alert.code === 86 : undefined
}

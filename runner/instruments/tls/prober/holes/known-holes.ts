import type { Hole, VersionSeen } from '../../../../../reports/record.ts'
import type { OldSurvey, TakenReply } from '../survey-old.ts'
import type { Renegotiated } from '../verify.ts'
import type { Way } from '../wire.ts'
import { ccsInjection } from './ccs-injection.ts'
import { heartbleed } from './heartbleed.ts'
import { robot } from './robot.ts'
import { ticketbleed } from './ticketbleed.ts'

/** A ticket of an earlier session, as OpenSSL got it. */
export interface BleedTicket {
  readonly bytes: Buffer
  readonly suite: string
  readonly version: string
}

export interface Ground {
  /** The best version up to TLS 1.2 that was taken. */
  readonly best: (OldSurvey & TakenReply) | undefined
  readonly versions: readonly VersionSeen[]
  readonly renegotiated?: Renegotiated | undefined
  readonly ticket?: BleedTicket
  /** Looks that were begun as soon as the first hello was taken. */
  readonly early?: EarlyHoles | undefined
  /** Whether malformed messages may be sent. */
  readonly intrusive: boolean
}

export interface EarlyHoles {
  readonly heartbleed: Promise<HoleSeen>
  readonly ccs: Promise<HoleSeen>
}

/** Looks that need no more than a hello that was taken. */
export const earlyHoles = (way: Way, taken: TakenReply, intrusive: boolean): EarlyHoles => ({
  heartbleed: heartbleed(way, taken, intrusive),
  ccs: intrusive ? ccsInjection(way, taken) : Promise.resolve(notAgreed),
})

/** The verdict of one look for a hole. */
export type HoleSeen = Omit<Hole, 'name'>

const only13: HoleSeen = { state: 'absent', because: 'TLS 1.3 has no such mechanism, and nothing older is taken' }

export const notAgreed: HoleSeen = {
  state: 'not tested',
  because: 'it takes a malformed message, which was not agreed to',
}

/** Known holes of implementations. Each look takes a connection or two where the server could have the hole, else none. */
export async function knownHoles(way: Way, ground: Ground): Promise<Hole[]> {
  const { best, intrusive } = ground
  const early = best && (ground.early ?? earlyHoles(way, best, intrusive))
  const looks: readonly (readonly [string, () => HoleSeen | Promise<HoleSeen>])[] = [
    ['Heartbleed (CVE-2014-0160)', () => early?.heartbleed ?? only13],
    ['CCS injection (CVE-2014-0224)', () => early?.ccs ?? only13],
    ["ROBOT (Bleichenbacher's oracle)", () => robot(way, ground)],
    ['Ticketbleed (CVE-2016-9244)', () => ticketbleed(way, ground)],
    ['CRIME (CVE-2012-4929)', () => (best ? crime(best) : only13)],
    ['Insecure renegotiation (CVE-2009-3555)', () => (best ? insecureRenegotiation(ground, best) : only13)],
    ['Renegotiation begun by the client (CVE-2011-1473)', () => (best ? clientRenegotiation(ground) : only13)],
  ]
  return Promise.all(looks.map(async ([name, look]) => ({ name, ...(await look()) })))
}

function crime({ reply }: OldSurvey): HoleSeen {
  const compressed = (reply.answer.flight.serverHello?.compression ?? 0) !== 0
  return compressed
    ? { state: 'present', because: 'TLS compression was offered and taken' }
    : { state: 'absent', because: 'TLS compression was offered and not taken' }
}

function insecureRenegotiation({ renegotiated }: Ground, { reply }: OldSurvey): HoleSeen {
  if (reply.answer.flight.serverHello?.extensions.has(0xff01))
    return { state: 'absent', because: 'renegotiation_info is answered' }
  if (renegotiated === 'done')
    return { state: 'present', because: 'a renegotiation went through without renegotiation_info' }
  if (renegotiated === 'refused')
    return { state: 'absent', because: 'renegotiation_info is not answered, and a renegotiation was refused' }
  const tried = renegotiated === 'not answered' ? 'was not answered' : 'could not be tried'
  return { state: 'unclear', because: `renegotiation_info is not answered, and a renegotiation ${tried}` }
}

function clientRenegotiation({ renegotiated }: Ground): HoleSeen {
  if (renegotiated === undefined) return { state: 'not tested', because: 'no handshake in which it could be tried' }
  if (renegotiated === 'not answered')
    return { state: 'unclear', because: 'a second handshake that the client began was not answered in time' }
  return renegotiated === 'done'
    ? { state: 'present', because: 'a second handshake that the client began was gone through with' }
    : { state: 'absent', because: 'a second handshake that the client began was refused' }
}

import { ask } from '../ask.ts'
import { listsFor, versionNames } from '../versions.ts'
import type { Way } from '../wire.ts'
import type { Ground, HoleSeen } from './known-holes.ts'

/** A session id of one byte beside a ticket has to come back as it is (RFC 5077, 3.4); CVE-2016-9244 fills it up with memory. */
export async function ticketbleed(way: Way, { ticket, best, versions }: Ground): Promise<HoleSeen> {
  if (!best) return { state: 'absent', because: 'only TLS 1.3 is taken, which sends session ids back by rule' }
  if (!best.reply.answer.flight.serverHello?.extensions.has(35))
    return { state: 'absent', because: 'tickets were asked for and not given' }
  if (!ticket) return { state: 'not tested', because: 'no ticket could be got' }
  const version = Number(Object.entries(versionNames).find(([, name]) => name === ticket.version)?.[0] ?? 0)
  const suite = versions.find(one => one.version === ticket.version)?.suites.find(({ name }) => name === ticket.suite)
  if (!suite) return { state: 'not tested', because: 'the ticket belongs to a suite that was not seen' }
  const { groups } = listsFor(version, 'everything')
  const sessionId = Buffer.from([0x6d])
  const { flight } = await ask(way, { version, suites: [Number(suite.code)], groups, sessionId, ticket: ticket.bytes })
  const back = flight.serverHello?.sessionId
  if (!back) return { state: 'unclear', because: 'the ticket was not taken back' }
  return back.length > 1 && back[0] === sessionId[0]
    ? { state: 'present', because: `a session id of 1 byte came back with ${back.length}` }
    : { state: 'absent', because: 'a session id of 1 byte beside a ticket came back with no more' }
}

import { readFlight } from '../ask.ts'
import { u8 } from '../bytes.ts'
import { helloRecord, records } from '../client-hello.ts'
import { FlightReader } from '../flight.ts'
import { alertName } from '../registry.ts'
import type { TakenReply } from '../survey-old.ts'
import { listsFor } from '../versions.ts'
import { hasFailed, onWire, type Way, type Wire } from '../wire.ts'
import type { HoleSeen } from './known-holes.ts'

const PATIENCE_MS = 2000
/** unexpected_message is what the protocol wants; decryption failures show that the change of cipher was obeyed. */
const UNEXPECTED = 10
const obeyed = new Set([20, 21, 51])

/** A change of cipher before any key exchange has to end the connection (RFC 5246, 7.1); CVE-2014-0224 obeys it, with no keys. */
export async function ccsInjection(way: Way, { version, reply }: TakenReply): Promise<HoleSeen> {
  const suites = [reply.choice.suites ?? 0]
  const answer = await onWire({ ...way, timeoutMs: Math.min(way.timeoutMs, PATIENCE_MS) }, async wire => {
    const { groups } = listsFor(version, 'everything')
    wire.send(helloRecord({ version, suites, groups, servername: way.servername }))
    const flight = await readFlight(wire)
    if (flight.ended !== 'whole') return 'early' as const
    wire.send(records(20, version, u8(1)))
    // By itself the change is either refused at once or silently obeyed; a record that nobody can open tells them apart.
    const first = await soon(wire, 250)
    if (first !== 'nothing yet') return first
    wire.send(records(22, version, Buffer.alloc(48, 0x5a)))
    return soon(wire, PATIENCE_MS)
  })
  if (hasFailed(answer)) return { state: 'unclear', because: answer.failed.message }
  if (answer === 'early') return { state: 'unclear', because: 'the handshake was not taken a second time' }
  if (answer === 'nothing yet') return { state: 'unclear', because: 'nothing was said to an early change of cipher' }
  if (answer === 'closed') return { state: 'absent', because: 'an early change of cipher ended the connection' }
  if (obeyed.has(answer))
    return { state: 'present', because: `an early change of cipher was obeyed (then ${alertName(answer)})` }
  const met = `an early change of cipher met ${alertName(answer)}`
  return { state: answer === UNEXPECTED || answer < 120 ? 'absent' : 'unclear', because: met }
}

/** The alert that comes within some milliseconds, or that the connection ends. */
async function soon(wire: Wire, ms: number): Promise<number | 'closed' | 'nothing yet'> {
  const read = async (): Promise<number | 'closed' | 'nothing yet'> => {
    const flight = await readFlight(wire, new FlightReader())
    if (flight.alert) return flight.alert.code
    return wire.over && wire.over.code !== 'timeout' ? 'closed' : 'nothing yet'
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'nothing yet'>(resolve => {
    timer = setTimeout(() => resolve('nothing yet'), ms)
  })
  try {
    return await Promise.race([read(), late])
  } finally {
    clearTimeout(timer)
  }
}

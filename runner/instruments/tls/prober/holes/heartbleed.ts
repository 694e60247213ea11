import { readFlight } from '../ask.ts'
import { u8, u16 } from '../bytes.ts'
import { helloRecord, records } from '../client-hello.ts'
import type { TakenReply } from '../survey-old.ts'
import { listsFor } from '../versions.ts'
import { hasFailed, onWire, type Way } from '../wire.ts'
import { type HoleSeen, notAgreed } from './known-holes.ts'

const HEARTBEAT = 24
/** Asked back although one byte was sent: enough to tell, and so little that next to nothing is read where the hole is open. */
const CLAIMED = 48
const PATIENCE_MS = 1500

/** A heartbeat that claims more than it carries has to be dropped (RFC 6520, 4); who answers it gives memory away. */
export async function heartbleed(way: Way, { version, reply }: TakenReply, intrusive: boolean): Promise<HoleSeen> {
  if (!reply.answer.flight.serverHello?.extensions.has(15))
    return { state: 'absent', because: 'heartbeats were offered and not taken' }
  if (!intrusive) return notAgreed
  const suites = [reply.choice.suites ?? 0]
  const answer = await onWire({ ...way, timeoutMs: Math.min(way.timeoutMs, PATIENCE_MS) }, async wire => {
    const { groups } = listsFor(version, 'everything')
    wire.send(helloRecord({ version, suites, groups, servername: way.servername, heartbeat: true }))
    const flight = await readFlight(wire)
    if (flight.ended !== 'whole') return 'no flight'
    const message = Buffer.concat([u8(1), u16(CLAIMED), u8(0x6d), Buffer.alloc(16)])
    wire.send(records(HEARTBEAT, version, message))
    let bytes = Buffer.alloc(0)
    for (let chunk = await wire.read(); chunk; chunk = await wire.read()) {
      bytes = Buffer.concat([bytes, chunk])
      if (bytes.length >= 8) break
    }
    if (bytes[0] !== HEARTBEAT) return 'dropped'
    return bytes.length >= 8 && bytes[5] === 2 && bytes.readUInt16BE(6) === CLAIMED ? 'answered' : 'dropped'
  })
  if (hasFailed(answer)) return { state: 'unclear', because: answer.failed.message }
  if (answer === 'no flight') return { state: 'unclear', because: 'the handshake was not taken a second time' }
  return answer === 'answered'
    ? { state: 'present', because: `a heartbeat with 1 byte that claimed ${CLAIMED} was answered with ${CLAIMED}` }
    : { state: 'absent', because: 'a heartbeat that claimed more than it carried was dropped' }
}

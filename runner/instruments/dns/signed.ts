import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { getServers } from 'node:dns'
import { isIPv6 } from 'node:net'

/** What a resolver lets through of the signatures of a zone (RFC 4035, 3). */
export interface SignedZone {
  /** The resolver that was asked. */
  readonly server: string
  /** `dropped`: it leaves out even the signatures of the root, which is signed. `silent`: it did not answer. */
  readonly says: 'signed and validated' | 'signed' | 'not signed' | 'dropped' | 'silent'
}

const SOA = 6
const RRSIG = 46
const OPT = 41

/** Asks for the SOA of a name with DNSSEC wanted, and for the root's as a control: two questions over UDP. Never rejects. */
export async function signedZone(name: string, server: string | undefined, timeoutMs: number): Promise<SignedZone> {
  const at = server ?? getServers()[0] ?? ''
  const [root, zone] = await Promise.all([ask(at, '', timeoutMs), ask(at, name, timeoutMs)])
  if (!root || !zone) return { server: at, says: 'silent' }
  if (!root.signed) return { server: at, says: 'dropped' }
  if (!zone.signed) return { server: at, says: zone.whole ? 'not signed' : 'silent' }
  return { server: at, says: zone.validated ? 'signed and validated' : 'signed' }
}

interface Told {
  readonly signed: boolean
  readonly validated: boolean
  /** The answer was neither a failure nor cut off. */
  readonly whole: boolean
}

function ask(server: string, name: string, timeoutMs: number): Promise<Told | undefined> {
  const { address, port } = placeOf(server)
  const id = randomInt(0x10000)
  return new Promise(resolve => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    const end = (told: Told | undefined) => {
      clearTimeout(timer)
      socket.close()
      resolve(told)
    }
    const timer = setTimeout(() => end(undefined), timeoutMs)
    socket.once('error', () => end(undefined))
    socket.on('message', (answer, from) => {
      if (from.port === port && answer.length >= 12 && answer.readUInt16BE(0) === id) end(read(answer))
    })
    socket.send(question(id, name), port, address, error => {
      if (error) end(undefined)
    })
  })
}

/** `address`, `address:port` or `[address]:port`. */
function placeOf(server: string): { address: string; port: number } {
  const found = /^\[(.+)\](?::(\d+))?$/.exec(server) ?? /^([^:]+):(\d+)$/.exec(server)
  return { address: found?.[1] ?? server, port: Number(found?.[2] ?? 53) }
}

/** A question of RFC 1035, 4.1, with an OPT record that wants DNSSEC (RFC 6891, 6.1; DO). */
function question(id: number, name: string): Buffer {
  const labels = name.split('.').filter(Boolean)
  const path = labels.flatMap(label => [Buffer.byteLength(label), ...Buffer.from(label)])
  const header = [id >> 8, id & 0xff, 0x01, 0x20, 0, 1, 0, 0, 0, 0, 0, 1]
  const wants = [0, 0, OPT, 0x04, 0xd0, 0, 0, 0x80, 0, 0, 0]
  return Buffer.from([...header, ...path, 0, 0, SOA, 0, 1, ...wants])
}

/** Whether signatures are among the records; a message that breaks off shows those before the break. */
function read(message: Buffer): Told {
  const flags = message.readUInt16BE(2)
  const code = flags & 0x0f
  const whole = (flags & 0x0200) === 0 && (code === 0 || code === 3)
  let signed = false
  try {
    let at = 12
    for (let left = message.readUInt16BE(4); left > 0; left -= 1) at = afterName(message, at) + 4
    for (let left = message.readUInt16BE(6) + message.readUInt16BE(8); left > 0; left -= 1) {
      at = afterName(message, at)
      signed ||= message.readUInt16BE(at) === RRSIG
      at += 10 + message.readUInt16BE(at + 8)
    }
    return { signed, validated: (flags & 0x20) !== 0, whole }
  } catch {
    return { signed, validated: false, whole: false }
  }
}

/** Where a name ends: at an empty label, or at a pointer. Throws RangeError past the end. */
function afterName(message: Buffer, from: number): number {
  let at = from
  for (;;) {
    const length = message.readUInt8(at)
    if (length >= 0xc0) return at + 2
    at += 1 + length
    if (length === 0) return at
  }
}

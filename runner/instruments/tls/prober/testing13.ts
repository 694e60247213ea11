/** The server's side of a handshake of TLS 1.3 that exists only in tests: it proves nothing, and is spoilt on the way out. */
import { list16, Reader, u8, u16, vector8, vector16, vector24 } from './bytes.ts'
import { handshakeMessage, records } from './client-hello.ts'
import { keyShare } from './key-share.ts'
import { readExtensions } from './messages.ts'
import { Secrets13 } from './secrets13.ts'

const SUITE = 4865

/** What the server says, and what is done to it before and after it is protected. */
export interface Says13 {
  readonly chain: readonly Buffer[]
  readonly staple: Buffer
  readonly spoil: (part: 'hello' | 'messages' | 'records' | 'tickets', bytes: Buffer) => Buffer
  /** How many bytes the next record carries. */
  readonly piece: () => number
}

/** Everything that a server of TLS 1.3 says to a ClientHello (its record included), the tickets after it too. */
export function flight13(record: Buffer, { chain, staple, spoil, piece }: Says13): Buffer {
  const hello = record.subarray(5)
  const { sessionId, group, theirs } = offeredIn(hello)
  const share = keyShare(group)
  const serverHello = handshakeMessage(2, [
    u16(0x0303),
    Buffer.alloc(32, 7),
    vector8(sessionId),
    u16(SUITE),
    u8(0),
    vector16(extension(43, u16(0x0304)), extension(51, u16(group), vector16(share.key))),
  ])
  const secrets = new Secrets13(SUITE)
  secrets.add(hello)
  secrets.add(serverHello)
  secrets.step(share.secretWith(theirs))
  const sealing = secrets.protection(secrets.traffic('s hs traffic'))
  const messages = spoil('messages', messagesOf(chain, staple))
  secrets.add(messages)
  const sealed = inPieces(messages, piece).map(part => sealing.seal(22, part))
  secrets.step()
  const after = secrets.protection(secrets.traffic('s ap traffic'))
  const tickets = inPieces(spoil('tickets', ticket), piece).map(part => after.seal(22, part))
  return Buffer.concat([
    records(22, 0x0303, spoil('hello', serverHello)),
    records(20, 0x0303, u8(1)),
    spoil('records', Buffer.concat([...sealed, ...tickets])),
  ])
}

const extension = (type: number, ...body: readonly Buffer[]): Buffer => Buffer.concat([u16(type), vector16(...body)])

/** EncryptedExtensions, Certificate, CertificateVerify and Finished. */
const messagesOf = (chain: readonly Buffer[], staple: Buffer): Buffer =>
  Buffer.concat([
    handshakeMessage(8, [
      vector16(extension(16, vector16(vector8(Buffer.from('h2')))), extension(10, vector16(list16([29, 23])))),
    ]),
    handshakeMessage(11, [
      vector8(),
      vector24(
        ...chain.map((der, place) =>
          Buffer.concat([vector24(der), vector16(...(place === 0 ? [extension(5, u8(1), vector24(staple))] : []))]),
        ),
      ),
    ]),
    handshakeMessage(15, [u16(0x0403), vector16(Buffer.alloc(70, 5))]),
    handshakeMessage(20, [Buffer.alloc(32, 6)]),
  ])

/** A NewSessionTicket that allows 16384 bytes of early data. */
const ticket = handshakeMessage(4, [
  Buffer.alloc(8, 1),
  vector8(Buffer.alloc(2)),
  vector16(Buffer.alloc(48, 2)),
  vector16(extension(42, Buffer.from([0, 0, 0x40, 0]))),
])

function inPieces(bytes: Buffer, piece: () => number): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = Math.max(1, Math.min(0x4000, piece()))
    parts.push(bytes.subarray(at, at + length))
    at += length
  }
  return parts
}

/** Session id and the one key share of a ClientHello, header of its message included. */
function offeredIn(hello: Buffer): { sessionId: Buffer; group: number; theirs: Buffer } {
  const reader = new Reader(hello.subarray(4))
  reader.take(34)
  const sessionId = reader.vector8()
  reader.vector16()
  reader.vector8()
  const shares = new Reader(new Reader(readExtensions(reader.vector16()).get(51)!).vector16())
  return { sessionId, group: shares.u16(), theirs: shares.vector16() }
}

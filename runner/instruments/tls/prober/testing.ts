/** Bytes of servers that exist only in tests: pieces of answer flights, and a source of random numbers that can be repeated. */
import { list16, u8, u16, vector8, vector16, vector24 } from './bytes.ts'
import { handshakeMessage, records } from './client-hello.ts'

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface HelloParts {
  readonly version?: number
  readonly suite: number
  readonly compression?: number
  readonly sessionId?: Buffer
  readonly extensions?: readonly (readonly [number, Buffer])[]
}

export const serverHello = ({
  version = 0x0303,
  suite,
  compression = 0,
  sessionId = Buffer.alloc(0),
  extensions = [],
}: HelloParts): Buffer =>
  handshakeMessage(2, [
    u16(version),
    Buffer.alloc(32, 7),
    vector8(sessionId),
    u16(suite),
    u8(compression),
    ...(extensions.length > 0
      ? [vector16(...extensions.map(([type, body]) => Buffer.concat([u16(type), vector16(body)])))]
      : []),
  ])

export const certificates = (...chain: readonly Buffer[]): Buffer =>
  handshakeMessage(11, [vector24(...chain.map(der => vector24(der)))])

export const ecdheKeys = (group: number, scheme: number): Buffer =>
  handshakeMessage(12, [u8(3), u16(group), vector8(Buffer.alloc(32, 9)), u16(scheme), vector16(Buffer.alloc(64, 5))])

export const dheKeys = (bytes: number): Buffer =>
  handshakeMessage(12, [
    vector16(Buffer.alloc(bytes, 0xff)),
    vector16(u8(2)),
    vector16(Buffer.alloc(bytes, 3)),
    list16([0x0401]),
    vector16(Buffer.alloc(64, 5)),
  ])

export const helloDone: Buffer = handshakeMessage(14, [])
export const asRecords = (...messages: readonly Buffer[]): Buffer => records(22, 0x0303, Buffer.concat(messages))

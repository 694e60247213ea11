import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { list16, u8, u16, u24, vector8, vector16, vector24 } from './bytes.ts'
import { RENEGOTIATION_SCSV, schemes } from './registry.ts'

export const SSL3 = 0x0300
export const TLS12 = 0x0303
export const TLS13 = 0x0304

/** What one ClientHello offers. */
export interface Offer {
  /** The highest version: 0x0300 is SSL 3.0, 0x0304 TLS 1.3. */
  readonly version: number
  /** With TLS 1.3: the versions named in supported_versions; that one alone unless told. */
  readonly versions?: readonly number[]
  readonly suites: readonly number[]
  readonly groups: readonly number[]
  readonly schemes?: readonly number[]
  /** Sent where it is a name; an address is never sent (RFC 6066, 3). */
  readonly servername?: string
  readonly alpn?: readonly string[]
  /** Offers DEFLATE (RFC 3749) besides none. */
  readonly compression?: boolean
  /** Offers the heartbeat extension (RFC 6520). */
  readonly heartbeat?: boolean
  readonly sessionId?: Buffer
  /** A ticket of an earlier session (RFC 5077); an empty one asks for one. */
  readonly ticket?: Buffer
  readonly shares?: readonly { readonly group: number; readonly key: Buffer }[]
}

/** The handshake message of a ClientHello (RFC 8446, 4.1.2; RFC 6101, 5.6.1.2), without its record. */
export function clientHello(offer: Offer): Buffer {
  const { version, suites } = offer
  const compressed = offer.compression && version < TLS13
  const extensions = version === SSL3 ? [] : extensionsOf(offer)
  const signals = version === SSL3 ? [RENEGOTIATION_SCSV] : []
  return handshakeMessage(1, [
    u16(Math.min(version, TLS12)),
    randomBytes(32),
    vector8(offer.sessionId ?? (version === TLS13 ? randomBytes(32) : Buffer.alloc(0))),
    vector16(list16([...suites, ...signals])),
    vector8(Buffer.from(compressed ? [1, 0] : [0])),
    ...(extensions.length > 0 ? [vector16(...extensions)] : []),
  ])
}

const extension = (type: number, ...body: readonly Buffer[]): Buffer => Buffer.concat([u16(type), vector16(...body)])

function extensionsOf(offer: Offer): Buffer[] {
  const { version, servername = '', alpn = [], shares = [] } = offer
  return [
    ...(servername !== '' && isIP(servername) === 0
      ? [extension(0, vector16(u8(0), vector16(Buffer.from(servername, 'latin1'))))]
      : []),
    extension(5, u8(1), u16(0), u16(0)),
    extension(10, vector16(list16(offer.groups))),
    extension(11, vector8(u8(0))),
    ...(version >= TLS12 ? [extension(13, vector16(list16(offer.schemes ?? schemes())))] : []),
    ...(offer.heartbeat ? [extension(15, u8(1))] : []),
    ...(alpn.length > 0 ? [extension(16, vector16(...alpn.map(name => vector8(Buffer.from(name)))))] : []),
    extension(18),
    extension(22),
    extension(23),
    extension(35, offer.ticket ?? Buffer.alloc(0)),
    ...(version === TLS13
      ? [
          extension(43, vector8(list16(offer.versions ?? [TLS13]))),
          extension(45, vector8(u8(1))),
          extension(51, vector16(...shares.map(({ group, key }) => Buffer.concat([u16(group), vector16(key)])))),
        ]
      : []),
    extension(0xff01, vector8()),
  ]
}

export const handshakeMessage = (type: number, body: readonly Buffer[]): Buffer =>
  Buffer.concat([u8(type), vector24(...body)])

/** TLS records of at most 2^14 bytes each. The first hello says SSL 3.0 or TLS 1.0, as old servers want it. */
export function records(type: number, version: number, body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length || at === 0; at += 0x4000)
    parts.push(u8(type), u16(version), vector16(body.subarray(at, at + 0x4000)))
  return Buffer.concat(parts)
}

export const helloRecord = (offer: Offer): Buffer =>
  records(22, offer.version === SSL3 ? SSL3 : 0x0301, clientHello(offer))

/** CLIENT-HELLO of SSL 2.0, which has a framing of its own. */
export function ssl2Hello(ciphers: readonly number[]): Buffer {
  const specs = Buffer.concat(ciphers.map(u24))
  const body = Buffer.concat([u8(1), u16(0x0002), u16(specs.length), u16(0), u16(16), specs, randomBytes(16)])
  return Buffer.concat([u16(0x8000 | body.length), body])
}

import { Malformed, Reader } from './bytes.ts'

/** What a ServerHello chose (RFC 8446, 4.1.3). */
export interface ServerHello {
  /** With supported_versions, the version that it says; else the one in front. */
  readonly version: number
  readonly suite: number
  readonly compression: number
  readonly sessionId: Buffer
  readonly extensions: ReadonlyMap<number, Buffer>
  /** A HelloRetryRequest: the server wants a key share of `group`. */
  readonly retry: boolean
  /** TLS 1.3: the group of key_share. */
  readonly group?: number
  readonly share?: Buffer
}

/** What a ServerKeyExchange says of its keys (RFC 5246, 7.4.3; RFC 8422, 5.4); the suite says how it is to be read. */
export interface KeyExchange {
  readonly group?: number
  /** Bits of the prime of a finite field group. */
  readonly dhBits?: number
  /** Bits of the modulus of a short-lived RSA key, as EXPORT suites have it. */
  readonly rsaBits?: number
  readonly scheme?: number
}

const RETRY = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex')

export function readServerHello(body: Buffer): ServerHello {
  const reader = new Reader(body)
  const legacy = reader.u16()
  const random = reader.take(32)
  const sessionId = reader.vector8()
  const suite = reader.u16()
  const compression = reader.u8()
  const extensions = reader.left > 0 ? readExtensions(reader.vector16()) : new Map<number, Buffer>()
  const chosen = extensions.get(43)
  const share = extensions.get(51)
  return {
    version: chosen ? new Reader(chosen).u16() : legacy,
    suite,
    compression,
    sessionId,
    extensions,
    retry: random.equals(RETRY),
    ...(share && { group: new Reader(share).u16() }),
    ...(share && share.length > 4 && { share: new Reader(share.subarray(2)).vector16() }),
  }
}

export function readExtensions(bytes: Buffer): Map<number, Buffer> {
  const reader = new Reader(bytes)
  const found = new Map<number, Buffer>()
  while (reader.left > 0) {
    const type = reader.u16()
    if (found.has(type)) throw new Malformed(`extension ${type} is there twice`)
    found.set(type, reader.vector16())
  }
  return found
}

const MOST_CERTIFICATES = 100

/** The certificates of a Certificate message up to TLS 1.2, in the order sent. */
export function readCertificates(body: Buffer): Buffer[] {
  const reader = new Reader(new Reader(body).vector24())
  const chain: Buffer[] = []
  while (reader.left > 0 && chain.length < MOST_CERTIFICATES) chain.push(reader.vector24())
  return chain
}

/** The same of TLS 1.3, where staple and SCTs hang on the entries (RFC 8446, 4.4.2). */
export function readCertificates13(body: Buffer): { chain: Buffer[]; staple?: Buffer; scts?: Buffer } {
  const outer = new Reader(body)
  outer.vector8()
  const reader = new Reader(outer.vector24())
  const chain: Buffer[] = []
  let first: Map<number, Buffer> | undefined
  while (reader.left > 0 && chain.length < MOST_CERTIFICATES) {
    chain.push(reader.vector24())
    const extensions = readExtensions(reader.vector16())
    first ??= extensions
  }
  const status = first?.get(5)
  const scts = first?.get(18)
  return { chain, ...(status && { staple: readStatus(status) }), ...(scts && { scts }) }
}

/** The OCSP answer of a CertificateStatus (RFC 6066, 8). */
export function readStatus(body: Buffer): Buffer {
  const reader = new Reader(body)
  const type = reader.u8()
  if (type !== 1) throw new Malformed(`certificate status of type ${type}`)
  return reader.vector24()
}

/** Reads a ServerKeyExchange of the suite of this name. What no rule is known for is passed over. */
export function readKeyExchange(body: Buffer, suite: string, version: number): KeyExchange {
  if (/PSK|SRP|KRB5|GOST|ECCPWD/.test(suite)) return {}
  const reader = new Reader(body)
  const parameters = keysOf(reader, suite)
  const signed = version >= 0x0303 && !/_anon_/i.test(suite) && reader.left >= 2
  return { ...parameters, ...(signed && { scheme: reader.u16() }) }
}

function keysOf(reader: Reader, suite: string): KeyExchange {
  if (/ECDH/.test(suite)) {
    const kind = reader.u8()
    if (kind !== 3) return {}
    const group = reader.u16()
    reader.vector8()
    return { group }
  }
  if (/_DHE?_/.test(suite)) {
    const dhBits = bitsOf(reader.vector16())
    reader.vector16()
    reader.vector16()
    return { dhBits }
  }
  const rsaBits = bitsOf(reader.vector16())
  reader.vector16()
  return { rsaBits }
}

/** Bits of a number, without leading zeros. */
export function bitsOf(number: Buffer): number {
  const first = number.findIndex(byte => byte !== 0)
  return first < 0 ? 0 : (number.length - first - 1) * 8 + (32 - Math.clz32(number[first]!))
}

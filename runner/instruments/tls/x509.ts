import { childrenOf, type Der, oidText, readDer } from './der.ts'

/** What Node's own X509Certificate does not tell (RFC 5280, 4.1). */
export interface X509Parts {
  /** `ECDSA with SHA-256`, or an object identifier. */
  readonly signature: string
  /** Contents of extensions by object identifier. */
  readonly extensions: ReadonlyMap<string, Buffer>
}

/** Signature algorithms by object identifier (RFC 3279, 4055, 5758, 8410); those too old for use have to be known by name too. */
const signatures: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'RSASSA-PKCS1-v1_5 with MD2',
  '1.2.840.113549.1.1.3': 'RSASSA-PKCS1-v1_5 with MD4',
  '1.2.840.113549.1.1.4': 'RSASSA-PKCS1-v1_5 with MD5',
  '1.2.840.113549.1.1.5': 'RSASSA-PKCS1-v1_5 with SHA-1',
  '1.2.840.113549.1.1.14': 'RSASSA-PKCS1-v1_5 with SHA-224',
  '1.2.840.113549.1.1.11': 'RSASSA-PKCS1-v1_5 with SHA-256',
  '1.2.840.113549.1.1.12': 'RSASSA-PKCS1-v1_5 with SHA-384',
  '1.2.840.113549.1.1.13': 'RSASSA-PKCS1-v1_5 with SHA-512',
  '1.2.840.10040.4.3': 'DSA with SHA-1',
  '2.16.840.1.101.3.4.3.1': 'DSA with SHA-224',
  '2.16.840.1.101.3.4.3.2': 'DSA with SHA-256',
  '1.2.840.10045.4.1': 'ECDSA with SHA-1',
  '1.2.840.10045.4.3.1': 'ECDSA with SHA-224',
  '1.2.840.10045.4.3.2': 'ECDSA with SHA-256',
  '1.2.840.10045.4.3.3': 'ECDSA with SHA-384',
  '1.2.840.10045.4.3.4': 'ECDSA with SHA-512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
}
/** Hashes by object identifier. */
export const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}
const PSS = '1.2.840.113549.1.1.10'

/** Signature algorithm and extensions of a certificate (DER); undefined where its form is broken. */
export function x509Parts(der: Buffer): X509Parts | undefined {
  try {
    const [tbs, algorithm] = childrenOf(readDer(der))
    if (!tbs || !algorithm) return undefined
    return { signature: signatureName(algorithm), extensions: extensionsOf(tbs) }
  } catch {
    return undefined
  }
}

/** The name of an AlgorithmIdentifier of a signature; `unknown` or an object identifier for one that is not known here. */
export function signatureName(algorithm: Der): string {
  const [oid, parameters] = childrenOf(algorithm)
  if (!oid) return 'unknown'
  const name = oidText(oid)
  if (name !== PSS) return signatures[name] ?? name
  // RFC 4055, 3.1: SHA-1 unless the parameters name another hash.
  const first = parameters && childrenOf(parameters).find(({ tag }) => tag === 0xa0)
  const hash = first && childrenOf(first)[0]
  const hashOid = hash && childrenOf(hash)[0]
  return `RSA-PSS with ${hashOid ? (hashes[oidText(hashOid)] ?? oidText(hashOid)) : 'SHA-1'}`
}

/** Serial number (its bytes), the issuer's name (DER) and the bits of the public key of a certificate; undefined where its form is broken. */
export function identityOf(der: Buffer): { serial: Buffer; issuer: Buffer; publicKey: Buffer } | undefined {
  try {
    const [tbs] = childrenOf(readDer(der))
    if (!tbs) return undefined
    const parts = childrenOf(tbs)
    const [serial, , issuer, , , key] = parts[0]?.tag === 0xa0 ? parts.slice(1) : parts
    const bits = key && childrenOf(key)[1]
    // The first byte of a BIT STRING counts its unused bits.
    return serial && issuer && bits && { serial: serial.body, issuer: issuer.whole, publicKey: bits.body.subarray(1) }
  } catch {
    return undefined
  }
}

function extensionsOf(tbs: Der): Map<string, Buffer> {
  const outer = childrenOf(tbs).find(({ tag }) => tag === 0xa3)
  const found = new Map<string, Buffer>()
  for (const extension of outer ? childrenOf(childrenOf(outer)[0] ?? outer) : []) {
    const parts = childrenOf(extension)
    const value = parts.at(-1)
    if (parts[0] && value?.tag === 4) found.set(oidText(parts[0]), value.body)
  }
  return found
}

/** Whether the certificate asks for a staple: TLS feature 5 (RFC 7633). */
export const asksForStaple = ({ extensions }: X509Parts): boolean =>
  listed(extensions.get('1.3.6.1.5.5.7.1.24')).some(({ tag, body }) => tag === 2 && body.at(-1) === 5)

/** Signed certificate timestamps inside the certificate (RFC 6962, 3.3). */
export function sctCount({ extensions }: X509Parts): number {
  const value = extensions.get('1.3.6.1.4.1.11129.2.4.2')
  if (!value) return 0
  try {
    const list = readDer(value).body.subarray(2)
    let count = 0
    for (let at = 0; at + 2 <= list.length; count += 1) at += 2 + list.readUInt16BE(at)
    return count
  } catch {
    return 0
  }
}

/** Addresses of revocation lists (RFC 5280, 4.2.1.13). */
export const crlAddresses = ({ extensions }: X509Parts): string[] => addressesIn(extensions.get('2.5.29.31'))

/** Addresses of OCSP responders (RFC 5280, 4.2.2.1). */
export const ocspAddresses = ({ extensions }: X509Parts): string[] =>
  listed(extensions.get('1.3.6.1.5.5.7.1.1')).flatMap(access => {
    const [method, location] = childrenOf(access)
    const isOcsp = method && oidText(method) === '1.3.6.1.5.5.7.48.1'
    return isOcsp && location?.tag === 0x86 ? [location.body.toString('latin1')] : []
  })

/** Extended key usages (RFC 5280, 4.2.1.12), by object identifier. */
export const keyUsages = ({ extensions }: X509Parts): string[] => listed(extensions.get('2.5.29.37')).map(oidText)

function listed(value: Buffer | undefined): Der[] {
  try {
    return value ? childrenOf(readDer(value)) : []
  } catch {
    return []
  }
}

/** Every URI among general names, however deep: distribution points nest them three levels down. */
function addressesIn(value: Buffer | undefined): string[] {
  const walk = (der: Der): string[] =>
    der.tag === 0x86 ? [der.body.toString('latin1')] : der.tag & 0x20 ? childrenOf(der).flatMap(walk) : []
  try {
    return value ? walk(readDer(value)) : []
  } catch {
    return []
  }
}

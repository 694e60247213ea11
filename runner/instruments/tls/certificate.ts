import { createHash, X509Certificate } from 'node:crypto'
import type { Certificate } from '../../../reports/record.ts'
import { spkiOf } from './trust.ts'
import { keyUsages, x509Parts } from './x509.ts'

/**
 * Facts of a certificate (RFC 5280). Names are the subject alternative names as `DNS:a.example`, `IP Address:192.0.2.1`;
 * times are ISO 8601; `sha256` is hex over the DER; the signature reads `ECDSA with SHA-256`, or is an object identifier.
 */
export function certificateFacts(der: Buffer): Certificate {
  const certificate = new X509Certificate(der)
  const parts = x509Parts(der)
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serial: certificate.serialNumber,
    notBefore: iso(certificate.validFrom),
    notAfter: iso(certificate.validTo),
    names: splitNames(certificate.subjectAltName),
    key: { ...keyFacts(certificate), spki: spkiOf(certificate) },
    signature: parts?.signature ?? 'unknown',
    ca: certificate.ca,
    extendedKeyUsage: parts ? keyUsages(parts) : [],
    sha256: createHash('sha256').update(der).digest('hex'),
  }
}

const curveBits: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
}
const fixedBits: Readonly<Record<string, number>> = { ed25519: 256, ed448: 456 }

function keyFacts(certificate: X509Certificate): { type: string; bits: number; curve?: string } {
  try {
    const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = certificate.publicKey
    const curve = details?.namedCurve
    if (curve !== undefined) return { type, bits: curveBits[curve] ?? curveSize(curve), curve }
    return { type, bits: details?.modulusLength ?? fixedBits[type] ?? 0 }
  } catch {
    return { type: 'unknown', bits: 0 }
  }
}

/** Curves carry their size in their names: `brainpoolP256r1`, `sect283k1`. */
const curveSize = (curve: string): number => Number(/\d{3}/.exec(curve)?.[0] ?? 0)

const iso = (text: string): string => new Date(text).toISOString()
const oneLine = (name: string | undefined): string => (name ?? '').split('\n').reverse().join(', ')

/** Node quotes a name that holds a comma, as JSON does. */
function splitNames(text: string | undefined): string[] {
  return (text?.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []).map(name => name.trim())
}

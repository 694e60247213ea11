import { X509Certificate } from 'node:crypto'
import type { SentCertificate } from '../../../../reports/record.ts'
import { certificateFacts } from '../certificate.ts'
import { asksForStaple, crlAddresses, ocspAddresses, sctCount, x509Parts } from '../x509.ts'

/** The certificates as sent, with what each has to do with the one before. One that cannot be read ends the list. */
export function sentChain(chain: readonly Buffer[]): SentCertificate[] {
  const found: SentCertificate[] = []
  let previous: X509Certificate | undefined
  for (const der of chain) {
    try {
      const certificate = new X509Certificate(der)
      found.push({
        ...certificateFacts(der),
        ...partsOf(der),
        selfSigned: issued(certificate, certificate),
        ...(previous && { issuedPrevious: issued(certificate, previous) }),
      })
      previous = certificate
    } catch {
      break
    }
  }
  return found
}

function partsOf(der: Buffer): Pick<SentCertificate, 'mustStaple' | 'scts' | 'ocsp' | 'crl'> {
  const parts = x509Parts(der)
  if (!parts) return { mustStaple: false, scts: 0, ocsp: [], crl: [] }
  return {
    mustStaple: asksForStaple(parts),
    scts: sctCount(parts),
    ocsp: ocspAddresses(parts),
    crl: crlAddresses(parts),
  }
}

/** Whether a certificate was issued by another: the names fit, and the signature verifies. */
export function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

import { X509Certificate } from 'node:crypto'
import { SealError } from './errors.ts'
import type { TimeSeen } from './time-stamp.ts'

/** The certificates of a PEM file: authorities, or roots that vouch for them. Throws SealError `trust` for a file without any. */
export function readAuthorities(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    const found = blocks.map(block => new X509Certificate(block))
    if (found.length > 0) return found
  } catch {
    // Said below, as for a file without any.
  }
  throw new SealError('trust', {
    what: 'The file of time-stamp authorities holds no certificate that can be read',
    expected: 'one or more certificates in PEM, of authorities or of the roots above them',
    next: 'Ask the authority for its certificate, or for its root.',
  })
}

/** Whether a known certificate is the authority's own, or that of an issuer right above it, in force at the time. */
export function isKnownAuthority({ certificate, time }: TimeSeen, known: readonly X509Certificate[]): boolean {
  const authority = new X509Certificate(certificate)
  const when = new Date(time)
  return known.some(
    one =>
      new Date(one.validFrom) <= when &&
      when <= new Date(one.validTo) &&
      (one.fingerprint256 === authority.fingerprint256 ||
        (one.ca && authority.checkIssued(one) && authority.verify(one.publicKey))),
  )
}

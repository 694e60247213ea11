import type { Base, Certificate, TransportError } from './observation.ts'

/**
 * All that one server says of its TLS, asked by ClientHellos of our own, which offer what no library offers any more. Names are
 * IANA's. What was not asked, or could not be told, is left out.
 */
export interface TlsSurvey extends Base {
  readonly kind: 'tls-survey'
  readonly host: string
  readonly port: number
  /** The name sent; empty for an address. */
  readonly servername: string
  /** The address that answered; empty when none did. */
  readonly address: string
  readonly connections: number
  /** SSLv2, SSLv3, TLSv1, TLSv1.1, TLSv1.2, TLSv1.3, each once. */
  readonly versions: readonly VersionSeen[]
  /** What it took when offered TLS 1.3 and 1.2 together. */
  readonly preferred?: string
  /** Up to TLS 1.2, in the hello that offered most. */
  readonly old?: OldFacts
  /** In TLS 1.3. */
  readonly new?: NewFacts
  /** Refuses a client that says it fell back from a better version (RFC 7507). Left out where there is no worse one. */
  readonly fallbackScsv?: boolean
  /** The protocol chosen from h2 and http/1.1; empty for none. */
  readonly alpn?: string
  readonly clientCertificate: 'not asked' | 'asked' | 'required' | 'unknown'
  /** The certificates as sent, in the order sent. */
  readonly chain: readonly SentCertificate[]
  readonly trust?: TrustSeen
  readonly staple?: StapleSeen
  readonly holes: readonly Hole[]
  /** Nothing that speaks TLS was reached. */
  readonly error?: TransportError
}

export interface VersionSeen {
  readonly version: string
  /** `silent`: it said nothing, twice. `unclear`: the network failed, or what came is no TLS. */
  readonly state: 'accepted' | 'refused' | 'silent' | 'unclear'
  /** What came in place of an acceptance: `protocol_version`, `closed`, `timeout` … */
  readonly answer?: string
  readonly suites: readonly SuiteSeen[]
  /** Who chooses the suite; left out where one suite leaves no choice. */
  readonly preference?: 'server' | 'client'
  /** Groups of the key exchange, in the order chosen; TLS 1.2 and 1.3 only. */
  readonly groups?: readonly string[]
  /** Schemes of the server's signature, in the order chosen; TLS 1.2 only, where they can be seen. */
  readonly schemes?: readonly string[]
  /** An elimination that ended for another reason than a refusal, so that more may be taken than is listed. */
  readonly incomplete?: string
}

export interface SuiteSeen {
  readonly name: string
  /** `0xC02F`. */
  readonly code: string
  readonly group?: string
  readonly dhBits?: number
  readonly rsaBits?: number
}

export interface OldFacts {
  readonly version: string
  readonly compression: 'none' | 'DEFLATE' | 'LZS'
  /** renegotiation_info (RFC 5746). */
  readonly secureRenegotiation: boolean
  readonly extendedMasterSecret: boolean
  readonly encryptThenMac: boolean
  readonly tickets: boolean
  readonly heartbeat: boolean
}

export interface NewFacts {
  /** Largest early data (0-RTT) that a ticket allows; 0 for none, left out where no ticket came. */
  readonly earlyData?: number
  readonly tickets: boolean
  readonly scheme?: string
}

export interface SentCertificate extends Certificate {
  /** The TLS feature status_request (RFC 7633). */
  readonly mustStaple: boolean
  /** Signed certificate timestamps inside (RFC 6962). */
  readonly scts: number
  readonly ocsp: readonly string[]
  readonly crl: readonly string[]
  readonly selfSigned: boolean
  /** Whether it issued the one sent before it; the leaf has none before it. */
  readonly issuedPrevious?: boolean
}

export interface TrustSeen {
  readonly trusted: boolean
  readonly error?: string
  readonly nameMatches: boolean
  /** Whether the path ends at a root that everybody trusts, and not at a private one. */
  readonly publicRoot: boolean
  /** `openssl`: by a handshake of OpenSSL. `path`: by signatures, dates and CA marks alone, where OpenSSL cannot speak to the server. */
  readonly by: 'openssl' | 'path'
}

/** A stapled OCSP answer (RFC 6960). */
export interface StapleSeen {
  /** `good`, `revoked`, `unknown`; the failure that a responder says instead; `unreadable`. */
  readonly status: string
  /** Whether it is about the certificate that was sent: by serial, and by the issuer's name and key. */
  readonly about?: 'this' | 'another' | 'untold'
  /** Who signed it: the issuer, a responder of the issuer's, somebody whom it did not appoint, or nobody whose key is at hand. */
  readonly signed?: 'issuer' | 'responder' | 'a responder out of date' | 'a stranger' | 'nobody' | 'untold'
  readonly thisUpdate?: string
  readonly nextUpdate?: string
}

/** A known hole. `absent` says what shows it; `not tested` why not. */
export interface Hole {
  readonly name: string
  readonly state: 'absent' | 'present' | 'unclear' | 'not tested'
  readonly because: string
}

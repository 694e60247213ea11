/**
 * One time-stamp (RFC 3161) against the bytes before it: an authority says that they existed at a time. Whether the authority is
 * believed is another question: see `time-authority.ts`. Loaded only for files that carry one.
 */
import { createHash, verify } from 'node:crypto'
import type { SignerInfo } from '@peculiar/asn1-cms'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { fromBase64url } from './base64url.ts'
import { SealError } from './errors.ts'
import type { SealLine } from './grammar.ts'
import { bytesOf, certificateOf, readTimeToken, signedBytes, type TimeToken, valuesOf } from './time-token.ts'

/** A time-stamp whose signature holds over exactly the bytes before it. */
export interface TimeSeen {
  readonly at: number
  /** ISO 8601, UTC. */
  readonly time: string
  /** The subject of the authority's certificate, on one line. */
  readonly authority: string
  /** The authority's certificate, DER. */
  readonly certificate: Uint8Array
  /** Hex, without leading noughts; absent where the request had none. */
  readonly nonce?: string
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
/** id-ct-TSTInfo as an OBJECT IDENTIFIER in DER. */
const IS_TIME_STAMP_INFO = '060b2a864886f70d0109100104'

type Hash = 'sha256' | 'sha384' | 'sha512'
const hashes: { readonly [oid: string]: Hash } = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
/** RSA (PKCS 1 v1.5) without a hash takes the digest's; every other identifier must name the same one. */
const signatures: { readonly [oid: string]: Hash | 'any' } = {
  '1.2.840.113549.1.1.1': 'any',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

/** Checks form, digest and signature. `before` is the sha256 (hex) of all bytes before the line. Throws SealError `time`. */
export function checkTime({ at, text }: SealLine, before: string): TimeSeen {
  const refuse = (what: string, expected: string): never => {
    throw new SealError('time', {
      what: `The time-stamp ${what}`,
      at,
      expected,
      next: 'Do not rely on its time; ask the sender for the original file.',
    })
  }
  const bytes = fromBase64url(text, 'The time-stamp', at)
  const token = read(bytes, refuse)
  if (!token.der.equals(bytes))
    refuse('is not in the form that mustdo writes', 'one certificate, nothing unsigned, DER')
  const { hashAlgorithm, hashedMessage } = token.info.messageImprint
  if (hashes[hashAlgorithm.algorithm] !== 'sha256')
    refuse(`is over a digest of kind ${hashAlgorithm.algorithm}`, 'sha256')
  const stamped = bytesOf(hashedMessage).toString('hex')
  if (stamped !== before) refuse(`is for other bytes: the sha256 of those before it is ${before}`, stamped)
  const authority = certificateOf(token)
  if (authority.keyUsage?.join() !== TIME_STAMPING)
    refuse('is signed by a certificate for other things', 'one for time-stamping alone (RFC 3161, 2.3)')
  const { genTime, nonce } = token.info
  if (genTime < new Date(authority.validFrom) || genTime > new Date(authority.validTo))
    refuse(`is of ${genTime.toISOString()}, when its certificate did not count`, authority.validTo)
  if (!holds(token)) refuse('has a signature that does not verify', 'one by its authority')
  return {
    at,
    time: genTime.toISOString(),
    authority: authority.subject.split('\n').join(', '),
    certificate: token.certificate,
    ...(nonce && { nonce: Buffer.from(nonce).toString('hex').replace(/^0+/, '') }),
  }
}

function read(bytes: Buffer, refuse: (what: string, expected: string) => never): TimeToken {
  try {
    return readTimeToken(bytes)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return refuse(`cannot be read (${why})`, 'a TimeStampToken (RFC 3161)')
  }
}

/** The signature is over the attributes, and they hold the digest of what was said (RFC 5652, 5.4). */
function holds(token: TimeToken): boolean {
  const { signer, content } = token
  const hash = hashes[signer.digestAlgorithm.algorithm]
  const named = signatures[signer.signatureAlgorithm.algorithm]
  if (!hash || !named || (named !== 'any' && named !== hash)) return false
  if (![signer.digestAlgorithm, signer.signatureAlgorithm].every(({ parameters }) => isNull(parameters))) return false
  const stated = onlyValue(signer, MESSAGE_DIGEST)
  const digest = createHash(hash).update(content).digest()
  if (!stated?.equals(Buffer.from(AsnConvert.serialize(new OctetString(digest))))) return false
  if (onlyValue(signer, CONTENT_TYPE)?.toString('hex') !== IS_TIME_STAMP_INFO) return false
  try {
    return verify(hash, signedBytes(signer), certificateOf(token).publicKey, bytesOf(signer.signature))
  } catch {
    return false
  }
}

const isNull = (parameters: ArrayBuffer | null | undefined): boolean =>
  !parameters || Buffer.from(parameters).toString('hex') === '0500'

function onlyValue({ signedAttrs = [] }: SignerInfo, type: string): Buffer | undefined {
  const values = signedAttrs.filter(({ attrType }) => attrType === type).flatMap(valuesOf)
  return values.length === 1 ? values[0] : undefined
}

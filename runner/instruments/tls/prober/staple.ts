import { createHash, X509Certificate } from 'node:crypto'
import type { StapleSeen } from '../../../../reports/record.ts'
import { hashes, identityOf, keyUsages, x509Parts } from '../x509.ts'
import { issued } from './chain.ts'
import { holdsSignature } from './signature.ts'
import { type SingleAnswer, type StapleParts, stapleParts } from './staple-form.ts'

/** What a stapled answer is held against. */
export interface StapleGround {
  /** The certificate of the server, and the one that issued it, where that is known; both DER. */
  readonly leaf: Buffer | undefined
  readonly issuer: Buffer | undefined
  /** The moment of the look, ISO 8601. */
  readonly at: string
}

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

/**
 * An OCSP response that came with a handshake: its status and dates, whether it is about this very certificate, and who signed it
 * (RFC 6960, 3.2 and 4.2.2.2). `unreadable` where its form is broken. Never throws.
 */
export function readStaple(der: Buffer, ground: StapleGround): StapleSeen {
  let parts: ReturnType<typeof stapleParts>
  try {
    parts = stapleParts(der)
  } catch {
    return { status: 'unreadable' }
  }
  if ('failure' in parts) return { status: parts.failure }
  const about = parts.answers.map(answer => ({ answer, about: aboutOf(answer, ground) }))
  const chosen = about.find(({ about }) => about !== 'another') ?? about[0]
  if (!chosen) return { status: 'unreadable' }
  const { status, thisUpdate, nextUpdate } = chosen.answer
  return {
    status,
    about: chosen.about,
    signed: signedBy(parts, ground),
    ...(thisUpdate !== undefined && { thisUpdate }),
    ...(nextUpdate !== undefined && { nextUpdate }),
  }
}

const names: Readonly<Record<string, string>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

/** Serial, and hashes of the issuer's name and key (RFC 6960, 4.1.1). */
function aboutOf(
  { hash, issuerName, issuerKey, serial }: SingleAnswer,
  ground: StapleGround,
): NonNullable<StapleSeen['about']> {
  const leaf = ground.leaf && identityOf(ground.leaf)
  if (!leaf) return 'untold'
  if (!leaf.serial.equals(serial)) return 'another'
  const name = names[hashes[hash] ?? '']
  if (name === undefined) return 'untold'
  const digest = (bytes: Buffer) => createHash(name).update(bytes).digest()
  if (!digest(leaf.issuer).equals(issuerName)) return 'another'
  const issuer = ground.issuer && identityOf(ground.issuer)
  if (!issuer) return 'untold'
  return digest(issuer.publicKey).equals(issuerKey) ? 'this' : 'another'
}

/** The issuer itself may sign, or a responder whose certificate the issuer made for that (4.2.2.2). */
function signedBy(parts: StapleParts, { issuer, at }: StapleGround): NonNullable<StapleSeen['signed']> {
  const authority = issuer && certificate(issuer)
  if (!authority) return 'untold'
  const byAuthority = holdsSignature(parts, authority)
  if (byAuthority === 'unknown algorithm') return 'untold'
  if (byAuthority === 'yes') return 'issuer'
  const signer = parts.certificates.find(der => {
    const one = certificate(der)
    return one !== undefined && holdsSignature(parts, one) === 'yes'
  })
  const found = signer && certificate(signer)
  if (!signer || !found) return 'nobody'
  const usages = x509Parts(signer)
  const appointed = issued(authority, found) && usages !== undefined && keyUsages(usages).includes(OCSP_SIGNING)
  if (!appointed) return 'a stranger'
  const now = Date.parse(at)
  return Date.parse(found.validFrom) <= now && now <= Date.parse(found.validTo)
    ? 'responder'
    : 'a responder out of date'
}

function certificate(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

/** One seal against the bytes before it. Whose key it is, is another question: see `trust.ts`. */
import { compactVerify } from 'jose/jws/compact/verify'
import { importJWK } from 'jose/key/import'
import { fromBase64url, textFromBase64url } from './base64url.ts'
import { askForOriginal, SealError } from './errors.ts'
import type { SealLine } from './grammar.ts'
import { readHeader, type SealHeader } from './header.ts'
import { isLowS } from './low-s.ts'
import { fingerprint, type PublicJwk, thumbprint } from './public-key.ts'
import { readStatement, type Summary } from './statement.ts'

/** A seal that holds. */
export interface SealSeen {
  readonly at: number
  readonly kid: string
  readonly fingerprint: string
  readonly alg: SealHeader['alg']
  readonly jwk: PublicJwk
  readonly role: string
  /** Seconds since 1970, as the signer claims. */
  readonly iat: number
  readonly summary: Summary
  /** The name that the trust file gives this key, where it is known there. */
  readonly signer?: string
}

/**
 * Checks one seal: form, digests, signature. `before` is the sha256 of all bytes before its line, `any` where they are known to be
 * others; `record` is that of the data block. Throws SealError.
 */
export async function checkSeal({ at, text }: SealLine, before: string, record: string): Promise<SealSeen> {
  const parts = text.split('.')
  if (parts.length !== 3)
    throw new SealError('encoding', {
      what: `The seal has ${parts.length} parts`,
      at,
      expected: 'a compact JWS: header, statement and signature',
      next: askForOriginal,
    })
  const [header, payload, signature] = parts as [string, string, string]
  const head = readHeader(textFromBase64url(header, 'The seal’s header', at), at)
  const statement = readStatement(textFromBase64url(payload, 'The seal’s statement', at), at)
  const value = fromBase64url(signature, 'The seal’s signature', at)
  if (before !== 'any')
    compareDigest(statement.subject[0]?.digest.sha256, before, `The ${at} bytes before the seal differ from`, at)
  compareDigest(statement.subject[1]?.digest.sha256, record, 'The data block differs from', at)
  await checkSignature(text, value, head, at)
  const kid = await thumbprint(head.jwk)
  if (kid !== head.kid)
    throw new SealError('key', {
      what: `The seal calls its key ${head.kid}, but the key that verified is ${kid}`,
      at,
      expected: 'the RFC 7638 thumbprint of its own key as "kid"',
      next: 'Do not rely on this file; ask the sender for the original.',
    })
  const { alg, jwk, role, iat } = head
  return { at, kid, fingerprint: fingerprint(kid), alg, jwk, role, iat, summary: statement.predicate }
}

function compareDigest(stated: string | undefined, found: string, what: string, at: number): void {
  if (stated === found) return
  throw new SealError('altered', {
    what: `${what} what was sealed: their sha256 is ${found}`,
    at,
    expected: String(stated),
    next: 'The file was altered after it was sealed. Do not rely on it; ask the sender for the original.',
  })
}

async function checkSignature(jws: string, signature: Uint8Array, { alg, jwk }: SealHeader, at: number): Promise<void> {
  const refuse = (what: string): never => {
    throw new SealError('signature', {
      what,
      at,
      expected: `a valid ${alg} signature by the key in the seal`,
      next: 'The seal was altered. Do not rely on this file; ask the sender for the original.',
    })
  }
  if (alg === 'ES256' && !isLowS(signature)) refuse('The signature is the other twin of a pair (high s)')
  try {
    await compactVerify(jws, await importJWK(jwk, alg), { algorithms: [alg] })
  } catch {
    refuse('The signature does not verify')
  }
}

/** Sealing: one more line at the end of a page, over every byte before it. */
import { toBase64url } from './base64url.ts'
import { checkSeal } from './check-seal.ts'
import { prefixDigests, sha256 } from './digest.ts'
import { SealError } from './errors.ts'
import { split, splitBody } from './grammar.ts'
import { headerText, readHeader } from './header.ts'
import { toLowS } from './low-s.ts'
import { type Algorithm, type PublicJwk, thumbprint } from './public-key.ts'
import { type Summary, statementText } from './statement.ts'

/** Whoever holds the private key: a file, a token, a signing program. ES256 signatures are raw (r, s), 64 bytes. */
export interface Signer {
  readonly alg: Algorithm
  readonly jwk: PublicJwk
  sign(input: Uint8Array): Promise<Uint8Array>
}

export interface SealRequest {
  /** In what capacity the signer seals; `issuer` unless told. A trust file says which roles a key may seal in. */
  readonly role?: string
  /** Seconds since 1970. */
  readonly iat: number
  readonly summary: Summary
}

/**
 * Seals a page, or adds a counter-signature to a sealed one. The new seal is checked before the file is handed back, since a
 * signing program may return anything. Throws SealError.
 */
export async function seal(file: Uint8Array, signer: Signer, request: SealRequest): Promise<Uint8Array> {
  const { bytes, record } = splitBody(file)
  const { alg, jwk } = signer
  const kid = await thumbprint(jwk)
  const header = headerText({ alg, kid, role: request.role ?? 'issuer', iat: request.iat, jwk })
  readHeader(header, bytes.length)
  const statement = statementText(sha256(bytes), sha256(record), request.summary)
  const input = `${toBase64url(header)}.${toBase64url(statement)}`
  const signature = await signer.sign(Buffer.from(input))
  const line = `<!--seal:${input}.${toBase64url(alg === 'ES256' ? toLowS(signature) : signature)}-->\n`
  const sealed = Buffer.concat([bytes, Buffer.from(line)])
  await checkOwnSeal(sealed)
  return sealed
}

async function checkOwnSeal(sealed: Uint8Array): Promise<void> {
  try {
    const { bytes, record, lines } = split(sealed)
    const last = lines.at(-1)!
    await checkSeal(last, prefixDigests(bytes, [last.at])[0]!, sha256(record))
  } catch (error) {
    throw new SealError('signer', {
      what: `The signer returned a seal that does not hold (${error instanceof Error ? error.message : String(error)})`,
      expected: 'a signature that verifies with the public key it gave',
      next: 'Nothing was written. Check that the signing program or key file and the public key belong together.',
    })
  }
}

/** Whether a signer signs with the key that it says it has. */
import { compactVerify } from 'jose/jws/compact/verify'
import { importJWK } from 'jose/key/import'
import { toBase64url } from '../../reports/seal/base64url.ts'
import type { Signer } from '../../reports/seal/seal.ts'
import { KeyFileError } from './errors.ts'

/** Has something signed that is no seal, and verifies it. `where` names the signer's source in messages. Throws KeyFileError. */
export async function provesItself({ alg, jwk, sign }: Signer, where: string): Promise<void> {
  const input = `${toBase64url(JSON.stringify({ alg, typ: 'mustdo-key-check' }))}.${toBase64url('Can this key sign?')}`
  const signature = await sign(Buffer.from(input))
  try {
    await compactVerify(`${input}.${toBase64url(signature)}`, await importJWK(jwk, alg), { algorithms: [alg] })
  } catch {
    throw new KeyFileError({
      what: `${where} gives a signature that does not verify`,
      expected: `an ${alg} signature by the private half of its public key`,
      next: 'Check that program and public key belong together, that "input" says what the program signs, and "alg".',
    })
  }
}

import { constants, verify, type X509Certificate } from 'node:crypto'
import { signatureName } from '../x509.ts'
import type { StapleParts } from './staple-form.ts'

/** Whether the key of a certificate made a signature. */
export function holdsSignature(
  { data, algorithm, signature }: Pick<StapleParts, 'data' | 'algorithm' | 'signature'>,
  certificate: X509Certificate,
): 'yes' | 'no' | 'unknown algorithm' {
  try {
    // Read here, where it may fail: a certificate can be of the right form and its key of none.
    const { publicKey } = certificate
    const name = signatureName(algorithm)
    const digest = /SHA-(1|224|256|384|512)$/.exec(name)?.[1]
    if (!digest && !/^Ed(25519|448)$/.test(name)) return 'unknown algorithm'
    const key = name.startsWith('RSA-PSS')
      ? { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
      : publicKey
    return verify(digest ? `sha${digest}` : null, data, key, signature) ? 'yes' : 'no'
  } catch {
    // A key of another kind than the signature, or one that cannot be read.
    return 'no'
  }
}

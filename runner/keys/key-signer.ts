/** Signing with a private key in memory. */
import { constants, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { type Algorithm, algorithmsOf } from '../../reports/seal/public-key.ts'
import type { Signer } from '../../reports/seal/seal.ts'
import { KeyFileError } from './errors.ts'
import { generateKey } from './generate.ts'
import { exportPublic, type PublicKeyForms } from './public-forms.ts'

export type KeySigner = Signer & PublicKeyForms

const MIN_RSA_BITS = 2048

/** A signer of a private key; `where` names its source in messages. Throws KeyFileError for kinds that seals do not use. */
export async function signerOf(key: KeyObject, where: string, alg?: Algorithm): Promise<KeySigner> {
  refuseKind(key, where)
  const forms = await exportPublic(key)
  const fitting = algorithmsOf(forms.jwk)
  const chosen = alg ?? (fitting.includes('PS256') ? 'PS256' : fitting[0]!)
  if (!fitting.includes(chosen))
    throw new KeyFileError({
      what: `${where} is a key of kind ${forms.jwk.kty}, which cannot sign as ${chosen}`,
      expected: fitting.join(' or '),
      next: `Leave the algorithm out, or make a key for it: mustdo keys generate --alg ${chosen}`,
    })
  return { ...forms, alg: chosen, sign: async input => signWith(key, chosen, input) }
}

/** A key for one run and no other: for a run or a demo without a configured key. It is written nowhere. */
export async function ephemeralSigner(): Promise<KeySigner> {
  const { privatePem } = await generateKey()
  return signerOf(createPrivateKey(privatePem), 'The key of this run')
}

function refuseKind(key: KeyObject, where: string): void {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {}
  const refuse = (what: string, expected: string, alg: Algorithm): never => {
    throw new KeyFileError({
      what: `${where} ${what}`,
      expected,
      next: `Make one with: mustdo keys generate --alg ${alg}`,
    })
  }
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return
    case 'ec':
      if (namedCurve !== 'prime256v1')
        refuse(
          `is an EC key on the curve ${namedCurve ?? 'of explicit parameters'}`,
          'P-256 (ES256; RFC 7518, 3.4)',
          'ES256',
        )
      return
    case 'rsa':
      if ((modulusLength ?? 0) < MIN_RSA_BITS)
        refuse(`is an RSA key of ${modulusLength} bits`, '2048 bits or more (RFC 7518, 3.3)', 'PS256')
      return
    default:
      refuse(`is a key of kind ${key.asymmetricKeyType ?? 'unknown'}`, 'EC P-256, Ed25519 or RSA', 'ES256')
  }
}

function signWith(key: KeyObject, alg: Algorithm, input: Uint8Array): Uint8Array {
  if (alg === 'ES256') return sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' })
  if (alg === 'EdDSA') return sign(null, input, key)
  if (alg === 'RS256') return sign('sha256', input, key)
  return sign('sha256', input, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
}

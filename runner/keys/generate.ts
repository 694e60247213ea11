/** New signing keys. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { Algorithm } from '../../reports/seal/public-key.ts'
import { KeyFileError } from './errors.ts'
import { exportPublic, type PublicKeyForms } from './public-forms.ts'

export interface NewKey extends PublicKeyForms {
  readonly alg: Algorithm
  /** PKCS#8 PEM, not encrypted: for a file only its owner reads, or a CI secret. */
  readonly privatePem: string
}

const RSA_BITS = 3072

/** Makes a key pair; ES256 unless told, since every tool in use verifies it. */
export async function generateKey(alg: Algorithm = 'ES256'): Promise<NewKey> {
  const key = privateKey(alg)
  const privatePem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { alg, privatePem, ...(await exportPublic(key)) }
}

/** Writes the private key so that only its owner can read it; refuses to replace a file. */
export function writePrivateKey(path: string, { privatePem }: Pick<NewKey, 'privatePem'>): void {
  try {
    writeFileSync(path, privatePem, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
    throw new KeyFileError({
      what: exists ? `${path} exists already` : `${path} cannot be written (${(error as Error).message})`,
      expected: 'a path for a new file in a folder that may be written',
      next: exists ? 'Choose another path; a key is never overwritten.' : 'Choose another path with --out.',
    })
  }
}

function privateKey(alg: Algorithm): KeyObject {
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  if (alg === 'EdDSA') return generateKeyPairSync('ed25519').privateKey
  return generateKeyPairSync('rsa', { modulusLength: RSA_BITS }).privateKey
}

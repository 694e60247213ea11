/** A signer from a PEM file, from an environment variable that holds the PEM, as CI secrets do, or from a file that names a program. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Algorithm } from '../../reports/seal/public-key.ts'
import { KeyFileError } from './errors.ts'
import { type KeySigner, signerOf } from './key-signer.ts'
import { isSigningFile, loadSigningFile } from './signing-file.ts'

export type KeySource = { readonly file: string } | { readonly env: string }

const MAX_BYTES = 65_536
const expected = 'an unencrypted PKCS#8 private key (PEM): EC P-256, Ed25519, or RSA of 2048 bits or more'
const make = 'Make one with: mustdo keys generate'

/**
 * Loads a signing key, or a .yaml file that names a signing program. RSA keys sign as PS256 unless `alg` says RS256. Throws
 * KeyFileError, which never quotes the key, and YamlFileError.
 */
export async function loadSigner(
  source: KeySource,
  { alg, env = process.env }: { alg?: Algorithm; env?: NodeJS.ProcessEnv } = {},
): Promise<KeySigner> {
  if ('file' in source && isSigningFile(source.file)) return loadSigningFile(source.file)
  const where = 'file' in source ? source.file : `The variable ${source.env}`
  return signerOf(parse('file' in source ? readFile(source.file) : readEnv(source.env, env), where), where, alg)
}

function readFile(path: string): string {
  try {
    const bytes = readFileSync(path)
    if (bytes.length <= MAX_BYTES) return bytes.toString('utf8')
  } catch (error) {
    throw new KeyFileError({
      what: `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      expected,
      next: `Check the path and who may read it. ${make}`,
    })
  }
  throw new KeyFileError({ what: `${path} is larger than ${MAX_BYTES} bytes; no key is`, expected, next: make })
}

function readEnv(name: string, env: NodeJS.ProcessEnv): string {
  const value = env[name]
  if (value?.trim()) return value.includes('\n') ? value : value.replaceAll('\\n', '\n')
  throw new KeyFileError({
    what: `The variable ${name} is ${value === undefined ? 'not set' : 'empty'}`,
    expected,
    next: 'Set it to the text of the PEM file; in CI, check that the secret reaches this job.',
  })
}

function parse(pem: string, where: string): KeyObject {
  if (/-----BEGIN ENCRYPTED |Proc-Type: 4,ENCRYPTED/.test(pem))
    throw new KeyFileError({
      what: `${where} is encrypted with a passphrase`,
      expected,
      next: 'Decrypt it into a file only you can read (openssl pkey -in KEY -out PLAIN), or sign with a program (docs/signing-program.md).',
    })
  if (/-----BEGIN (PUBLIC KEY|CERTIFICATE)-----/.test(pem) && !pem.includes('PRIVATE KEY-----'))
    throw new KeyFileError({
      what: `${where} holds only a public key or a certificate`,
      expected,
      next: `Give the private key. ${make}`,
    })
  try {
    return createPrivateKey(pem)
  } catch {
    const openssh = pem.includes('BEGIN OPENSSH PRIVATE KEY')
    throw new KeyFileError({
      what: `${where} ${openssh ? 'is an OpenSSH key' : 'is not a private key'}`,
      expected,
      next: openssh ? `Reports are sealed with PEM keys. ${make}` : make,
    })
  }
}

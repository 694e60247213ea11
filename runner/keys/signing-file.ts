/** A file that names a program to sign with: what `--key` takes in place of a private key that never leaves its token. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Algorithm, algorithmsOf } from '../../reports/seal/public-key.ts'
import type { Signer } from '../../reports/seal/seal.ts'
import { readYaml } from '../../standards/yaml-file.ts'
import { answers, inputs, programSigner, type SigningProgram } from './program-signer.ts'
import { exportPublic, type PublicKeyForms } from './public-forms.ts'

interface SigningFile {
  readonly program: readonly [string, ...string[]]
  readonly publicKey: string
  readonly alg?: Algorithm
  readonly input?: SigningProgram['input']
  readonly answers: SigningProgram['answers']
  readonly seconds?: number
}

const word = { type: 'string', minLength: 1 } as const

export const signingSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['program', 'publicKey', 'answers'],
  properties: {
    program: {
      type: 'array',
      minItems: 1,
      items: word,
      description: 'a list of words: the program, then what it is called with; no shell reads them.',
    },
    publicKey: { ...word, description: 'the PEM file of the public key, from the folder of this file.' },
    alg: { enum: ['ES256', 'EdDSA', 'RS256', 'PS256'] },
    input: { enum: inputs },
    answers: { enum: answers },
    seconds: { type: 'integer', minimum: 1, maximum: 3600, description: 'a whole number of seconds, 1 to 3600.' },
  },
} as const

export const isSigningFile = (path: string): boolean => /\.ya?ml$/i.test(path)

/** Reads the file and the public key that it names; nothing is started yet. Throws YamlFileError, KeyFileError. */
export async function loadSigningFile(path: string): Promise<Signer & PublicKeyForms> {
  const file = readYaml<SigningFile>(path, signingSchema)
  const { program, publicKey, alg, input = 'message', answers: form, seconds } = file.value
  const folder = dirname(resolve(path))
  const forms = await exportPublic(publicHalf(resolve(folder, publicKey), message => file.error('/publicKey', message)))
  const [command, ...args] = program
  const signer = programSigner({
    command,
    args,
    jwk: forms.jwk,
    alg: alg ?? (forms.jwk.kty === 'RSA' ? 'PS256' : algorithmsOf(forms.jwk)[0]!),
    input,
    answers: form,
    cwd: folder,
    ...(seconds && { timeoutMs: seconds * 1000 }),
  })
  return { ...forms, ...signer }
}

function publicHalf(path: string, error: (message: string) => Error): KeyObject {
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw error(
      `${path} cannot be read (${code}). Expected the public key in PEM. Write it there, or correct the path.`,
    )
  }
  if (pem.includes('PRIVATE KEY-----'))
    throw error(
      `${path} holds a private key. Expected the public key only. Give a private key to --key itself, or take its public half: openssl pkey -in KEY -pubout`,
    )
  try {
    return createPublicKey(pem)
  } catch {
    throw error(
      `${path} is no public key. Expected PEM (-----BEGIN PUBLIC KEY-----). From DER: openssl pkey -pubin -inform DER -in KEY`,
    )
  }
}

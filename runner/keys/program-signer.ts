/**
 * Signing by a program: a token (PKCS#11), a key service (KMS), an agent. The program gets what is to be signed on its standard
 * input and writes the signature to its standard output. It is started without a shell.
 */
import { createHash } from 'node:crypto'
import { type Algorithm, algorithmsOf, type PublicJwk } from '../../reports/seal/public-key.ts'
import type { Signer } from '../../reports/seal/seal.ts'
import { answerOf } from './answer-of.ts'
import { fromDer } from './ecdsa-der.ts'
import { KeyFileError } from './errors.ts'

/** What a program may be fed: every byte that is signed, or their SHA-256 as 32 bytes. */
export const inputs = ['message', 'digest'] as const
/**
 * How it may answer: the signature as a seal holds it (for ES256 the 64 bytes r and s), or in DER (RFC 3279, 2.2.3), each as it
 * is or in base64. Nothing is guessed, since a message on standard output could have the length of a signature.
 */
export const answers = ['raw', 'der', 'raw-base64', 'der-base64'] as const

export interface SigningProgram {
  readonly command: string
  readonly args: readonly string[]
  readonly jwk: PublicJwk
  readonly alg: Algorithm
  readonly input: (typeof inputs)[number]
  readonly answers: (typeof answers)[number]
  /** Where it is started; the current folder unless told. */
  readonly cwd?: string
  /** Milliseconds the program may take; 60,000 unless told, since somebody may have to type a PIN. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 60_000
const NEXT = 'Try it alone, before a run, with: mustdo keys check FILE'
const RAW_ECDSA = 64

/** A signer that runs the program once for each seal. Throws KeyFileError when the program fails, hangs or says nothing. */
export function programSigner(program: SigningProgram): Signer {
  const { alg, jwk } = program
  const fitting = algorithmsOf(jwk)
  if (!fitting.includes(alg))
    throw problem(program, `is to sign as ${alg} with a key of kind ${jwk.kty}`, `one of ${fitting.join(', ')}`)
  if (alg === 'EdDSA' && program.input === 'digest')
    throw problem(program, 'is to sign a digest as EdDSA', 'input: message, since Ed25519 signs the message itself')
  if (alg !== 'ES256' && program.answers.startsWith('der'))
    throw problem(program, `is to answer ${alg} in DER`, 'answers: raw or raw-base64; only ECDSA has a form in DER')
  return {
    alg,
    jwk,
    sign: async message => {
      const input = program.input === 'digest' ? createHash('sha256').update(message).digest() : message
      return signatureIn(program, await ask(program, input))
    },
  }
}

/** The signature as a seal holds it. */
function signatureIn(program: SigningProgram, output: Buffer): Uint8Array {
  if (output.length === 0) throw problem(program, 'returned an empty signature', 'the signature on standard output')
  const bytes = program.answers.endsWith('base64') ? decode(program, output) : output
  const raw = program.answers.startsWith('der') ? fromDer(bytes) : bytes
  if (raw && (program.alg !== 'ES256' || raw.length === RAW_ECDSA)) return raw
  throw problem(
    program,
    `returned ${bytes.length} bytes that are no ECDSA signature in the form "${program.answers}"`,
    program.answers.startsWith('der') ? 'a DER sequence of r and s' : '64 bytes, r and s',
  )
}

/** Standard base64 (RFC 4648, 4), on one line or wrapped. */
function decode(program: SigningProgram, output: Buffer): Buffer {
  const text = output.toString('latin1').replace(/[\r\n]+/g, '')
  const bytes = Buffer.from(text, 'base64')
  if (text !== '' && bytes.toString('base64') === text) return bytes
  throw problem(program, 'returned something else than base64', 'the signature in base64, and nothing else')
}

const nameOf = ({ command }: SigningProgram): string => `The signing program ${command}`

const ask = (program: SigningProgram, input: Uint8Array): Promise<Buffer> =>
  answerOf({ ...program, name: nameOf(program), next: NEXT, timeoutMs: program.timeoutMs ?? TIMEOUT_MS }, input)

const problem = (program: SigningProgram, what: string, expected: string): KeyFileError =>
  new KeyFileError({ what: `${nameOf(program)} ${what}`, expected, next: NEXT })

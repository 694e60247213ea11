/**
 * Signing by a program: a token (PKCS#11), a key service (KMS), an agent. The program gets the bytes to sign on its standard
 * input and writes the signature, raw or DER, to its standard output. It is started without a shell.
 */
import { spawn } from 'node:child_process'
import { type Algorithm, algorithmsOf, type PublicJwk } from '../../reports/seal/public-key.ts'
import type { Signer } from '../../reports/seal/seal.ts'
import { fromDer } from './ecdsa-der.ts'
import { KeyFileError } from './errors.ts'

export interface SigningProgram {
  readonly command: string
  readonly args: readonly string[]
  readonly jwk: PublicJwk
  readonly alg: Algorithm
  /** Milliseconds the program may take; 60,000 unless told, since somebody may have to type a PIN. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 60_000
const MAX_BYTES = 16_384
const RAW_ECDSA = 64

/** A signer that runs the program once for each seal. Throws KeyFileError when the program fails, hangs or says nothing. */
export function programSigner(program: SigningProgram): Signer {
  const { alg, jwk } = program
  if (!algorithmsOf(jwk).includes(alg))
    throw problem(
      program,
      `is to sign as ${alg} with a key of kind ${jwk.kty}`,
      `one of ${algorithmsOf(jwk).join(', ')}`,
    )
  return {
    alg,
    jwk,
    sign: async input => {
      const signature = await run(program, input)
      if (signature.length === 0)
        throw problem(program, 'returned an empty signature', 'the signature on standard output')
      if (alg !== 'ES256' || signature.length === RAW_ECDSA) return signature
      const raw = fromDer(signature)
      if (raw) return raw
      throw problem(program, `returned ${signature.length} bytes that are no ECDSA signature`, '64 raw bytes, or DER')
    },
  }
}

function run(program: SigningProgram, input: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.command, program.args, {
      shell: false,
      stdio: ['pipe', 'pipe', 'inherit'],
      timeout: program.timeoutMs ?? TIMEOUT_MS,
      killSignal: 'SIGKILL',
    })
    const chunks: Buffer[] = []
    let size = 0
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MAX_BYTES) chunks.push(chunk)
      else child.kill('SIGKILL')
    })
    child.on('error', error =>
      reject(problem(program, `cannot be started (${error.message})`, 'a program that can be run')),
    )
    child.on('close', (code, signal) => {
      if (size > MAX_BYTES)
        reject(problem(program, `wrote more than ${MAX_BYTES} bytes`, 'one signature and nothing else'))
      else if (signal) reject(problem(program, 'did not answer in time and was stopped', 'a signature'))
      else if (code !== 0) reject(problem(program, `ended with exit code ${code}`, 'exit code 0'))
      else resolve(Buffer.concat(chunks))
    })
    // A program that ends before it has read everything is told apart by its exit code.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function problem({ command }: SigningProgram, what: string, expected: string): KeyFileError {
  return new KeyFileError({
    what: `The signing program ${command} ${what}`,
    expected,
    next: 'Run it by hand with some bytes on its standard input and see what it says.',
  })
}

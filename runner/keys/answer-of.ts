/** What a program of the user's own answers: started without a shell, fed on standard input, stopped when it takes too long. */
import { spawn } from 'node:child_process'
import { KeyFileError } from './errors.ts'

export interface Program {
  /** What it is in messages, e.g. `The signing program pkcs11-tool`. */
  readonly name: string
  /** What a user does next when it fails. */
  readonly next: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly timeoutMs: number
}

const MAX_BYTES = 16_384

/** Its standard output. Throws KeyFileError when it cannot be started, fails, hangs or writes more than 16 kB. */
export function answerOf(program: Program, input: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const refuse = (what: string, expected: string) =>
      reject(new KeyFileError({ what: `${program.name} ${what}`, expected, next: program.next }))
    const child = spawn(program.command, program.args, {
      shell: false,
      stdio: ['pipe', 'pipe', 'inherit'],
      ...(program.cwd && { cwd: program.cwd }),
      timeout: program.timeoutMs,
      killSignal: 'SIGKILL',
    })
    const chunks: Buffer[] = []
    let size = 0
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MAX_BYTES) chunks.push(chunk)
      else child.kill('SIGKILL')
    })
    child.on('error', error => refuse(`cannot be started (${error.message})`, 'a program that can be run'))
    child.on('close', (code, signal) => {
      if (size > MAX_BYTES) refuse(`wrote more than ${MAX_BYTES} bytes`, 'one answer and nothing else')
      else if (signal) refuse('did not answer in time and was stopped', 'an answer')
      else if (code !== 0) refuse(`ended with exit code ${code}`, 'exit code 0')
      else resolve(Buffer.concat(chunks))
    })
    // A program that ends before it has read everything is told apart by its exit code.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

#!/usr/bin/env node
/** The command line. One file per command under `commands`; this one only turns what they throw into words and exit codes. */
import { CommanderError } from 'commander'
import { exits } from '../reports/verdict.ts'
import { explain } from './commands/explain.ts'
import { flushed, printJson } from './commands/output.ts'
import { buildProgram } from './commands/program.ts'

// An error outside every promise would else end with 1, which says "not conformant".
process.on('uncaughtException', error => void fail(error).then(leave))
// A reader that has seen enough (`mustdo … | head`) is no trouble.
process.stdout.on('error', () => undefined)

try {
  const program = await buildProgram(process.argv.slice(2))
  await program.parseAsync()
} catch (error) {
  await fail(error)
}
await leave()

/** Says what is wrong for people and, where JSON was asked for, for programs too. */
async function fail(error: unknown): Promise<void> {
  if (error instanceof CommanderError && error.exitCode === 0) return
  const { text, code } =
    error instanceof CommanderError ? { text: error.message, code: exits.wrongUse } : explain(error)
  // Commander has said its own errors already.
  if (!(error instanceof CommanderError)) process.stderr.write(`${text}\n`)
  if (process.argv.includes('--json')) printJson({ version: 1, error: text, exitCode: code })
  process.exitCode = code
}

/** Ends the process although a worker that was ended still leaves timers behind. */
async function leave(): Promise<void> {
  await flushed()
  process.exit()
}

#!/usr/bin/env node
/** The command line. One file per command under `commands`; this one only turns what they throw into words and exit codes. */
import { type Command, CommanderError } from 'commander'
import { exits } from '../reports/verdict.ts'
import { explain } from './commands/explain.ts'
import { misuse } from './commands/misuse.ts'
import { flushed, printJson } from './commands/output.ts'
import { buildProgram } from './commands/program.ts'

// An error outside every promise would else end with 1, which says "not conformant".
process.on('uncaughtException', error => void fail(error).then(leave))
// A reader that has seen enough (`mustdo … | head`) is no trouble.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const words = process.argv.slice(2)
let program: Command | undefined

try {
  program = await buildProgram(words)
  await program.parseAsync()
} catch (error) {
  await fail(error)
}
await leave()

/** Says what is wrong for people and, where JSON was asked for, for programs too. */
async function fail(error: unknown): Promise<void> {
  if (error instanceof CommanderError && error.exitCode === 0) return
  const { text, code } =
    error instanceof CommanderError && program
      ? { text: misuse(error, program, words), code: exits.wrongUse }
      : explain(error)
  process.stderr.write(`${text}\n`)
  if (words.includes('--json')) printJson({ version: 1, error: text, exitCode: code })
  process.exitCode = code
}

/** Ends the process although a worker that was ended still leaves timers behind. */
async function leave(): Promise<void> {
  await flushed()
  process.exit()
}

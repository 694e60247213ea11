#!/usr/bin/env node
/** The command line. One file per command under `commands`; this one only turns what they throw into words and exit codes. */
import { CommanderError } from 'commander'
import { exits } from '../reports/verdict.ts'
import { explain } from './commands/explain.ts'
import { buildProgram } from './commands/program.ts'

// A reader that has seen enough (`| head`) is no trouble.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

try {
  const program = await buildProgram(process.argv.slice(2))
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exits.wrongUse
  else {
    const { text, code } = explain(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = code
  }
}

#!/usr/bin/env node
/** The command line. One file per command under `commands`; this one only puts them together and turns errors into exit codes. */
import { Command, CommanderError } from 'commander'
import { exits } from '../reports/verdict.ts'
import { explain } from './commands/explain.ts'
import { commands } from './commands/index.ts'
import { version } from './version.ts'

const program = new Command('mustdo')
  .description("Tests a supplier's live endpoints against the must-do standards of digital health and care in England.")
  .version(version)
  .exitOverride()
  .configureOutput({ writeErr: text => process.stderr.write(text) })
for (const add of commands) add(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exits.wrongUse
  else {
    const { text, code } = explain(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = code
  }
}

import { Command } from 'commander'
import { version } from '../version.ts'
import { commands } from './index.ts'

/** The command line as an object: what `cli.ts` parses and the generated help page prints. */
export function buildProgram(): Command {
  const program = new Command('mustdo')
    .description(
      "Tests a supplier's live endpoints against the must-do standards of digital health and care in England.",
    )
    .version(version)
    .exitOverride()
  for (const add of commands) add(program)
  return program
}

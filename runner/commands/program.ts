import { Command } from 'commander'
import { version } from '../version.ts'
import { commands } from './index.ts'

/**
 * The command line as an object: what `cli.ts` parses and the generated help page prints. With the words of a command line it
 * holds only the command that the first of them names; help and mistyped names get all.
 */
export async function buildProgram(words: readonly string[] = []): Promise<Command> {
  const program = new Command('mustdo')
    .description(
      "Tests a supplier's live endpoints against the must-do standards of digital health and care in England.",
    )
    .version(version)
    .exitOverride()
    // `cli.ts` says what is wrong, in three parts.
    .configureOutput({ outputError: () => undefined })
  for (const load of wanted(words[0])) (await load())(program)
  return program
}

function wanted(word: string | undefined) {
  if (word === '--version' || word === '-V') return []
  const named = word !== undefined && Object.hasOwn(commands, word) ? commands[word] : undefined
  return named ? [named] : Object.values(commands)
}

/** What commander says of wrong words, in the three parts of every message: what is wrong, what was expected, what to do next. */
import type { Command, CommanderError } from 'commander'

const expected: { readonly [code: string]: string } = {
  'commander.help': 'the name of one of the commands above',
  'commander.unknownCommand': 'one of its commands',
  'commander.unknownOption': 'one of its options',
  'commander.excessArguments': 'nothing after them',
  'commander.missingArgument': 'it after the name of the command',
  'commander.missingMandatoryOptionValue': 'it with a value',
  'commander.optionMissingArgument': 'a value after it',
}

/** The complaint about these words, ended by the help to ask for. */
export function misuse({ code, message }: CommanderError, program: Command, words: readonly string[]): string {
  const [first = '', hint = ''] = message.replace(/^error: /, '').split('\n')
  const what = code === 'commander.help' ? 'no command was given' : first.replace(/\.$/, '')
  const [wrong, choices] = what.split('. Allowed choices are ')
  const right = choices ? `one of ${choices}` : (expected[code] ?? 'words that the command knows')
  const near = hint ? ` ${hint.replace(/^\(|\)$/g, '')}` : ''
  return `${wrong?.charAt(0).toUpperCase()}${wrong?.slice(1)}. Expected ${right}.${near} See: ${named(program, words)} --help`
}

/** The command that the first words name, as far as they name one. */
function named(program: Command, words: readonly string[]): string {
  const next = program.commands.find(command => command.name() === words[0])
  return next ? `${program.name()} ${named(next, words.slice(1))}` : program.name()
}

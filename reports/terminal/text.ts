import { visible } from '../render/ascii.ts'

/** ANSI only when asked for; a pipe gets none. */
export type Paint = (text: string, style: 'bold' | 'red' | 'green' | 'yellow' | 'dim') => string

const codes = { bold: '1', red: '31', green: '32', yellow: '33', dim: '2' }

export const painter =
  (colour: boolean): Paint =>
  (text, style) =>
    colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text

/** Text of a server or a file on one line: nothing in it can steer the terminal. */
export const plain = (text: string): string => visible(text.replace(/\s+/g, ' ')).trim()

/** Several lines of such text. */
export const plainLines = (text: string): readonly string[] => visible(text.replaceAll('\t', '  ')).split('\n')

/** Breaks words at the width, later lines indented; a word that is longer than the line stays whole, so it can be copied. */
export function wrap(text: string, columns: number, indent: string): string {
  const [first = '', ...words] = text.split(' ')
  const lines: string[] = []
  let line = first
  for (const word of words) {
    if (line.trim() !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = indent + word
    } else line += ` ${word}`
  }
  return [...lines, line].map(one => one.trimEnd()).join('\n')
}

import { readFileSync } from 'node:fs'
import { TargetError } from './context.ts'

/** A target file is written by hand; anything beyond this is something else. */
const LIMIT = 1_000_000

/** The file's text. Throws TargetError: missing, unreadable, a folder, empty, too large, not UTF-8 text. */
export function readSource(file: string, shown: string): string {
  const refuse = (message: string) => new TargetError([`${shown}  ${message}`])
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    throw refuse(unreadable(cause))
  }
  if (bytes.length > LIMIT)
    throw refuse(
      `has ${bytes.length} bytes. Expected a target file of at most ${LIMIT}. Keep evidence in files of its own.`,
    )
  const text = decode(bytes)
  if (text === undefined || text.includes('\0'))
    throw refuse('is not UTF-8 text. Expected a YAML file. Save it as UTF-8, or name the right file.')
  if (text.replace(/^\s*#.*$/gm, '').trim() === '')
    throw refuse('is empty. Expected a target file. Make one with: mustdo init <url>')
  return text
}

function unreadable(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
  if (code === 'ENOENT')
    return 'does not exist. Expected a target file. Is the path right? Make one with: mustdo init <url>'
  if (code === 'EISDIR') return 'is a folder. Expected a target file. Name the file in it, usually mustdo.yaml.'
  if (code === 'EACCES' || code === 'EPERM')
    return `may not be read (${code}). Expected a target file that this user may read. Change its permissions.`
  return `cannot be read (${code}). Expected a readable target file. Is the path right?`
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

import { readFileSync } from 'node:fs'
import type { Context } from './context.ts'
import { Secret } from './secret.ts'

const REFERENCE = /^\$\{(env|file):([^}]+)\}$/

/**
 * The secret that a reference names. Undefined after a complaint, which never quotes the value: it may be the secret itself.
 * `name` is how reports call it.
 */
export function resolveSecret(context: Context, pointer: string, name: string, written: unknown): Secret | undefined {
  const [, source, place] = (typeof written === 'string' && REFERENCE.exec(written.trim())) || []
  if (source === undefined || place === undefined) {
    context.problems.add(
      pointer,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own notation
      'holds a plain secret. Expected ${env:NAME} or ${file:path}. Move the value out of the file, and change it if the file was shared.',
    )
    return undefined
  }
  const value = source === 'env' ? fromEnv(context, pointer, place) : fromFile(context, pointer, place)
  return value === undefined ? undefined : new Secret(name, `${source}:${place}`, value)
}

function fromEnv({ env, problems }: Context, pointer: string, variable: string): string | undefined {
  const value = env[variable]
  if (value !== undefined && value.trim() !== '') {
    // CI systems that know no line breaks hand keys over with the two characters \n instead.
    return value.startsWith('-----BEGIN') ? value.replaceAll('\\n', '\n') : value
  }
  problems.add(
    pointer,
    `names the environment variable ${variable}, which is ${value === undefined ? 'not set' : 'empty'}. Expected it to hold the secret. Set it, or name another.`,
  )
  return undefined
}

function fromFile(context: Context, pointer: string, written: string): string | undefined {
  const text = readBeside(context, pointer, written)
  if (text === undefined) return undefined
  const value = text.replace(/\r?\n$/, '')
  if (value.trim() !== '') return value
  context.problems.add(pointer, `names the file ${written}, which is empty. Expected it to hold the secret.`)
  return undefined
}

/** Text of a file that the target file names, after a complaint undefined. */
export function readBeside({ problems, path }: Context, pointer: string, written: string): string | undefined {
  try {
    return readFileSync(path(written), 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    const wrong = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`
    problems.add(
      pointer,
      `names the file ${written}, which ${wrong}. Expected a readable file; paths are relative to the target file.`,
    )
    return undefined
  }
}

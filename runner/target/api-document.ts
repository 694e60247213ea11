/** An OpenAPI document that the target file names apart from where the API answers: an address, or a file read now. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parse, YAMLParseError } from 'yaml'
import { parseAddress } from './addresses.ts'
import type { Context } from './context.ts'

export type ApiDocument =
  | { readonly url: string }
  | { readonly file: string; readonly value: { readonly [member: string]: unknown } }

/** The largest document met so far, of a whole cloud, has 11 MB. */
const LIMIT = 20_000_000

/** Two letters at least: one alone is a drive. */
const ADDRESS = /^[a-z][a-z\d+.-]+:\/\//i

/** What `written` names; a complaint and undefined when it can be neither. */
export function loadApiDocument(context: Context, pointer: string, written: string): ApiDocument | undefined {
  if (ADDRESS.test(written)) {
    const url = parseAddress(context.problems, pointer, written)
    return url && { url: written }
  }
  const complain = (what: string) =>
    context.problems.add(
      pointer,
      `is "${written}", which ${what}. Expected the address or the path of an OpenAPI 3 document in JSON or YAML. Correct it, or leave it out when url is the document.`,
    )
  try {
    const bytes = readFileSync(context.path(written))
    if (bytes.length > LIMIT) return void complain(`has ${bytes.length} bytes, more than ${LIMIT}`)
    const value: unknown = parse(bytes.toString('utf8'), { maxAliasCount: 100 })
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return { file: basename(written), value: value as { readonly [member: string]: unknown } }
    complain('holds no object')
  } catch (cause) {
    complain(whyUnread(cause))
  }
  return undefined
}

function whyUnread(cause: unknown): string {
  const [said = ''] = (cause as Error).message.split('\n')
  if (cause instanceof YAMLParseError) return `is not valid JSON or YAML (${said.replace(/:$/, '')})`
  const { code } = cause as NodeJS.ErrnoException
  return code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? said})`
}

/**
 * Brings what an OpenAPI document refers to elsewhere into the document. Each other file is asked for through the recorded door, so
 * that a replay reads the same ones; a file outside the target's origins is not asked for, and said to be missing.
 */
import { $RefParser, type FileInfo } from '@apidevtools/json-schema-ref-parser'
import { documentTypes } from '../../suites/shared/openapi/document.ts'
import type { Http } from '../check.ts'
import { type Json, jsonOrYamlOf } from './json.ts'

export interface Bundled {
  readonly document: Json
  readonly unresolved: readonly { readonly reference: string; readonly because: string }[]
}

/** `document` with every reference inside it; `url` is where it was read, which its relative references start from. */
export async function bundled(http: Http, url: string, document: Json): Promise<Bundled> {
  if (!refersElsewhere(document)) return { document, unresolved: [] }
  const unresolved: { reference: string; because: string }[] = []
  const read = async (reference: string): Promise<Json> => {
    const answer = await http.get(reference, { headers: documentTypes })
    const found = answer.response?.status === 200 ? jsonOrYamlOf(answer) : undefined
    if (!found)
      unresolved.push({ reference, because: answer.error?.message ?? `it answered ${answer.response?.status}` })
    return found ?? {}
  }
  try {
    const whole = await $RefParser.bundle<Json>(url, structuredClone(document), {
      resolve: {
        file: false,
        http: false,
        recorded: {
          order: 1,
          canRead: true,
          read: async ({ url: reference }: FileInfo) => JSON.stringify(await read(reference)),
        },
      },
      parse: {
        json: false,
        yaml: false,
        text: false,
        binary: false,
        fetched: { order: 1, canParse: true, parse: ({ data }: FileInfo) => JSON.parse(String(data)) as unknown },
      },
    })
    return { document: whole, unresolved }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    return { document, unresolved: [...unresolved, { reference: url, because }] }
  }
}

/** Whether any reference leaves the document. */
function refersElsewhere(document: Json): boolean {
  const ahead: unknown[] = [document]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next === null || typeof next !== 'object') continue
    const ref = (next as { $ref?: unknown }).$ref
    if (typeof ref === 'string' && !ref.startsWith('#')) return true
    ahead.push(...Object.values(next).filter(value => value !== undefined))
  }
  return false
}

/**
 * Brings what an OpenAPI document refers to elsewhere into the document. Each other file is asked for through the recorded door, so
 * that a replay reads the same ones; a file outside the target's origins is not asked for, and said to be missing.
 */
import type { FileInfo } from '@apidevtools/json-schema-ref-parser'
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
  const files = new Map<string, Json>()
  const missing = new Map<string, string>()
  const read = async (reference: string): Promise<Json> => {
    const known = files.get(reference)
    if (known) return known
    const answer = await http.get(reference, { headers: documentTypes })
    const found = answer.response?.status === 200 ? jsonOrYamlOf(answer) : undefined
    if (!found) missing.set(reference, answer.error?.message ?? `it answered ${answer.response?.status}`)
    files.set(reference, found ?? NOTHING)
    return found ?? NOTHING
  }
  // Loaded for a document that refers elsewhere: the first request of other runs does not wait for it.
  const { $RefParser } = await import('@apidevtools/json-schema-ref-parser')
  const bundle = () =>
    $RefParser.bundle<Json>(url, without(document, url, missing), {
      resolve: {
        file: false,
        http: false,
        recorded: {
          order: 1,
          canRead: true,
          read: async ({ url: reference }: FileInfo) =>
            JSON.stringify(without(await read(reference), reference, missing)),
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
  const unresolved = () => [...missing].map(([reference, because]) => ({ reference, because }))
  try {
    const whole = await bundle().catch(error => (missing.size > 0 ? bundle() : Promise.reject(error)))
    // Files that were missing are known only now: references into them are left out, the others are kept.
    return { document: missing.size > 0 ? await bundle() : whole, unresolved: unresolved() }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    return { document, unresolved: [...unresolved(), { reference: url, because }] }
  }
}

/** Stands in for a file that could not be read; the bundler takes no empty one. */
const NOTHING: Json = { description: 'missing' }

/** A copy in which references to missing files lead nowhere any more: such a schema allows everything. */
function without(value: unknown, base: string, missing: ReadonlyMap<string, string>): Json {
  const copy = (held: unknown): unknown => {
    if (Array.isArray(held)) return held.map(copy)
    if (held === null || typeof held !== 'object') return held
    const { $ref } = held as { $ref?: unknown }
    if (typeof $ref === 'string' && URL.canParse($ref, base)) {
      const target = new URL($ref, base)
      target.hash = ''
      if (missing.has(target.href)) return {}
    }
    return Object.fromEntries(Object.entries(held).map(([name, item]) => [name, copy(item)]))
  }
  return copy(value) as Json
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

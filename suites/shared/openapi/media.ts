/** Which media type of a document an answer has, and its body as a value. */
import type { Answered } from '../../../runner/check.ts'
import { mediaTypeOf } from '../media-type.ts'
import type { Place } from './document.ts'

type Content = readonly (readonly [type: string, place: Place])[]

/** The declared media type that an answer's own falls under; the closest one (`a/b` before `a/*` before `any/any`). */
export function declaredAs(
  content: Content,
  field: string | undefined,
): readonly [type: string, place: Place] | undefined {
  const actual = mediaTypeOf(field)?.type
  if (actual === undefined) return undefined
  const [main] = actual.split('/')
  for (const wanted of [actual, `${main}/*`, '*/*']) for (const one of content) if (bare(one[0]) === wanted) return one
  return undefined
}

/** `type/subtype` in lower case, wildcards kept. */
export const bare = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase()

export const isJsonType = (type: string | undefined): boolean =>
  /^(application|text)\/([\w.-]+\+)?json$/.test(bare(type ?? ''))

export const isXmlType = (type: string | undefined): boolean =>
  /^(application|text)\/([\w.-]+\+)?xml$/.test(bare(type ?? ''))

export type Read = { readonly value: unknown } | { readonly problem: string } | undefined

/** The body as a value: JSON parsed, text as a string; undefined for what only its own readers understand. */
export function bodyOf({ response }: Answered): Read {
  const type = response.headers['content-type']
  const text = response.body.text ?? ''
  if (isJsonType(type)) {
    try {
      return { value: JSON.parse(text) as unknown }
    } catch (error) {
      return { problem: error instanceof Error ? error.message.replace(/ in JSON at position.*$/s, '') : 'no JSON' }
    }
  }
  if (response.body.encoding === 'utf8' && /^text\//.test(bare(type ?? ''))) return { value: text }
  return undefined
}

import { Lexer, parse } from 'yaml'
import type { Exchange } from '../check.ts'

export type Json = { readonly [key: string]: unknown }

/** No metadata are nested like that; walking what is deeper would end in a stack overflow. */
const MOST_LEVELS = 500

/** The answer's body as a JSON object; undefined for anything else, and for what is nested too deep to be looked through. */
export function jsonOf(exchange: Exchange): Json | undefined {
  const text = exchange.response?.body.text ?? ''
  try {
    return levelsOf(text) > MOST_LEVELS ? undefined : objectIn(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Depth of nesting of a JSON text; brackets within strings do not count. */
function levelsOf(text: string): number {
  let level = 0
  let deepest = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++level)
    else if (token === ']' || token === '}') level--
  }
  return deepest
}

/**
 * Whether a YAML text nests more than we look through: brackets, lists within lists on one line, or indentation. The parser calls
 * itself for each level, and some thousands of them end the whole process, not only the call.
 */
function isTooDeep(text: string): boolean {
  let level = 0
  let onLine = 0
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') level++
    else if (token === ']' || token === '}') level = Math.max(0, level - 1)
    else if (token === '-' || token === '?') onLine++
    else if (/^\r?\n$/.test(token)) onLine = 0
    else if (/^ +$/.test(token) && token.length > 2 * MOST_LEVELS) return true
    if (level > MOST_LEVELS || onLine > MOST_LEVELS) return true
  }
  return false
}

/** The answer's body as an object written in JSON or YAML; undefined for anything else, and for what is nested too deep. */
export function jsonOrYamlOf(exchange: Exchange): Json | undefined {
  const asJson = jsonOf(exchange)
  if (asJson) return asJson
  const text = exchange.response?.body.text ?? ''
  try {
    // A line and column for each of many thousand errors would take minutes.
    return isTooDeep(text)
      ? undefined
      : objectIn(parse(text, { maxAliasCount: 100, logLevel: 'error', prettyErrors: false }))
  } catch {
    return undefined
  }
}

export const objectIn = (value: unknown): Json | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : undefined
export const listIn = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? (value as unknown[]).map(objectIn).filter(item => item !== undefined) : []
export const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
export const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? (value as unknown[]).filter(item => typeof item === 'string') : []

import { parse } from 'yaml'
import type { Exchange } from '../check.ts'

export type Json = { readonly [key: string]: unknown }

/** The answer's body as a JSON object; undefined for anything else. */
export function jsonOf(exchange: Exchange): Json | undefined {
  try {
    return objectIn(JSON.parse(exchange.response?.body.text ?? ''))
  } catch {
    return undefined
  }
}

/** The answer's body as an object written in JSON or YAML. */
export function jsonOrYamlOf(exchange: Exchange): Json | undefined {
  const asJson = jsonOf(exchange)
  if (asJson) return asJson
  try {
    return objectIn(parse(exchange.response?.body.text ?? '', { maxAliasCount: 100 }))
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

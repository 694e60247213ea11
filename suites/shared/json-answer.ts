/** Answers that ought to be JSON documents, as values. */
import type { Exchange } from '../../runner/check.ts'

export type JsonObject = { readonly [member: string]: unknown }

/** The body as a JSON object; undefined for anything else. */
export function jsonObjectIn(exchange: Exchange): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(exchange.response?.body.text ?? '')
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}

/** The strings of a list; none for anything else. */
export const stringsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(item => typeof item === 'string') : []

/** Whether the answer calls itself JSON: `application/json` or any `+json` (RFC 6839, 3.1), parameters aside. */
export const saysJson = ({ response }: Exchange): boolean =>
  /^\s*application\/(json|[\w!#$&^.+-]+\+json)\s*(;|$)/i.test(response?.headers['content-type'] ?? '')

/** Whether a member is an absolute https address. */
export const isHttps = (value: unknown): value is string =>
  typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:'

/** A header's comma-separated directives, lower case. */
export const directivesOf = (field: string | undefined): readonly string[] =>
  (field ?? '').split(',').map(part => part.trim().toLowerCase())

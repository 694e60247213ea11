import type { Exchange } from '../../runner/check.ts'

/** Every Strict-Transport-Security field of an answer, in the order sent. */
export const stsFieldsOf = ({ response }: Exchange): readonly string[] =>
  (response?.rawHeaders ?? []).flatMap(([name, value]) =>
    name.toLowerCase() === 'strict-transport-security' ? [value] : [],
  )

export interface Hsts {
  /** Seconds; undefined when the directive is missing or is no number. */
  readonly maxAge?: number
  readonly includeSubDomains: boolean
  readonly preload: boolean
  /** The first thing that breaks the grammar, in words. */
  readonly fault?: string
}

/**
 * A Strict-Transport-Security value (RFC 6797, 6.1): directives between semicolons, none of them twice, max-age a number of
 * seconds, quoted or not. A comma in place of a semicolon, as GOV.UK's sample once had it, is a fault; what was meant is read all
 * the same, so that a judge may tell the slip from a missing promise.
 */
export function readHsts(value: string): Hsts {
  const parts = value.split(/[;,]/).map(part => part.trim())
  const directives = new Map<string, string | undefined>()
  let fault = value.includes(',') ? 'a comma stands between directives' : undefined
  for (const part of parts.filter(Boolean)) {
    const [name = '', ...words] = part.split('=')
    const key = name.trim().toLowerCase()
    if (directives.has(key)) fault ??= `${key} stands twice`
    else
      directives.set(
        key,
        words.length > 0
          ? words
              .join('=')
              .trim()
              .replace(/^"(.*)"$/, '$1')
          : undefined,
      )
  }
  const age = directives.get('max-age')
  if (age === undefined) fault ??= 'max-age is missing'
  else if (!/^\d+$/.test(age)) fault ??= 'max-age is no number'
  if (directives.get('includesubdomains') !== undefined) fault ??= 'includeSubDomains has a value'
  return {
    ...(age !== undefined && /^\d+$/.test(age) && { maxAge: Number(age) }),
    includeSubDomains: directives.has('includesubdomains'),
    preload: directives.has('preload'),
    ...(fault !== undefined && { fault }),
  }
}

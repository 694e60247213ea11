/**
 * The page is printable ASCII and line feeds, so that no mail gateway or editor can re-encode it into something else. What
 * is not ASCII becomes a character reference; what would hide or reorder text is made visible.
 */

/** Controls become their pictures (U+24xx), and marks that hide or reorder text their code point in brackets. */
export function visible(text: string): string {
  return text
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/\r\n/g, '\n')
    .replace(/[\x00-\x09\x0b-\x1f]/g, char => String.fromCodePoint(0x2400 + (char.codePointAt(0) ?? 0)))
    .replace(/\x7f/g, '\u2421')
    .replace(
      /[\x80-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
      char => `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
}

/** HTML whose text may hold any character, as ASCII: everything past `~` becomes a character reference. */
export function asciiHtml(html: string): string {
  // Most of a page is printable ASCII already, and is not looked at twice.
  return html.replace(/\r\n|[^\n\r -~]+|\r/gu, odd =>
    visible(odd).replace(/[^\n -~]/gu, char => `&#x${(char.codePointAt(0) ?? 0xfffd).toString(16)};`),
  )
}

/** Compact JSON that is ASCII and can stand inside a script element: `<` and everything past `~` escaped. */
export function asciiJson(value: unknown): string {
  // Evidence is full of `<`, and a replacement by a fixed text takes a tenth of the time of one by a function.
  return escaped(JSON.stringify(value))
}

const escaped = (json: string): string => {
  const safe = json.includes('<') ? json.replaceAll('<', '\\u003c') : json
  return /[\x7f-\uffff]/.test(safe)
    ? safe.replace(/[\x7f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : safe
}

/** Members and items above this depth are looked at one by one: a record's lists are long, and its items short. */
const DEPTH = 2

/**
 * Whether `text` is exactly `asciiJson(value)`, for a value that was read from JSON. Item by item, so that one character past `~` in a
 * record of megabytes does not make a string of twice the size of all of it.
 */
export function isAsciiJson(text: string, value: unknown): boolean {
  return endOf(text, 0, value, DEPTH) === text.length
}

/** Where the JSON of `value` ends, if it stands in `text` at `at`; -1 if not. */
function endOf(text: string, at: number, value: unknown, depth: number): number {
  if (depth === 0 || typeof value !== 'object' || value === null) return past(text, at, asciiJson(value))
  let end = past(text, at, Array.isArray(value) ? '[' : '{')
  let first = true
  for (const name of Object.keys(value)) {
    if (!first) end = past(text, end, ',')
    first = false
    if (!Array.isArray(value)) end = past(text, end, `${asciiJson(name)}:`)
    if (end < 0) return -1
    end = endOf(text, end, (value as Readonly<Record<string, unknown>>)[name], depth - 1)
  }
  return past(text, end, Array.isArray(value) ? ']' : '}')
}

/** A slice shares the text it is of, and is compared at once. */
const past = (text: string, at: number, piece: string): number =>
  at >= 0 && text.slice(at, at + piece.length) === piece ? at + piece.length : -1

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
  return visible(html).replace(/[^\n -~]/gu, char => `&#x${(char.codePointAt(0) ?? 0xfffd).toString(16)};`)
}

/** Compact JSON that is ASCII and can stand inside a script element: `<` and everything past `~` escaped. */
export function asciiJson(value: unknown): string {
  // Evidence is full of `<`, and a replacement by a fixed text takes a tenth of the time of one by a function.
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replace(/[\x7f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A stretch of a text: words, or code that the text sets between backticks. */
export interface Stretch {
  readonly text: string
  readonly code: boolean
}

/** The stretches of a fix in their order; none for an empty text. A backtick without a partner is itself. */
export function marked(text: string): readonly Stretch[] {
  return text
    .split(/(`[^`]+`)/)
    .filter(part => part !== '')
    .map(part => (/^`[^`]+`$/.test(part) ? { text: part.slice(1, -1), code: true } : { text: part, code: false }))
}

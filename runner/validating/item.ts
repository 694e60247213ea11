/** Where a resource came from: a file or `-` for standard input, and the line in a file of lines. */
export interface Place {
  readonly file: string
  readonly line?: number
}

export const placeText = ({ file, line }: Place): string => (line === undefined ? file : `${file}:${line}`)

/** One resource to be validated, or why there is none at this place. */
export interface Item {
  readonly place: Place
  /** As parsed from JSON; absent when it could not be. */
  readonly resource?: unknown
  /** Characters of its text, for a bound on what waits. */
  readonly size: number
  /** The text is no JSON: an error of the resource. */
  readonly broken?: string
  /** It was not looked at, and not for a fault of its own: XML, too large. */
  readonly leftOut?: string
  /** Worth a warning, such as a byte order mark. */
  readonly notes: readonly string[]
}

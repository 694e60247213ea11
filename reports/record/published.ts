/** What a published copy says of the report that it was made from, and of what it leaves out. */
export interface Published {
  /** sha256 of the full report's page without its seals: its identity, whoever counter-signs it. */
  readonly of: string
  /** Salted digests of what was left out, in the order of the full record; each can be disclosed alone. */
  readonly withheld: {
    readonly observations: readonly string[]
    readonly assertions: readonly string[]
  }
}

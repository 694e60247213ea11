/** What a reader of a page tells beside its lists: the names of those that the page goes on with. */
export interface Cut {
  readonly cut: readonly string[]
}

/** The origin that a word on the command line names, with nothing after it; undefined for any other word. */
export function bareOrigin(word: string, schemes: readonly string[] = ['https:']): string | undefined {
  const url = URL.canParse(word) ? new URL(word) : undefined
  return url && schemes.includes(url.protocol) && url.pathname === '/' && !url.search ? url.origin : undefined
}

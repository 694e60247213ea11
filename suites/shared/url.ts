/**
 * An address as a product wrote it; undefined for what is none. `URL.canParse` is no safe question before `new URL`: once Node 20 has
 * compiled its caller, it takes the bytes of a Latin-1 string for UTF-8 and may call good what the constructor throws at.
 */
export function urlOf(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base)
  } catch {
    return undefined
  }
}

/** Why a visit came to nothing, in words that a judge can key on. */
export interface Failure {
  readonly code: string
  readonly message: string
}

/** Turns what Playwright threw into a code and one line: `ERR_CERT_AUTHORITY_INVALID`, `download`, `gone`, `trouble`. */
export function failureOf(error: unknown): Failure {
  const text = error instanceof Error ? error.message : String(error)
  const message = (text.split('\n', 1)[0] ?? '').slice(0, 300)
  const net = /net::(ERR_[A-Z0-9_]+)/.exec(text)?.[1]
  if (/Download is starting/.test(text)) return { code: 'download', message: 'the address gives a file, not a page' }
  if (net) return { code: net, message }
  if (/has been closed|disconnected|crashed/i.test(text)) return { code: 'gone', message }
  return { code: 'trouble', message }
}

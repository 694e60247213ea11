import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls'

const MOST_KEPT = 64
const kept = new Map<string, SecureContext>()

/**
 * A TLS context for these options. Reading 140 roots takes tens of milliseconds and the same few contexts are wanted again and
 * again, so the latest are kept; they hold no state of a connection.
 */
export function contextFor(options: SecureContextOptions): SecureContext {
  const key = JSON.stringify(options)
  const context = kept.get(key) ?? createSecureContext(options)
  kept.delete(key)
  kept.set(key, context)
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  return context
}

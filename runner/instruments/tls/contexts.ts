import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls'

const MOST_KEPT = 64
const kept = new Map<string, SecureContext>()

const rootsKeys = new WeakMap<object, string>()
let lists = 0

/** Lists of roots are told apart by identity (`trustedRoots` hands out the same one for the same private roots): they are long. */
function rootsKey(ca: SecureContextOptions['ca']): string {
  if (typeof ca !== 'object' || ca === null) return ca ?? ''
  const key = rootsKeys.get(ca) ?? `list ${++lists}`
  rootsKeys.set(ca, key)
  return key
}

/**
 * A TLS context for these options. Reading 140 roots takes tens of milliseconds and the same few contexts are wanted again and
 * again, so the latest are kept; they hold no state of a connection.
 */
export function contextFor(options: SecureContextOptions): SecureContext {
  const { ca, ...rest } = options
  const key = `${JSON.stringify(rest)} ${rootsKey(ca)}`
  const context = kept.get(key) ?? createSecureContext(options)
  kept.delete(key)
  kept.set(key, context)
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  return context
}

import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls'
import { extraRoots, trustedRoots } from './trust.ts'

/** Roots besides those of Node. PEM; a text may hold several. */
export interface Roots {
  readonly besides?: readonly string[] | undefined
}

const MOST_KEPT = 64
const kept = new Map<string, SecureContext>()

/**
 * A TLS context for these options and roots. The same few are wanted again and again, so the latest are kept; they hold no state of
 * a connection.
 */
export function contextFor(options: Omit<SecureContextOptions, 'ca'>, roots: Roots = {}): SecureContext {
  const key = JSON.stringify([options, roots])
  const context = kept.get(key) ?? newContext(options, roots)
  kept.delete(key)
  kept.set(key, context)
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  return context
}

/**
 * What the option `ca` names stands in for Node's own roots, so that they would have to be named too, and Node would read all 140 of
 * them again, which takes thirty times as long as adding to its own. Where a Node lacks the handle, that way is left.
 */
function newContext(options: SecureContextOptions, { besides = [] }: Roots): SecureContext {
  const made = createSecureContext(options)
  if (besides.length === 0) return made
  const handle = made.context as { addCACert?: (pem: string) => void }
  if (!handle.addCACert) return createSecureContext({ ...options, ca: trustedRoots(besides) })
  // A context with additions has a list of its own, without what NODE_EXTRA_CA_CERTS added to the common one (Node 20).
  for (const pem of [...extraRoots(), ...besides]) handle.addCACert(pem)
  return made
}

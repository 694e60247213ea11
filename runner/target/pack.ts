/** A target as plain JSON with its secrets revealed, to cross into a worker thread, and back. Never written anywhere. */
import { Secret, type Target } from './model.ts'

export type PackedTarget = { readonly packed: string }

interface PackedSecret {
  readonly $secret: readonly [name: string, source: string, value: string]
}

export function packTarget(target: Target): PackedTarget {
  const pack = (value: unknown): unknown => {
    if (value instanceof Secret) return { $secret: [value.name, value.source, value.reveal()] } satisfies PackedSecret
    if (Array.isArray(value)) return value.map(pack)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]))
  }
  return { packed: JSON.stringify(pack(target)) }
}

export function unpackTarget({ packed }: PackedTarget): Target {
  return JSON.parse(packed, (_key, value: unknown) => {
    const secret = (value as PackedSecret | null)?.$secret
    return Array.isArray(secret) ? new Secret(...(secret as PackedSecret['$secret'])) : value
  }) as Target
}

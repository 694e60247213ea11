const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The resource without the profiles that it, and what it holds, claims in meta.profile: what is left is judged by the definitions of R4
 * alone. No place in it moves.
 */
export function withoutClaims(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutClaims)
  if (!isObject(value)) return value
  const { meta } = value
  const isClaiming = typeof value['resourceType'] === 'string' && isObject(meta) && 'profile' in meta
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (name !== 'meta' || !isClaiming) return [[name, withoutClaims(member)]]
      const { profile: _, _profile: __, ...rest } = meta
      // An element with nothing in it is an error of its own.
      return Object.keys(rest).length > 0 ? [[name, rest]] : []
    }),
  )
}

/** Whether it, or what it holds, claims a profile. */
export const claimsProfile = (value: unknown): boolean => JSON.stringify(value) !== JSON.stringify(withoutClaims(value))

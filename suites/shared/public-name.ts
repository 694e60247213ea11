/** Names of the public DNS. */

/** Never in the public DNS, or numbers (RFC 6761; RFC 6762). */
const privateName = /(^|\.)(localhost|local|test|invalid|internal|home\.arpa)$|^[\d.]+$|^\[|:|^[^.]*$/

export const isPublicName = (name: string): boolean => !privateName.test(name)

/** A name with those above it, down to two labels. */
export function upwards(name: string): readonly string[] {
  const labels = name.split('.')
  return labels.slice(0, -1).map((_, place) => labels.slice(place).join('.'))
}

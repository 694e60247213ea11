/** JSON as it is read, and how two pieces of it compare. */
export type Json = { readonly [key: string]: unknown }

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]

export const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'an array' : `of type ${typeof value}`

/** Equal whatever the order of keys. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (Array.isArray(left))
    return Array.isArray(right) && left.length === right.length && left.every((item, at) => isEqual(item, right[at]))
  if (!isObject(left) || !isObject(right)) return false
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every(key => isEqual(left[key], right[key]))
}

/** Whether everything in the pattern is in the value too (profiling.html#pattern). */
export function hasPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.every(part => listOf(value).some(item => hasPattern(item, part)))
  if (isObject(pattern))
    return isObject(value) && Object.keys(pattern).every(key => hasPattern(value[key], pattern[key]))
  return value === pattern
}

/** A value for a message: short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 79)}\u2026` : text
}

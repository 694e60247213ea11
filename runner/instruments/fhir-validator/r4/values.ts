import { hasPattern, isEqual, shown } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'
import type { Node } from './tree.ts'

/** What an element's definition says of the value itself: fixed, pattern, range, length. */
export function checkValue(value: unknown, node: Node, path: string, { report }: Scope): void {
  const { fixed, pattern, least, most, maxLength } = node
  if (fixed !== undefined && !isEqual(value, fixed))
    report.add(broken.fixed, path, `${path} is ${shown(value)}; it must be ${shown(fixed)}`)
  if (pattern !== undefined && !hasPattern(value, pattern))
    report.add(broken.pattern, path, `${path} is ${shown(value)}; it must have ${shown(pattern)}`)
  if (isBelow(value, least)) report.add(broken.range, path, `${path} is ${value}; it must be at least ${least}`)
  if (isBelow(most, value)) report.add(broken.range, path, `${path} is ${value}; it must be at most ${most}`)
  if (maxLength !== undefined && typeof value === 'string' && value.length > maxLength)
    report.add(broken.tooLong, path, `${path} has ${value.length} characters; it may have ${maxLength}`)
}

/** Numbers, and dates of equal precision; others have no order that text shows. */
function isBelow(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right
  return (
    typeof left === 'string' &&
    typeof right === 'string' &&
    /^\d{4}/.test(left) &&
    left.length === right.length &&
    left < right
  )
}

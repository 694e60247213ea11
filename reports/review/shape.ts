const DEEPEST = 3

/**
 * The shape of a JSON body: names of its members to a depth of three, in code-point order, lists as their first item, `resourceType`
 * with its value. Undefined for what is no JSON object or list, and for a body that is not at hand.
 */
export function shapeOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? said(value, 0) : undefined
  } catch {
    return undefined
  }
}

function said(value: unknown, depth: number): string {
  if (Array.isArray(value)) return `[${value.length > 0 ? said(value[0], depth) : ''}]`
  if (typeof value !== 'object' || value === null) return ''
  if (depth === DEEPEST) return '{}'
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => (name === 'resourceType' ? `${name}=${String(inner)}` : `${name}${said(inner, depth + 1)}`))
  return `{${members.join(' ')}}`
}

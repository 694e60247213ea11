import { type Json, listOf } from './json.ts'
import type { Fields } from './model.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'

/** How often each element is there, against how often it must and may be; a choice is made once. */
export function checkCount(value: Json, { counted }: Fields, path: string, { report }: Scope): void {
  for (const { node, names } of counted) {
    const made = names.filter(name => name in value || `_${name}` in value)
    if (made.length > 1)
      report.add(broken.choice, `${path}.${node.name}`, `${made.join(' and ')} are there; only one may be`)
    const count = made.reduce((sum, name) => sum + Math.max(size(value[name]), size(value[`_${name}`])), 0)
    const at = `${path}.${node.name}`
    if (count < node.min) {
      const found = count === 0 ? `has no ${node.name}; it needs` : `has ${count} of ${node.name}; it needs at least`
      report.add(broken.missing, at, `${path} ${found} ${node.min === 1 ? 'one' : node.min}`)
    }
    if (count > node.max)
      report.add(broken.tooMany, at, `${path} has ${count} of ${node.name}; it may have ${node.max || 'none'}`)
  }
}

/** An empty array holds nothing, a null keeps a place. */
const size = (value: unknown): number => (Array.isArray(value) ? value.length : listOf(value).length)

import type { Json } from './json.ts'
import type { Fields } from './model.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'

/** How often each element is there, against how often it must and may be; a choice is made once. */
export function checkCount(value: Json, { counted }: Fields, path: string, { report }: Scope): void {
  for (const { node, names } of counted) {
    let count = 0
    let made = 0
    for (const { name, aside } of names) {
      const main = value[name]
      const beside = value[aside]
      if (main === undefined && beside === undefined) continue
      made++
      count += Math.max(size(main), size(beside))
    }
    if (made > 1) {
      const which = names.filter(({ name, aside }) => name in value || aside in value).map(({ name }) => name)
      report.add(broken.choice, `${path}.${node.name}`, `${which.join(' and ')} are there; only one may be`)
    }
    if (count >= node.min && count <= node.max) continue
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
const size = (value: unknown): number =>
  Array.isArray(value) ? value.length : value === undefined || value === null ? 0 : 1

import { matches } from './discriminators.ts'
import type { Json } from './json.ts'
import { listOf } from './json.ts'
import { capital, type Field } from './model.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'
import type { Node } from './tree.ts'

interface Item {
  readonly value: unknown
  readonly name: string
  readonly path: string
}

/** Sorts the values of a sliced element into its slices, judges each by its slice, and counts them (profiling.html#slicing). */
export function checkSlices(
  holder: Json,
  { node, names }: { readonly node: Node; readonly names: readonly string[] },
  path: string,
  scope: Scope,
  walkItem: (value: unknown, field: Field, path: string, scope: Scope) => void,
): void {
  const { report } = scope
  const { discriminator = [], rules } = node.slicing ?? {}
  const at = `${path}.${node.name}`
  const slices = [...node.slices].filter(([name]) => !name.includes('/'))
  if (slices.length < node.slices.size) report.skip(`slices of slices at ${node.path}`)
  if (discriminator.length === 0) {
    report.skip(`slicing of ${node.path}`)
    return
  }

  const counts = new Map<string, number>()
  let isUnsure = false
  for (const item of itemsOf(holder, names, path)) {
    const verdicts = slices.map(([name, slice]) => {
      const each = discriminator.map(one => matches(item.value, item.name, slice, one, scope))
      return { name, slice, verdict: each.includes(false) ? false : each.includes(undefined) ? undefined : true }
    })
    const hit = verdicts.find(({ verdict }) => verdict)
    const unsure = !hit && verdicts.some(({ verdict }) => verdict === undefined)
    if (unsure) isUnsure = true
    if (hit) {
      counts.set(hit.name, (counts.get(hit.name) ?? 0) + 1)
      const type = hit.slice.types.find(({ code }) => item.name.endsWith(capital(code)))
      walkItem(item.value, { node: hit.slice, ...(type && node.name.endsWith('[x]') && { type }) }, item.path, scope)
    } else if (rules === 'closed' && !unsure)
      report.add(
        broken.slice,
        item.path,
        `${item.path} is of none of the slices of ${node.path}, and no other may be there`,
      )
  }
  if (isUnsure) {
    report.skip(`slicing of ${node.path}`)
    return
  }

  for (const [name, slice] of slices) {
    const count = counts.get(name) ?? 0
    if (count < slice.min)
      report.add(
        { ...broken.slice, code: 'required' },
        at,
        `${at} has ${count} of the slice ${name}; it needs ${slice.min}`,
      )
    if (count > slice.max)
      report.add(broken.slice, at, `${at} has ${count} of the slice ${name}; it may have ${slice.max || 'none'}`)
  }
}

const itemsOf = (holder: Json, names: readonly string[], path: string): readonly Item[] =>
  names.flatMap(name => {
    const value = holder[name]
    const at = `${path}.${name}`
    return listOf(value)
      .map((one, place) => ({ value: one, name, path: Array.isArray(value) ? `${at}[${place}]` : at }))
      .filter(item => item.value !== null)
  })

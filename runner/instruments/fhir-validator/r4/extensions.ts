import type { StructureDefinition } from 'fhir/r4.js'
import type { Json } from './json.ts'
import type { Field } from './model.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'
import type { Node } from './tree.ts'
import type { walkObject } from './walk.ts'

/** Judges an extension by its definition, and whether it may stand where it does; one that is not at hand is named. */
export function checkExtension(value: Json, path: string, scope: Scope, walk: typeof walkObject): void {
  const { model, report } = scope
  const { url } = value
  // The parts of an extension have names, which its own definition judges.
  if (typeof url !== 'string' || !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(url)) return
  const structure = model.structure(url)
  if (structure?.type !== 'Extension') {
    report.skip(`extension ${url}`)
    return
  }

  if (!mayStand(structure, path, scope))
    report.add(broken.placement, path, `${url} may not stand at ${path.replace(/\.(modifierE|e)xtension\[\d+\]$/, '')}`)
  walk(value, model.tree(structure), model.typeTree('Extension'), path, scope)
}

/** Whether one of the contexts of an extension is where it stands (defining-extensions.html#context). */
function mayStand({ context }: StructureDefinition, path: string, scope: Scope): boolean {
  const places = placesOf(path, scope)
  return (context ?? []).every(({ type }) => type === 'element')
    ? (context ?? []).some(({ expression }) => places.has(expression))
    : true
}

/** The ways to name the element that holds what stands at a path: by its path, and by its types. */
function placesOf(path: string, { model, resource, at }: Scope): ReadonlySet<string> {
  const type = String(resource['resourceType'])
  const inside = path
    .slice(at.length + 1)
    .replace(/\[\d+\]/g, '')
    .split('.')
    .slice(0, -1)
  const places = new Set<string>([inside.length === 0 ? type : [type, ...inside].join('.')])
  let node = model.typeTree(type)
  let code: string | undefined = type
  if (inside.length === 0) for (const one of ['Resource', 'DomainResource', 'Element']) places.add(one)
  // The extensions pack names the resources that have an address of their own by a word of R5.
  if (inside.length === 0 && node?.children.has('url'))
    for (const one of ['CanonicalResource', 'MetadataResource']) places.add(one)
  for (const [place, name] of inside.entries()) {
    const base: Node | undefined = code === undefined ? undefined : model.typeTree(code)
    const field: Field | undefined = node && model.fields(node, base).byName.get(name)
    if (!field) break
    const isLast = place === inside.length - 1
    code = (field.type ?? field.node.types[0])?.code
    if (isLast)
      for (const one of [field.node.path, field.node.same?.()?.path, code, 'Element']) if (one) places.add(one)
    // Names of a choice stand for the choice too.
    if (isLast && field.node.name.endsWith('[x]')) places.add([type, ...inside.slice(0, -1), field.node.name].join('.'))
    node = field.node.same?.() ?? field.node
  }
  return places
}

import { isObject, type Json, listOf } from './json.ts'
import { broken, Report } from './report.ts'
import type { Scope } from './scope.ts'
import type { Node, TypeRef } from './tree.ts'
import type { walkObject } from './walk.ts'

/** The profiles that a resource claims to follow. */
export function claimedProfiles({ meta }: Json): readonly string[] {
  return isObject(meta) ? listOf(meta['profile']).filter(url => typeof url === 'string') : []
}

/** The tree of one profile on a type. Base definitions are judged by in any case. */
export function profileTree(url: string, type: string, path: string, { model, report }: Scope): Node | undefined {
  const structure = model.structure(url)
  if (!structure) report.skip(`profile ${url}`)
  else if (structure.type !== type)
    report.add(broken.profile, path, `${path} is a ${type}; ${url} is a profile on ${structure.type}`)
  else if (structure.derivation === 'constraint') return model.tree(structure)
  return undefined
}

/** Judges a value by the profiles that its element asks for: by the one, or by any of several. */
export function walkTypeProfiles(
  value: Json,
  type: TypeRef,
  path: string,
  scope: Scope,
  walk: typeof walkObject,
): void {
  const { model, report } = scope
  // An extension is judged by its own address (extensions.ts).
  if (type.profiles.length === 0 || type.code === 'Extension') return
  const found = type.profiles.map(url => ({ url, structure: model.structure(url) }))
  const missing = found.filter(({ structure }) => structure === undefined)
  for (const { url } of missing) report.skip(`profile ${url}`)
  const trees = found.flatMap(({ structure }) =>
    structure?.derivation === 'constraint' ? [model.tree(structure)] : [],
  )
  const base = model.typeTree(type.code)
  const [only] = trees
  if (trees.length === 1 && missing.length === 0 && only) {
    walk(value, only, base, path, scope)
    return
  }

  const tried = trees.map(tree => {
    const trial = new Report()
    walk(value, tree, base, path, { ...scope, report: trial })
    return trial
  })
  const good = tried.find(({ failed }) => !failed)
  if (good) report.join(good)
  else if (tried.length > 0 && missing.length === 0)
    report.add(broken.profile, path, `${path} follows none of the profiles ${type.profiles.join(', ')}`)
}

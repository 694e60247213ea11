import { addressFault } from './addresses.ts'
import { checkAttachment } from './attachments.ts'
import { checkBinding } from './bindings.ts'
import { checkBundle } from './bundle.ts'
import { checkCoded, checkIdentifier } from './codes.ts'
import { checkCount } from './count.ts'
import { checkDefinitional } from './definitional.ts'
import { checkExtension } from './extensions.ts'
import { checkIds } from './identity.ts'
import { checkConstraints } from './invariants.ts'
import { isObject, type Json, kindOf, listOf } from './json.ts'
import type { Field } from './model.ts'
import { faultOf } from './primitives.ts'
import { claimedProfiles, profileTree, walkTypeProfiles } from './profiles.ts'
import { checkReference, referenceFault } from './references.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'
import { checkSlices } from './slicing.ts'
import type { Node, TypeRef } from './tree.ts'
import { checkValue } from './values.ts'
import { vitalSignsProfiles } from './vital-signs.ts'

const addresses = new Set(['uri', 'url', 'canonical'])

/** Judges a resource, and all that is in it, by the definition of its type and by the profiles that it claims. */
export function walkResource(
  value: unknown,
  path: string,
  outer: Pick<Scope, 'model' | 'report'> & Partial<Scope>,
  profiles: readonly string[] = [],
): void {
  const type = isObject(value) ? value['resourceType'] : undefined
  const structure = typeof type === 'string' ? outer.model.base(type) : undefined
  if (!isObject(value) || structure?.kind !== 'resource' || structure.abstract) {
    outer.report.add(
      broken.unknownResource,
      path || 'resource',
      `resourceType is ${JSON.stringify(type) ?? 'absent'}; R4 has no such resource`,
    )
    return
  }

  const at = path || structure.type
  const scope: Scope = { ...outer, resource: value, root: outer.root ?? value, at }
  walkObject(value, outer.model.tree(structure), undefined, at, scope)
  checkIds(value, at, scope)
  if (structure.type === 'Bundle') checkBundle(value, at, scope)
  checkDefinitional(value, at, scope)
  for (const url of new Set([...claimedProfiles(value), ...vitalSignsProfiles(value), ...profiles])) {
    const profile = profileTree(url, structure.type, at, scope)
    if (profile) walkObject(value, profile, undefined, at, scope)
  }
}

/** Judges an object by an element's definition and, for what that leaves open, by its type's. */
export function walkObject(value: unknown, node: Node, type: Node | undefined, path: string, scope: Scope): void {
  const { model, report } = scope
  if (!isObject(value)) {
    report.add(broken.wrongType, path, `${path} is ${kindOf(value)}; it must be an object`)
    return
  }

  const keys = Object.keys(value)
  if (keys.length === 0) {
    report.add(broken.empty, path, `${path} is an empty object; leave it out instead`)
    return
  }

  const fields = model.fields(node, type)
  const isResource = !node.path.includes('.') && model.kind(node.path) === 'resource'
  for (const key of keys) {
    if (key === 'resourceType' && isResource) continue
    const aside = key.startsWith('_')
    const field = fields.byName.get(aside ? key.slice(1) : key)
    if (!field || (aside && !isPrimitive(typeCode(field), scope)))
      report.add(broken.unknownElement, `${path}.${key}`, `${path}.${key} is not an element of ${whose(node, scope)}`)
    else if (aside) walkAside(value, key, field, path, scope)
    else walkField(value, key, field, path, scope)
  }
  checkCount(value, fields, path, scope)
  for (const sliced of fields.sliced) checkSlices(value, sliced, path, scope, walkItem)
  checkConstraints(value, node, type, path, scope)
}

const whose = (node: Node, { resource }: Scope) =>
  node.path.includes('.') ? node.path : `${resource['resourceType'] ?? node.path}`
const typeCode = ({ node, type }: Field) => (type ?? node.types[0])?.code
const isPrimitive = (code: string | undefined, { model }: Scope) =>
  code !== undefined && model.kind(code) === 'primitive-type'

/** What stands beside a primitive: its id and extensions (json.html#primitive). */
function walkAside(holder: Json, key: string, { node }: Field, path: string, scope: Scope): void {
  const element = scope.model.typeTree('Element')
  const main = listOf(holder[key.slice(1)])
  const value = holder[key]
  const at = `${path}.${key.slice(1)}`
  if (Array.isArray(value) && value.length === 0)
    scope.report.add(broken.empty, at, `${key} is an empty array; leave it out instead`)
  if (Array.isArray(value) !== node.many)
    scope.report.add(
      broken.wrongType,
      at,
      `${path}.${key} must be ${node.many ? 'an array' : 'one object, not an array'}`,
    )
  for (const [place, item] of (Array.isArray(value) ? value : [value]).entries()) {
    const alone = main[place] === undefined || main[place] === null
    if (item === null && Array.isArray(value)) {
      if (alone)
        scope.report.add(broken.wrongType, `${at}[${place}]`, `${at}[${place}] has neither a value nor an extension`)
      continue
    }
    const here = Array.isArray(value) ? `${at}[${place}]` : at
    walkObject(item, node, element, here, scope)
    if (alone && node.binding?.strength === 'required')
      scope.report.add(broken.binding, here, `${here} has no code; it needs one of ${node.binding.valueSet}`)
    if (alone && isObject(item) && !('extension' in item))
      scope.report.add({ code: 'invariant', rule: 'ele-1' }, here, `${here} has neither a value nor an extension`)
  }
}

function walkField(holder: Json, key: string, field: Field, path: string, scope: Scope): void {
  const { report } = scope
  const value = holder[key]
  const at = `${path}.${key}`
  const { many } = field.node
  if (value === null) {
    report.add(broken.wrongType, at, `${at} is null; leave it out instead`)
    return
  }

  if (!Array.isArray(value)) {
    if (many) report.add(broken.wrongType, at, `${at} is ${kindOf(value)}; it must be an array`)
    walkItem(value, field, at, scope)
    return
  }
  if (!many) report.add(broken.wrongType, at, `${at} is an array; it must be one ${typeCode(field) ?? 'object'}`)
  if (value.length === 0) report.add(broken.empty, at, `${key} is an empty array; leave it out instead`)
  const aside = listOf(holder[`_${key}`])
  for (const [place, item] of value.entries()) {
    const here = `${at}[${place}]`
    // A null keeps the place of an element that has only an extension.
    if (item !== null) walkItem(item, field, here, scope)
    else if (!isObject(aside[place])) report.add(broken.wrongType, here, `${here} is null; leave it out instead`)
  }
}

/** Judges one value of an element, whatever its type. */
export function walkItem(value: unknown, field: Field, path: string, scope: Scope): void {
  const { model } = scope
  const { node } = field
  const type = field.type ?? node.types[0]
  const code = type?.code
  const kind = code === undefined ? undefined : model.kind(code)
  const same = node.same?.()
  if (same) walkObject(value, same, model.typeTree(same.types[0]?.code ?? ''), path, scope)
  else if (kind === 'resource') walkInner(value, code ?? '', path, scope)
  else if (kind === 'primitive-type') walkPrimitive(value, code ?? '', node, path, scope)
  else walkComplex(value, node, type, path, scope)
  checkValue(value, node, path, scope)
  if (node.binding) checkBinding(value, node.binding, path, scope)
}

function walkComplex(value: unknown, node: Node, type: TypeRef | undefined, path: string, scope: Scope): void {
  if (isObject(value) && 'id' in value && Object.keys(value).length === 1)
    scope.report.add({ code: 'invariant', rule: 'ele-1' }, path, `${path} has an id only; it needs elements`)
  walkObject(value, node, type && scope.model.typeTree(type.code), path, scope)
  if (!isObject(value) || !type) return
  if (type.code === 'Reference') checkReference(value, type, path, scope)
  else if (type.code === 'Extension') checkExtension(value, path, scope, walkObject)
  else if (type.code === 'Attachment') checkAttachment(value, path, scope)
  else if (type.code === 'Identifier') checkIdentifier(value, path, scope)
  else checkCoded(value, type.code, path, scope)
  walkTypeProfiles(value, type, path, scope, walkObject)
}

function walkPrimitive(value: unknown, code: string, node: Node, path: string, scope: Scope): void {
  const fault = faultOf(value, code)
  if (fault) {
    const [kind, what] = fault
    scope.report.add(kind === 'type' ? broken.wrongType : broken.format, path, `${path} is wrong: ${what}`)
  }
  const more =
    referenceFault(value, node.path, scope.bundle !== undefined) ??
    (typeof value === 'string' && addresses.has(code) ? addressFault(value, code, node.path, scope) : undefined)
  if (more) scope.report.add(more.broken, path, `${path} ${more.what}`)
  checkConstraints(value, node, undefined, path, scope)
}

/** A resource inside another: contained ones share its root, those of bundles and parameters stand for themselves. */
function walkInner(value: unknown, wanted: string, path: string, scope: Scope): void {
  const { model, report } = scope
  const isContained = /\.contained\[\d+\]$/.test(path)
  if (isObject(value) && isContained && typeof value['id'] !== 'string')
    report.add(broken.containedId, path, `${path} has no id; what is contained needs one to be referred to`)
  if (isObject(value) && wanted !== 'Resource' && wanted !== 'DomainResource' && value['resourceType'] !== wanted)
    report.add(broken.wrongType, path, `${path} is a ${value['resourceType']}; it must be a ${wanted}`)
  const bundle = scope.root['resourceType'] === 'Bundle' ? scope.root : scope.bundle
  walkResource(value, path, { model, report, ...(bundle && { bundle }), ...(isContained && { root: scope.root }) })
}

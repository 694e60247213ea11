import { isObject, type Json, listOf } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'

/** What the text of R4 says of definitional resources, and no invariant. */
export function checkDefinitional(resource: Json, path: string, scope: Scope): void {
  if (resource['resourceType'] === 'ValueSet') checkValueSet(resource, path, scope)
  if (resource['resourceType'] === 'CodeSystem') checkCodeSystem(resource, path, scope)
  if (resource['resourceType'] === 'SearchParameter') checkSearchParameter(resource, path, scope)
  if (resource['resourceType'] === 'CapabilityStatement') checkStatement(resource, path, scope)
}

/** valueset.html: a system is an absolute address. */
function checkValueSet({ compose }: Json, path: string, { report }: Scope): void {
  for (const part of ['include', 'exclude'])
    for (const [place, one] of listOf(isObject(compose) ? compose[part] : undefined).entries()) {
      const system = isObject(one) ? one['system'] : undefined
      const at = `${path}.compose.${part}[${place}].system`
      if (typeof system === 'string' && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(system))
        report.add(broken.address, at, `${at} is ${system}; a system is an absolute address`)
    }
}

/** codesystem.html: a supplement says so, and properties are defined once. */
function checkCodeSystem({ supplements, content, property, concept }: Json, path: string, { report }: Scope): void {
  if (supplements !== undefined && content !== 'supplement')
    report.add(
      broken.definition,
      `${path}.content`,
      `${path}.content is ${content}; that of a supplement is supplement`,
    )
  const codes = listOf(property).map(one => (isObject(one) ? one['code'] : undefined))
  for (const [place, code] of codes.entries())
    if (codes.indexOf(code) < place)
      report.add(broken.definition, `${path}.property[${place}]`, `${path} defines the property ${code} twice`)
  const enter = (concepts: unknown, at: string): void => {
    for (const [place, one] of listOf(concepts).entries()) {
      if (!isObject(one)) continue
      for (const used of listOf(one['property']))
        if (isObject(used) && !codes.includes(used['code']) && !known.has(String(used['code'])))
          report.add(
            broken.definition,
            `${at}[${place}]`,
            `${at}[${place}] has the property ${used['code']}; it is not defined`,
          )
      enter(one['concept'], `${at}[${place}].concept`)
    }
  }
  enter(concept, `${path}.concept`)
}

/** Properties that are defined for all code systems (codesystem-concept-properties.html). */
const known = new Set([
  'inactive',
  'deprecated',
  'deprecationDate',
  'retirementDate',
  'notSelectable',
  'parent',
  'child',
  'status',
])

/** searchparameter.html: a composite has parts; what is derived from a parameter of R4 has its type and no base beyond its bases. */
function checkSearchParameter(
  { type, component, derivedFrom, base }: Json,
  path: string,
  { model, report }: Scope,
): void {
  if (type === 'composite' && listOf(component).length < 2)
    report.add(broken.definition, path, `${path} is composite; it needs at least two components`)
  const origin = typeof derivedFrom === 'string' ? model.searchParameter(derivedFrom) : undefined
  if (!origin) return
  if (origin.type !== type)
    report.add(broken.definition, `${path}.type`, `${path}.type is ${type}; what it is derived from has ${origin.type}`)
  for (const one of listOf(base))
    if (!origin.base.some(known => known === one || known === 'Resource' || known === 'DomainResource'))
      report.add(broken.definition, `${path}.base`, `${path}.base has ${one}; what it is derived from has not`)
}

/** capabilitystatement.html: a parameter has the type that its definition says. */
function checkStatement({ rest }: Json, path: string, { model, report }: Scope): void {
  for (const [place, server] of listOf(rest).entries())
    for (const [at, resource] of listOf(isObject(server) ? server['resource'] : undefined).entries())
      for (const [number, one] of listOf(isObject(resource) ? resource['searchParam'] : undefined).entries()) {
        const { definition, type } = isObject(one) ? one : {}
        const known = typeof definition === 'string' ? model.searchParameter(definition)?.type : undefined
        const here = `${path}.rest[${place}].resource[${at}].searchParam[${number}]`
        if (known !== undefined && known !== type)
          report.add(broken.definition, here, `${here}.type is ${type}; ${definition} has the type ${known}`)
      }
}

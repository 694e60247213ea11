// Writes the definitions that the embedded FHIR validator judges by: R4 4.0.1 and HL7's terminology as published on npm (CC0),
// stripped of what no rule reads, one resource a line, compressed. Run it only to change them: the file is committed.
//   node scripts/fhir-definitions.mjs
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { extract } from 'tar'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, 'runner', 'instruments', 'fhir-validator', 'r4', 'definitions.ndjson.br')

const CORE = {
  name: 'hl7.fhir.r4.examples',
  version: '4.0.1',
  integrity: 'sha512-DXBdIZOeQaSKIgCU7w6HOC7sw/6BzylmipLkBW4f//pT+Bc94x+8LImwTdvaNThPJoOzpBzvxAzNqjeu3X/zLw==',
}
const TERMINOLOGY = {
  name: 'hl7.terminology.r4',
  version: '7.0.1',
  integrity: 'sha512-UamZUcARk/TEaJb7X0hDyANmC7bCv0Jof0u0uGIOB2O9VQX0uV45Vf4EyONHM6Sejv6q7sXEAzKAQsgw1Cld3A==',
}
const EXTENSIONS = {
  name: 'hl7.fhir.uv.extensions.r4',
  version: '5.3.0-ballot-tc1',
  integrity: 'sha512-mhPmWj0dZvIC7JQLkqxT42/UpoIyYwFtSiIZbhX/ArfX96hR5oTqNvAUvMD+dMH45m4mGMQ19WyCZFpP1OLEbQ==',
}

/** The conformance resources of an npm package whose digest is the one known here. */
async function read({ name, version, integrity }, folder) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['pack', `${name}@${version}`, '--silent', '--ignore-scripts'], { cwd: folder })
  const file = join(folder, `${name}-${version}.tgz`)
  const digest = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
  if (digest !== integrity) throw new Error(`${name}@${version} has digest ${digest}; expected ${integrity}`)
  const cwd = join(folder, name)
  mkdirSync(cwd)
  await extract({ file, cwd })
  return readdirSync(join(cwd, 'package'))
    .filter(entry => /^(StructureDefinition|ValueSet|CodeSystem|SearchParameter)-.*\.json$/.test(entry))
    .sort()
    .map(entry => JSON.parse(readFileSync(join(cwd, 'package', entry), 'utf8')))
}

const pick = (from, names) =>
  Object.fromEntries(names.flatMap(name => (from[name] === undefined ? [] : [[name, from[name]]])))

const SYSTEM_TYPE = 'http://hl7.org/fhirpath/System.'
const FHIR_TYPE = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type'

/** The type as FHIR names it: `id` and `url` and the values of primitives are typed in FHIRPath's own names. */
function typeOf({ code, profile, targetProfile, extension }) {
  const own = extension?.find(({ url }) => url === FHIR_TYPE)
  const system = code.startsWith(SYSTEM_TYPE) ? code.slice(SYSTEM_TYPE.length).toLowerCase() : code
  return {
    code: own?.valueUrl ?? own?.valueUri ?? system,
    ...(profile && { profile }),
    ...(targetProfile && { targetProfile }),
  }
}

function element(from) {
  const values = Object.keys(from).filter(key => /^(fixed|pattern|minValue|maxValue)[A-Z]/.test(key))
  const base = from.base && from.base.max !== from.max ? { base: { max: from.base.max } } : {}
  // ele-1 is of every element, and is a rule of the walker.
  const constraint = from.constraint
    ?.filter(({ key }) => key !== 'ele-1')
    .map(one => pick(one, ['key', 'severity', 'human', 'expression']))
  return {
    ...pick(from, ['id', 'path', 'sliceName', 'min', 'max', 'contentReference', 'maxLength', ...values]),
    ...base,
    ...(from.type && { type: from.type.map(typeOf) }),
    ...(from.slicing && { slicing: pick(from.slicing, ['discriminator', 'ordered', 'rules']) }),
    ...(from.binding?.valueSet && { binding: pick(from.binding, ['strength', 'valueSet']) }),
    ...(constraint?.length > 0 && { constraint }),
  }
}

const structure = from => ({
  ...pick(from, ['resourceType', 'url', 'type', 'kind', 'abstract', 'derivation', 'baseDefinition', 'context']),
  snapshot: { element: from.snapshot.element.map(element) },
})

const valueSet = from => ({
  ...pick(from, ['resourceType', 'url']),
  compose: {
    include: from.compose.include.map(included),
    ...(from.compose.exclude && { exclude: from.compose.exclude.map(included) }),
  },
})
const included = from => ({
  ...pick(from, ['system', 'valueSet']),
  ...(from.concept && { concept: from.concept.map(({ code }) => ({ code })) }),
  ...(from.filter && { filter: from.filter.map(one => pick(one, ['property', 'op', 'value'])) }),
})

const codeSystem = from => ({
  ...pick(from, ['resourceType', 'url', 'content', 'caseSensitive']),
  ...(from.concept && { concept: from.concept.map(concept) }),
})
/** Code, the names it may be shown by, what it stands under: all that codes are judged by. */
function concept(from) {
  const names = [...new Set([from.display, ...(from.designation ?? []).map(({ value }) => value)].filter(Boolean))]
  const parents = from.property?.filter(({ code }) => code === 'subsumedBy' || code === 'parent')
  return {
    code: from.code,
    ...(names.length > 0 && { display: names[0] }),
    ...(names.length > 1 && { designation: names.slice(1).map(value => ({ value })) }),
    ...(parents?.length > 0 && { property: parents.map(({ code, valueCode }) => ({ code, valueCode })) }),
    ...(from.concept && { concept: from.concept.map(concept) }),
  }
}

const folder = mkdtempSync(join(tmpdir(), 'fhir-definitions-'))
const core = await read(CORE, folder)
const terminology = await read(TERMINOLOGY, folder)
const extensions = await read(EXTENSIONS, folder)
rmSync(folder, { recursive: true, force: true })

const kinds = {
  StructureDefinition: from =>
    from.snapshot && from.kind !== 'logical' && from.url.startsWith('http://hl7.org/fhir/') && structure(from),
  ValueSet: from => from.compose && valueSet(from),
  SearchParameter: from =>
    from.url.startsWith('http://hl7.org/fhir/SearchParameter/') && pick(from, ['resourceType', 'url', 'type', 'base']),
  CodeSystem: from => from.content === 'complete' && codeSystem(from),
}
/** One of each address; of a code system in both packages, the codes of both: HL7 adds codes, and withdraws none. */
const byKey = new Map()
for (const resource of [...core, ...terminology.filter(({ resourceType }) => resourceType === 'CodeSystem')]) {
  const kept = resource.url && kinds[resource.resourceType](resource)
  if (!kept) continue
  const key = `${kept.resourceType} ${kept.url}`
  const known = byKey.get(key)
  if (!known) byKey.set(key, kept)
  else if (kept.resourceType === 'CodeSystem') byKey.set(key, withMore(known, kept))
}

/** Later names of a code go as well as those of R4, as do later codes. */
function withMore(known, more) {
  const later = new Map(flat(more.concept).map(one => [one.code, one]))
  const codes = new Set(flat(known.concept).map(({ code }) => code))
  const added = [...later.values()].filter(({ code }) => !codes.has(code)).map(({ concept: _, ...one }) => one)
  const named = one => ({
    ...withNames(one, later.get(one.code)),
    ...(one.concept && { concept: one.concept.map(named) }),
  })
  return { ...known, concept: [...(known.concept ?? []).map(named), ...added] }
}
function withNames(one, other) {
  const { display, designation = [] } = other ?? {}
  const known = new Set([one.display, ...(one.designation ?? []).map(({ value }) => value)])
  const more = [...(display ? [{ value: display }] : []), ...designation].filter(({ value }) => !known.has(value))
  return more.length > 0 ? { ...one, designation: [...(one.designation ?? []), ...more] } : one
}
function flat(concepts = []) {
  return concepts.flatMap(one => [one, ...flat(one.concept)])
}

// An extension may stand where R4 says, and where the extensions pack, which has taken over its care, says.
for (const { url, context } of extensions) {
  const known = byKey.get(`StructureDefinition ${url}`)
  if (!known?.context || !context) continue
  const more = context.filter(one => !known.context.some(({ expression }) => expression === one.expression))
  known.context = [...known.context, ...more.map(one => pick(one, ['type', 'expression']))]
}

// The first line says what the others are, and how long, so that each is parsed only when it is asked for.
const kept = [...byKey.values()]
const lines = kept.map(resource => Buffer.from(`${JSON.stringify(resource)}\n`))
const index = kept.map(({ resourceType, url, type, derivation }, place) => [
  resourceType,
  url,
  lines[place].length,
  ...(resourceType === 'StructureDefinition' && derivation !== 'constraint' ? [type] : []),
])
const whole = Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...lines])
const packed = brotliCompressSync(whole, {
  params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length },
})
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, packed)
console.log(`${kept.length} definitions, ${whole.length} bytes, ${packed.length} compressed: ${target}`)

/** Reads the supplier's file: schema first, then what a schema cannot say. Every fault is reported, each with its place. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { useBuilt } from '../../standards/schema-validator.ts'
import type { YamlFile } from '../../standards/yaml-file.ts'
import { parseYaml, YamlFileError } from '../../standards/yaml-file.ts'
import { loadCanary } from './canary.ts'
import { loadConsents } from './consents.ts'
import type { Context, Known } from './context.ts'
import { Problems, pathFrom, TargetError } from './context.ts'
import { checkDeclarations, loadAttestations } from './declarations.ts'
import { loadEndpoints } from './endpoints.ts'
import type { FileForm } from './file-form.ts'
import { loadIdentities } from './identities.ts'
import { loadJourneys } from './journeys.ts'
import { readCertificates } from './keys.ts'
import type { Target } from './model.ts'
import { originsOf } from './origins.ts'
import { checkPlaceholders } from './placeholders.ts'
import { presentable } from './presentable.ts'
import { openReviews } from './reviews.ts'
import { resolveSecret } from './secrets.ts'
import { readSource } from './source.ts'
import { loadTerminology } from './terminology.ts'
import { loadTestData } from './test-data.ts'

export type { Known } from './context.ts'
export { TargetError } from './context.ts'
export { knownIn } from './known.ts'

export interface LoadOptions {
  /** Names of the catalogue that the file may use; what is left out is not checked. */
  readonly known?: Known
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly now?: Date
  /** The file's name in messages; the path as given when left out. */
  readonly shown?: string
}

const schemaFile = new URL('./target.schema.json', import.meta.url)

/** The JSON Schema of a target file (2020-12), as parsed JSON. */
export const targetSchema: object = JSON.parse(readFileSync(schemaFile, 'utf8'))
useBuilt(targetSchema, schemaFile)

/**
 * The target that a file describes. Throws TargetError with every fault: first those of YAML, else of the schema, else of meaning
 * (names, dates, addresses, keys, secrets that are not there). Reads the environment, and the files that the file names.
 */
export function loadTarget(file: string, options: LoadOptions = {}): Target {
  const shown = options.shown ?? file
  const yaml = parse(readSource(file, shown), shown)
  const problems = new Problems(shown, yaml.at)
  const context: Context = {
    problems,
    known: options.known ?? {},
    env: options.env ?? process.env,
    today: (options.now ?? new Date()).toISOString().slice(0, 10),
    path: pathFrom(dirname(resolve(file))),
  }
  const target = understand(context, yaml.value, resolve(file))
  problems.raise()
  const reviews = openReviews(context, yaml.value.reviews, target.endpoints, dirname(shown))
  problems.raise()
  return { ...target, ...(reviews && { reviews }), warnings: problems.warnings }
}

function parse(text: string, shown: string): YamlFile<FileForm> {
  try {
    return parseYaml<FileForm>(text, targetSchema, shown)
  } catch (cause) {
    throw cause instanceof YamlFileError ? new TargetError(presentable(cause.problems, shown)) : cause
  }
}

function understand(context: Context, form: FileForm, file: string): Omit<Target, 'warnings'> {
  checkPlaceholders(context, form, '')
  checkDeclarations(context, form)
  const names = (form.identities ?? []).map(identity => identity.name)
  const testData = loadTestData(context, form.testData)
  const endpoints = loadEndpoints(context, form.endpoints, names)
  const identities = loadIdentities(context, form, endpoints, testData)
  const ca = form.ca === undefined ? undefined : readCertificates(context, '/ca', form.ca)
  const proxy = loadProxy(context, form.proxy)
  const canary = loadCanary(context, form.canary)
  const terminology = loadTerminology(context, form.terminology)
  return {
    file,
    supplier: form.supplier,
    product: form.product.name,
    version: form.product.version,
    environment: form.environment,
    ...(form.operator !== undefined && { operator: form.operator }),
    packs: form.packs,
    endpoints,
    identities,
    ...(ca && form.ca !== undefined && { ca: { path: context.path(form.ca), pem: ca.pem } }),
    ...(form.domains && { domains: form.domains }),
    ...(form.resolver !== undefined && { resolver: form.resolver }),
    ...(proxy && { proxy }),
    ...(terminology && { terminology }),
    ...(canary && { canary }),
    testData,
    surfaces: form.surfaces ?? (form.endpoints.some(endpoint => endpoint.kind === 'web') ? ['web'] : []),
    ...(form.journeys && { journeys: loadJourneys(context, form, endpoints) }),
    politeness: {
      concurrency: form.politeness?.concurrency ?? 4,
      requestsPerSecond: form.politeness?.requestsPerSecond ?? 20,
      ...(form.politeness?.window && { window: form.politeness.window }),
    },
    consents: loadConsents(context, form, originsOf({ endpoints, identities })),
    notApplicable: form.notApplicable ?? [],
    attestations: loadAttestations(context, form.attestations ?? []),
    waivers: form.waivers ?? [],
    hazards: form.hazards ?? [],
    ...(form.evidence && { evidence: form.evidence }),
    ...(form.pictures && { pictures: form.pictures }),
    ...(form.engines && { engines: form.engines }),
    ...(form.catalogue && { catalogue: form.catalogue }),
  }
}

/** A proxy is spoken to in the clear more often than not, so plain http to anywhere is no fault here. */
function loadProxy(context: Context, form: FileForm['proxy']): Target['proxy'] {
  if (!form) return undefined
  const url = URL.canParse(form.url) ? new URL(form.url) : undefined
  if (url?.username || url?.password)
    context.problems.add(
      '/proxy/url',
      'holds credentials. Expected http://host:port. Put them in proxy.username and proxy.password.',
    )
  else if (!url || !['http:', 'https:'].includes(url.protocol))
    context.problems.add('/proxy/url', `is "${form.url}". Expected http://host:port or https://host:port.`)
  const password =
    form.password === undefined ? undefined : resolveSecret(context, '/proxy/password', 'proxy.password', form.password)
  return {
    url: form.url,
    ...(form.username !== undefined && { username: form.username }),
    ...(password && { password }),
  }
}

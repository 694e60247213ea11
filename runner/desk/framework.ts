/** A framework by its name, or from a file of the framework's own. */
import type { Pipeline } from '../../reports/seal/ci-identity.ts'
import { publicJwk } from '../../reports/seal/public-key.ts'
import type { Keys, KnownKey } from '../../reports/seal/trust.ts'
import type { VerifyOptions } from '../../reports/seal/verify.ts'
import { loadCatalogue, schemaOf } from '../../standards/index.ts'
import type { Catalogue, Framework } from '../../standards/model.ts'
import { nearest, readYaml } from '../../standards/yaml-file.ts'
import { UsageError } from '../commands/explain.ts'

export type Signers = Pick<VerifyOptions, 'keys' | 'pipelines'>

/** Throws UsageError for a name that none has, YamlFileError for a file that is wrong. */
export function frameworkFrom(name: string, catalogue: Catalogue = loadCatalogue()): Framework {
  if (/\.ya?ml$/i.test(name)) return fromFile(name, catalogue)
  const found = catalogue.frameworks.get(name)
  if (found) return found
  const names = [...catalogue.frameworks.keys()]
  const near = nearest(name, names)
  throw new UsageError(
    `--framework is "${name}". Expected ${names.join(', ')}, or a .yaml file of your own.${near ? ` Did you mean "${near}"?` : ' See docs/framework.md.'}`,
  )
}

function fromFile(path: string, { packs, requirements }: Catalogue): Framework {
  const file = readYaml<Framework>(path, schemaOf('framework'))
  const refer = (pointer: string, kind: string, id: string, known: ReadonlyMap<string, unknown>) => {
    if (known.has(id)) return
    const near = nearest(id, [...known.keys()])
    throw file.error(
      pointer,
      `there is no ${kind} "${id}". Expected one of the catalogue.${near ? ` Did you mean "${near}"?` : ' See: mustdo standards list'}`,
    )
  }
  for (const [index, id] of file.value.packs.entries()) refer(`/packs/${index}`, 'pack', id, packs)
  for (const list of ['raises', 'acceptedClaims', 'acceptedWaivers'] as const)
    for (const [index, { requirement }] of (file.value[list] ?? []).entries())
      refer(`/${list}/${index}/requirement`, 'requirement', requirement, requirements)
  for (const [index, { keys }] of (file.value.trustedPipelines ?? []).entries())
    for (const [place, key] of keys.entries())
      mustBeKey(key, message => file.error(`/trustedPipelines/${index}/keys/${place}`, message))
  return file.value
}

function mustBeKey(key: unknown, error: (message: string) => Error): void {
  try {
    publicJwk(key)
  } catch (cause) {
    throw error(`is no key of a provider. ${(cause as Error).message}`)
  }
}

/** Whom the framework knows, for a verifier; neither member where it has registered nobody, so that nobody counts as known. */
export function signersOfFramework({ trustedKeys = [], trustedPipelines = [] }: Framework): Signers {
  return {
    ...(trustedKeys.length > 0 && { keys: keysOf(trustedKeys) }),
    ...(trustedPipelines.length > 0 && {
      pipelines: trustedPipelines.map(({ holder, keys, ...rest }) => ({
        ...rest,
        name: holder,
        keys: keys as Pipeline['keys'],
      })),
    }),
  }
}

const keysOf = (keys: NonNullable<Framework['trustedKeys']>): Keys =>
  new Map(
    keys.map(({ thumbprint, holder, roles = ['issuer'], ...more }): [string, KnownKey] => [
      thumbprint,
      { name: holder, roles, ...more },
    ]),
  )

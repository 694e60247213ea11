/** A framework by its name, or from a file of the framework's own. */
import type { Keys, KnownKey } from '../../reports/seal/trust.ts'
import { loadCatalogue, schemaOf } from '../../standards/index.ts'
import type { Catalogue, Framework } from '../../standards/model.ts'
import { nearest, readYaml } from '../../standards/yaml-file.ts'
import { UsageError } from '../commands/explain.ts'

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
  return file.value
}

/** The framework's keys for a verifier; undefined when it has registered none, so that nobody counts as known. */
export function keysOfFramework({ trustedKeys = [] }: Framework): Keys | undefined {
  if (trustedKeys.length === 0) return undefined
  return new Map(
    trustedKeys.map(({ thumbprint, holder, roles = ['issuer'], ...more }): [string, KnownKey] => [
      thumbprint,
      { name: holder, roles, ...more },
    ]),
  )
}

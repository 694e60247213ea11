/** For tests: packages made on the spot, and the UK Core package where this machine has one. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create } from 'tar'
import { CORE, validatorPlaces } from '../instruments/fhir-validator/official/places.ts'
import { dataFolder } from '../setup/data-folder.ts'

/** A FHIR package as .tgz in a folder, from its manifest and the files beside it; unpacked it lies in `<folder>/<name>`. */
export async function packFhir(
  folder: string,
  name: string,
  manifest: unknown,
  files: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const cwd = join(folder, name)
  mkdirSync(join(cwd, 'package'), { recursive: true })
  for (const [file, content] of Object.entries({ 'package.json': manifest, ...files }))
    writeFileSync(join(cwd, 'package', file), typeof content === 'string' ? content : JSON.stringify(content))
  const file = join(folder, `${name}.tgz`)
  await create({ file, cwd, gzip: true }, ['package'])
  return file
}

/** HL7 UK's package lies beside a checkout, or where MUSTDO_UK_CORE says; it is not part of this project. */
function findUkCore(): string | undefined {
  const given = process.env['MUSTDO_UK_CORE']
  if (given) return existsSync(given) ? given : undefined
  const roots = ['../../../', '../../../../'].map(up => fileURLToPath(new URL(`${up}shared/fhir`, import.meta.url)))
  for (const root of roots.filter(existsSync)) {
    const file = readdirSync(root).find(name => /^fhir\.r4\.ukcore.*\.tgz$/.test(name))
    if (file) return join(root, file)
  }
  return undefined
}

export const ukCorePackage = findUkCore()
export const withoutUkCore = ukCorePackage ? '' : ' (skipped: no UK Core package; MUSTDO_UK_CORE names one)'

const { packages } = validatorPlaces(dataFolder())
/** The base definitions, as set-up of HL7's validator leaves them on a machine. */
export const basePackages = existsSync(join(packages, CORE)) ? packages : undefined
export const withoutBases = basePackages ? '' : ' (skipped: no base definitions; mustdo setup validator)'

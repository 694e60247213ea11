import type { ValidatorEngine } from './engine.ts'
import type { OfficialAddress } from './official/official.ts'

/** How a worker gets at the run's validator. Crosses threads as JSON. */
export type ValidatorAddress =
  | {
      readonly engine: 'embedded'
      /** Folders of FHIR packages to judge by besides R4; their profiles have snapshots. */
      readonly packages?: readonly string[]
    }
  | ({ readonly engine: 'official' } & OfficialAddress)

/** Opens the validator that the main process chose; the other one is not loaded. */
export const openValidator = async (address: ValidatorAddress): Promise<ValidatorEngine> =>
  address.engine === 'official'
    ? (await import('./official/official.ts')).officialValidator(address)
    : openEmbedded(address.packages ?? [])

async function openEmbedded(folders: readonly string[]): Promise<ValidatorEngine> {
  const [{ embeddedValidator }, { readPackage }, { forEmbedded }] = await Promise.all([
    import('./embedded.ts'),
    import('../../packages/read.ts'),
    import('../../packages/for-embedded.ts'),
  ])
  const packages = await Promise.all(folders.map(folder => readPackage(folder, [])))
  return embeddedValidator({ packages: packages.map(forEmbedded) })
}

import type { ValidatorEngine } from './engine.ts'
import type { OfficialAddress } from './official/official.ts'

/** How a worker gets at the run's validator. Crosses threads as JSON. */
export type ValidatorAddress = { readonly engine: 'embedded' } | ({ readonly engine: 'official' } & OfficialAddress)

/** Opens the validator that the main process chose; the other one is not loaded. */
export const openValidator = async (address: ValidatorAddress): Promise<ValidatorEngine> =>
  address.engine === 'official'
    ? (await import('./official/official.ts')).officialValidator(address)
    : (await import('./embedded.ts')).embeddedValidator()

/** Which key seals a report: the one configured, else one made for this run; in CI a configured key that is missing is an error. */

import type { Signer } from '../../reports/seal/seal.ts'
import { identityFrom } from '../keys/ci-identity.ts'
import { ephemeralSigner } from '../keys/key-signer.ts'
import { loadSigner } from '../keys/load-signer.ts'
import { UsageError } from './explain.ts'

/** The environment variable that holds a PEM key, for pipelines. */
export const KEY_VARIABLE = 'MUSTDO_KEY'

export interface ChosenSigner {
  readonly signer: Signer
  /** What to tell about it, when it was not the user's own. */
  readonly remark?: string
  /** Asks the pipeline for its word on the report, where that is wanted. */
  readonly askIdentity?: (audience: string) => Promise<string>
}

export async function chooseSigner({ ciIdentity, ...options }: SignFlags): Promise<ChosenSigner> {
  const chosen = await signerFrom(options)
  return ciIdentity ? { ...chosen, askIdentity: identityFrom(ciIdentity) } : chosen
}

interface SignFlags {
  readonly key?: string
  /** Program that prints a token of the pipeline for the audience it is called with. */
  readonly ciIdentity?: string
}

async function signerFrom(options: { key?: string }): Promise<ChosenSigner> {
  if (options.key) return { signer: await loadSigner({ file: options.key }) }
  if (process.env[KEY_VARIABLE]) return { signer: await loadSigner({ env: KEY_VARIABLE }) }
  if (process.env['CI'] && process.env[KEY_VARIABLE] === '')
    throw new UsageError(
      `The environment variable ${KEY_VARIABLE} is empty. Expected a private key in PEM. Give the pipeline the secret, or unset the variable to seal with a key made for this run.`,
    )
  return {
    signer: await ephemeralSigner(),
    remark: 'No key was given, so one was made for this run. Make your own with: mustdo keys generate',
  }
}

/** Which FHIR validator a run judges by: HL7's own where it is installed, else the one inside; and what the lesser one costs. */
import type { Engine } from '../../reports/record.ts'
import { notInstalled } from '../instruments/fhir-validator/official/places.ts'
import type { ValidatorAddress } from '../instruments/fhir-validator/open.ts'
import { findJava } from '../instruments/tools/java.ts'
import { dataFolder } from '../setup/data-folder.ts'

export type ValidatorChoice = 'official' | 'embedded' | 'best'
export const validatorChoices: readonly string[] = ['official', 'embedded', 'best'] satisfies ValidatorChoice[]

export interface RunningValidator {
  readonly engines: readonly Engine[]
  /** How a worker reaches it; absent when nothing can validate. */
  readonly address?: ValidatorAddress
  close(): Promise<void>
}

const embedded: Engine = {
  name: 'validator',
  version: 'embedded, R4 4.0.1 with invariants, without a terminology server',
  available: true,
}
const costs = 'rules that HL7 wrote into its own validator only are not evaluated'
const mend = 'mustdo setup validator'
const nothing = async () => undefined

/** The validator inside, and why it stands in. */
const standIn = (because?: string): RunningValidator => ({
  engines: because
    ? [embedded, { name: "HL7's FHIR validator", version: '', available: false, because: `${because}; ${costs}`, mend }]
    : [embedded],
  address: { engine: 'embedded' },
  close: nothing,
})

/** Why HL7's validator cannot be used on this machine, or the java that runs it. */
export async function officialAtHand(data: string = dataFolder()): Promise<{ java: string } | { because: string }> {
  const missing = notInstalled(data)
  if (missing) return { because: missing }
  const java = await findJava()
  return java.found && java.where ? { java: java.where } : { because: java.because ?? 'there is no Java' }
}

/**
 * Starts what was chosen; HL7's takes about 9 s of an idle machine, so begin early and await late. Never rejects: what cannot start
 * is replaced by the one inside, or, where HL7's was demanded, missed in the open.
 */
export async function startValidator(choice: ValidatorChoice, signal: AbortSignal): Promise<RunningValidator> {
  if (choice === 'embedded' || signal.aborted) return standIn()
  const fail = (because: string): RunningValidator =>
    choice === 'official'
      ? { engines: [{ name: 'validator', version: '', available: false, because, mend }], close: nothing }
      : standIn(because)
  const data = dataFolder()
  const found = await officialAtHand(data)
  if ('because' in found) return fail(found.because)
  try {
    const { startOfficialValidator } = await import('../instruments/fhir-validator/official/start.ts')
    const { close, name, ...address } = await startOfficialValidator({ data, java: found.java, signal })
    return {
      engines: [
        { name: 'validator', version: `${name} ${address.version}, without a terminology server`, available: true },
      ],
      address: { engine: 'official', ...address },
      close,
    }
  } catch (error) {
    return fail(`it did not start (${(error as Error).message})`)
  }
}

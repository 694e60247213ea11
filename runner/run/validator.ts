/** Which FHIR validator a run judges by: HL7's own where it is installed, else the one inside; and what the lesser one costs. */
import { join } from 'node:path'
import type { Engine } from '../../reports/record.ts'
import { notInstalled, readStamp } from '../instruments/fhir-validator/official/installed.ts'
import { validatorPlaces } from '../instruments/fhir-validator/official/places.ts'
import type { TerminologyServer } from '../instruments/fhir-validator/official/terminology.ts'
import { ukCoreIn } from '../instruments/fhir-validator/official/uk-core.ts'
import type { ValidatorAddress } from '../instruments/fhir-validator/open.ts'
import type { FhirPackage as EmbeddedPackage } from '../instruments/fhir-validator/package.ts'
import { findJava } from '../instruments/tools/java.ts'
import { userCache } from '../packages/caches.ts'
import { forEmbedded } from '../packages/for-embedded.ts'
import { type FhirPackage, idOf } from '../packages/package.ts'
import { readPackage } from '../packages/read.ts'
import { withSnapshots } from '../packages/snapshots.ts'
import { dataFolder } from '../setup/data-folder.ts'

export type ValidatorChoice = 'official' | 'embedded' | 'best'
export const validatorChoices: readonly string[] = ['official', 'embedded', 'best'] satisfies ValidatorChoice[]

export interface RunningValidator {
  readonly engines: readonly Engine[]
  /** How a worker reaches it; absent when nothing can validate. */
  readonly address?: ValidatorAddress
  close(): Promise<void>
}

const costs = 'rules that HL7 wrote into its own validator only are not evaluated'
const mend = 'mustdo setup validator'
const nothing = async () => undefined

/** The validator inside, with the UK Core package where one was set up, and why it stands in. */
async function standIn(data: string, because?: string): Promise<RunningValidator> {
  const packages = installedUkCore(data)
  const read = await Promise.all(packages.map(path => readPackage(path, []).catch(() => undefined)))
  const usable = packages.filter((_, place) => read[place] !== undefined)
  const embedded: Engine = {
    name: 'validator',
    version: `embedded, R4 4.0.1 with invariants, without a terminology server${usable.length > 0 ? '' : ' or a UK Core package'}`,
    available: true,
    packages: read.flatMap(one => (one ? [`${idOf(one)} sha256:${one.digest}`] : [])),
  }
  return {
    engines: because
      ? [
          embedded,
          { name: "HL7's FHIR validator", version: '', available: false, because: `${because}; ${costs}`, mend },
        ]
      : [embedded],
    address: { engine: 'embedded', packages: usable },
    close: nothing,
  }
}

/** Folders of the UK Core package that set-up left, as a list of one or none. */
export function installedUkCore(data: string = dataFolder()): readonly string[] {
  const { packages } = validatorPlaces(data)
  return ukCoreIn(packages).map(id => join(packages, id))
}

/** What the embedded validator judges by besides R4: these packages, and the UK Core that was set up unless one is among them. */
export async function packagesForEmbedded(data: string, own: readonly FhirPackage[]): Promise<EmbeddedPackage[]> {
  const { packages } = validatorPlaces(data)
  const places = { caches: [packages, userCache()], kept: join(data, 'fhir', 'snapshots') }
  const given = own.some(({ name }) => name.startsWith('fhir.r4.ukcore'))
  const installed = given ? [] : await Promise.all(installedUkCore(data).map(path => readPackage(path, [])))
  const whole = await Promise.all([...installed, ...own].map(one => withSnapshots(one, places)))
  return whole.map(forEmbedded)
}

/** Why HL7's validator cannot be used on this machine, or the java that runs it. */
export async function officialAtHand(data: string = dataFolder()): Promise<{ java: string } | { because: string }> {
  const missing = notInstalled(data)
  if (missing) return { because: missing }
  const java = await findJava()
  return java.found && java.where ? { java: java.where } : { because: java.because ?? 'there is no Java' }
}

/** A validator on its way. HL7's takes longer to start than a product's first hundred answers. */
export interface StartingValidator {
  /** What the plan may count on. */
  readonly foreseen: Promise<readonly Engine[]>
  /** What it came to be. Never rejects. */
  readonly running: Promise<RunningValidator>
}

/** Starts what was chosen, and says what it will be as soon as that is known. */
export function beginValidator(
  choice: ValidatorChoice,
  signal: AbortSignal,
  terminology?: TerminologyServer,
): StartingValidator {
  const running = startValidator(choice, signal, terminology)
  return { running, foreseen: choice === 'embedded' ? enginesOf(running) : foreseenOr(running, terminology) }
}

const enginesOf = async (running: Promise<RunningValidator>): Promise<readonly Engine[]> => (await running).engines

/** HL7's where it lies ready, else whatever came in its place: that does not take long. */
async function foreseenOr(running: Promise<RunningValidator>, terminology?: TerminologyServer) {
  const data = dataFolder()
  return 'because' in (await officialAtHand(data))
    ? enginesOf(running)
    : [officialEngine(readStamp(data).validator, terminology)]
}

const officialEngine = (version: string, terminology?: TerminologyServer, packages: readonly string[] = []): Engine => {
  const asking = terminology ? `asking ${new URL(terminology.url).origin}` : 'without a terminology server'
  return { name: 'validator', version: `HL7's FHIR validator ${version}, ${asking}`, available: true, packages }
}

/**
 * Starts what was chosen; HL7's takes about 9 s of an idle machine, so begin early and await late. Never rejects: what cannot start
 * is replaced by the one inside, or, where HL7's was demanded, missed in the open.
 */
export async function startValidator(
  choice: ValidatorChoice,
  signal: AbortSignal,
  terminology?: TerminologyServer,
): Promise<RunningValidator> {
  const data = dataFolder()
  if (choice === 'embedded' || signal.aborted) return standIn(data)
  const fail = (because: string): RunningValidator | Promise<RunningValidator> =>
    choice === 'official'
      ? { engines: [{ name: 'validator', version: '', available: false, because, mend }], close: nothing }
      : standIn(data, because)
  const found = await officialAtHand(data)
  if ('because' in found) return fail(found.because)
  try {
    const { shareOfficialValidator } = await import('../instruments/fhir-validator/official/share.ts')
    const {
      close,
      name: _,
      digests,
      ...address
    } = await shareOfficialValidator({
      data,
      java: found.java,
      signal,
      ...(terminology && { terminology }),
    })
    return {
      engines: [officialEngine(address.version, terminology, digests)],
      address: { engine: 'official', ...address },
      close,
    }
  } catch (error) {
    return fail(`it did not start (${(error as Error).message})`)
  }
}

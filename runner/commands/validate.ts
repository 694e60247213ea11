/** `mustdo validate`: the validators of a run, asked directly. One line for each resource, as soon as it is known. */
import type { Command } from 'commander'
import { exits } from '../../reports/verdict.ts'
import { type ExtraRule, extraRules } from '../instruments/fhir-validator/extra-rules.ts'
import type { FhirPackage } from '../packages/package.ts'
import { officialAtHand, type ValidatorChoice, validatorChoices } from '../run/validator.ts'
import { dataFolder } from '../setup/data-folder.ts'
import { UsageError } from './explain.ts'
import { remark } from './output.ts'
import { stopOnSignals } from './stop.ts'
import { terminologyFlag, terminologyFrom } from './validator-flag.ts'

interface Flags {
  readonly engine?: string
  readonly profile?: string
  readonly package: readonly string[]
  readonly also: readonly string[]
  readonly extension: readonly string[]
  readonly tx?: string
  readonly json?: boolean
}

const again = (word: string, all: readonly string[]): readonly string[] => [...all, word]

export function addValidate(program: Command): void {
  const command = program
    .command('validate')
    .description('Validate FHIR R4 resources, outside a run')
    .argument('<files...>', 'files (.json, .ndjson, .jsonl), folders of such, or - for standard input')
    .option(
      '--engine <engine>',
      "official (HL7's, needs mustdo setup validator), embedded, or best, the former where installed",
    )
    .option('--profile <url>', 'judge every resource by this profile too, besides those it claims in meta.profile')
    .option(
      '--package <path>',
      'FHIR package with profiles: .tgz, folder, or name#version of ~/.fhir/packages; again for more',
      again,
      [],
    )
    .option(
      '--also <rule>',
      `a rule beyond R4 that HL7's validator has: ${Object.keys(extraRules).join(', ')}; again for more`,
      again,
      [],
    )
    .option(
      '--extension <url>',
      "how addresses of extensions begin that HL7's validator is to take without their definition; again for more",
      again,
      [],
    )
    .option('--json', 'print one line of JSON for each resource')
    .addHelpText(
      'after',
      '\nA UK Core package that was set up (mustdo setup uk-core) is used without being named. Exit codes: 0 all valid, 1 one is not, 2 wrong\nuse, 3 one could not be told: left out, a profile or a rule that was asked for not at hand, or the validator in trouble.',
    )
  terminologyFlag(command).action(async (words: readonly string[], flags: Flags) => {
    process.exitCode = await validate(words, flags)
  })
}

async function validate(words: readonly string[], flags: Flags): Promise<number> {
  const data = dataFolder()
  const choice = await choiceFrom(flags, data)
  const profile = profileFrom(flags)
  const also = alsoFrom(flags)
  const terminology = terminologyFrom(flags)
  const { filesOf, itemsOf } = await import('../validating/inputs.ts')
  const files = await filesOf(words)
  const packages = await packagesFrom(flags, data)
  const { openEngine } = await import('../validating/engines.ts')
  const { validateItems } = await import('../validating/validate-items.ts')
  const { count, newTally, resultText, tallyText } = await import('../validating/result.ts')
  const stop = stopOnSignals(() => remark('Stopping: what is known is printed. Press Ctrl-C again to leave at once.'))
  const opened = await openEngine({ choice, data, packages, signal: stop.signal, ...(terminology && { terminology }) })
  if (opened.because && choice === 'best')
    remark(`HL7's validator is not used: ${opened.because}. The embedded one judges. For HL7's: mustdo setup validator`)
  if (terminology && opened.engine.name !== 'official') remark("--tx is of use to HL7's validator only.")
  const options = { ...(profile !== undefined && { profile }), also, extensions: flags.extension }
  const tally = newTally()
  try {
    for await (const result of validateItems(itemsOf(files, process.stdin), opened.engine, options)) {
      count(tally, result)
      await put(flags.json ? JSON.stringify(result) : resultText(result))
      if (stop.signal.aborted) break
    }
  } finally {
    stop.release()
    await opened.close()
  }
  if (flags.json) remark(tallyText(tally, opened.engine))
  else await put(`\n${tallyText(tally, opened.engine)}`)
  if (tally.invalid > 0) return exits.notConformant
  const told = tally.valid > 0 && tally.untold === 0 && !stop.signal.aborted
  return told ? exits.conformant : exits.incomplete
}

/** What was asked for, by flag before environment. Throws UsageError, also when HL7's was demanded and cannot be had. */
async function choiceFrom({ engine }: Flags, data: string): Promise<ValidatorChoice> {
  const asked = engine ?? (process.env['MUSTDO_VALIDATOR'] || 'best')
  if (!validatorChoices.includes(asked))
    throw new UsageError(
      `${engine === undefined ? 'MUSTDO_VALIDATOR' : '--engine'} is "${asked}". Expected ${validatorChoices.join(', ')}. Leave it out for the best there is.`,
    )
  const found = asked === 'official' ? await officialAtHand(data) : undefined
  if (found && 'because' in found)
    throw new UsageError(
      `HL7's FHIR validator was asked for and cannot be used: ${found.because}. Expected it to be installed. Install it with: mustdo setup validator`,
    )
  return asked as ValidatorChoice
}

function profileFrom({ profile }: Flags): string | undefined {
  if (profile === undefined || /^[a-z][a-z0-9+.-]*:\S+$/i.test(profile)) return profile
  throw new UsageError(
    `--profile is "${profile}". Expected the canonical address of a profile, such as https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient. Its StructureDefinition.url says it.`,
  )
}

function alsoFrom({ also }: Flags): readonly ExtraRule[] {
  const unknown = also.find(rule => !Object.hasOwn(extraRules, rule))
  if (unknown === undefined) return also as readonly ExtraRule[]
  const known = Object.entries(extraRules).map(([name, what]) => `${name} (${what})`)
  throw new UsageError(
    `--also is "${unknown}". Expected ${known.join(', ')}. Leave it out to be judged by R4 and by profiles alone.`,
  )
}

async function packagesFrom({ package: given }: Flags, data: string): Promise<readonly FhirPackage[]> {
  if (given.length === 0) return []
  const [{ readPackage }, { userCache }, { validatorPlaces }] = await Promise.all([
    import('../packages/read.ts'),
    import('../packages/caches.ts'),
    import('../instruments/fhir-validator/official/places.ts'),
  ])
  return Promise.all(given.map(one => readPackage(one, [userCache(), validatorPlaces(data).packages])))
}

/** Waits for a reader that is slower than we are: what nobody has read yet stays out of memory. */
async function put(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`) && !process.stdout.destroyed)
    await new Promise<void>(resolve => {
      process.stdout.once('drain', resolve)
      process.stdout.once('close', resolve)
      process.stdout.once('error', () => resolve())
    })
}

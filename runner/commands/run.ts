/** `mustdo run`: the main job. Target file or address in, sealed report and exit code out. */
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import type { RunRecord } from '../../reports/record.ts'
import { exitCode, exits, type Gate } from '../../reports/verdict.ts'
import { loadCatalogue } from '../../standards/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import { NONCE } from '../desk/nonce.ts'
import { conduct } from '../run/conduct.ts'
import { targetFromUrl } from '../target/from-url.ts'
import { loadTarget } from '../target/load.ts'
import type { Target } from '../target/model.ts'
import { UsageError } from './explain.ts'
import { type ExportFlags, exportFlags, writablePlaces } from './export-flags.ts'
import { type FilterFlags, filterFlags, filtersFrom, namesChecks } from './filter-flags.ts'
import { limitsFrom } from './limits.ts'
import { remark } from './output.ts'
import { progress } from './progress.ts'
import { chooseSigner } from './sign.ts'
import { stopOnSignals } from './stop.ts'
import { terminologyFlag, terminologyFrom, usableValidator, validatorFlag } from './validator-flag.ts'

export interface RunFlags extends FilterFlags, ExportFlags {
  readonly output: string
  readonly gate: Gate
  readonly key?: string
  readonly ciIdentity?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly operator?: string
  readonly challenge?: string
  readonly baseline?: string
  readonly validator?: string
  readonly tx?: string
  readonly timeout?: string
  readonly zip: boolean
  readonly strict?: boolean
  readonly bundle?: boolean
}

export const DEFAULT_TARGET = 'mustdo.yaml'

export function addRun(program: Command): void {
  const command = program
    .command('run')
    .description('Test a product and write one sealed report')
    .argument('[target]', `target file or address (default: ${DEFAULT_TARGET})`)
    .option('-o, --output <file>', 'where the report goes', 'mustdo-report.html')
    .option(
      '--gate <gate>',
      'what exit 0 demands: complete, or tested (forgives what the plan named untested beforehand)',
      gate,
      'complete',
    )
    .option(
      '--baseline <report>',
      'an earlier report of this product: exit 1 only for what fails anew (in place of --gate)',
    )
    .option(
      '--key <file>',
      'private key (PEM), or .yaml file of a signing program, that seals the report; else MUSTDO_KEY, else one made for this run',
    )
    .option('--ci-identity <program>', "in a pipeline: program that prints its provider's token for an audience")
    .option('--operator <name>', 'who runs the tests, for the cover')
    .option('--challenge <nonce>', "the framework's nonce, to go into every request and into the record", challenge)
    .option('--timeout <seconds>', 'longest wait for one answer (default: 30)')
    .option('--strict', 'exit 1 also for attestations, reviews and waivers that are expired, spoilt or of no use')
    .option('--bundle', 'pack the files that attestations rest on beside the report, for: mustdo verify --evidence')
    .option('--no-zip', 'write no .zip of the report beside it')
    .option('--json', "print the run's result as one JSON document")
    .option('-q, --quiet', 'no progress')
  terminologyFlag(validatorFlag(exportFlags(filterFlags(command)))).action(
    async (target: string | undefined, flags: RunFlags) => {
      process.exitCode = await run(target, flags)
    },
  )
}

async function run(given: string | undefined, flags: RunFlags): Promise<number> {
  const catalogue = loadCatalogue()
  const extraChecks = process.env['MUSTDO_EXTRA_CHECKS']
  const checks = () => loadChecks(extraChecks)
  const target = openTarget(given, catalogue)
  const packs = flags.pack ? [...flags.pack] : target.packs
  const filters = filtersFrom(flags, { catalogue, checks: namesChecks(flags, catalogue) ? await checks() : [], target })
  const limits = limitsFrom(flags)
  writablePlaces(flags)
  const validator = await usableValidator(flags)
  const terminology = terminologyFrom(flags) ?? target.terminology
  const signer = await chooseSigner(flags)
  // Loaded only when asked for: the first request of other runs does not wait for it.
  const baseline = flags.baseline
    ? await (await import('./baseline.ts')).baselineFrom(flags.baseline, target)
    : undefined
  const show = await progress({ quiet: flags.quiet === true })
  const stop = stopOnSignals(() =>
    remark('Stopping: what there is will be written. Press Ctrl-C again to leave without a report.'),
  )
  try {
    const { record } = await conduct({
      target: { ...target, packs },
      catalogue,
      loadChecks: checks,
      filters,
      operator: flags.operator ?? target.operator ?? userName(),
      demo: false,
      validator,
      ...(terminology && { terminology }),
      signal: stop.signal,
      ...limits,
      ...(extraChecks && { extraChecks }),
      ...(flags.challenge && { challenge: flags.challenge }),
      onPlan: plan => show.begin(plan.assertions),
      onDone: message => show.done(message),
    })
    show.end()
    const held = baseline?.(record)
    const lax = flags.strict ? (await import('../../reports/review/strict.ts')).laxities(record, target) : undefined
    // Writers of the report are loaded when there is one: the first request does not wait for them.
    const { finish } = await import('./finish.ts')
    await finish(record, flags, {
      ...signer,
      evidence: target.evidence,
      ...(held && { baseline: held }),
      ...(lax && { lax }),
    })
    if (flags.bundle) await bundle(record, target, flags.output)
    const code = held?.exitCode ?? exitCode(record, flags.gate)
    return lax?.length ? exits.notConformant : code
  } finally {
    stop.release()
  }
}

/** Packs what attestations rest on, and says on stderr what is in the archive and what is not. */
async function bundle(record: RunRecord, { attestations }: Target, report: string): Promise<void> {
  const { packAttested } = await import('../run/pack-attested.ts')
  const { file, files, left } = packAttested(attestations, record, report)
  remark(`${file} holds ${files} ${files === 1 ? 'file' : 'files'} that attestations rest on.`)
  for (const one of left) remark(`Not in it: ${one}.`)
}

/** A target from a file, or from a bare address for a first look. Throws TargetError or UsageError. */
export function openTarget(given: string | undefined, catalogue: ReturnType<typeof loadCatalogue>): Target {
  if (given && /^https?:\/\//i.test(given)) return warned(targetFromUrl(given))
  const file = given ?? DEFAULT_TARGET
  if (!existsSync(file))
    throw new UsageError(
      `${file} does not exist. Expected a target file or an https address. Make one with: mustdo init https://your-product.example`,
    )
  const known = {
    packs: [...catalogue.packs.keys()],
    requirements: [...catalogue.requirements.keys()],
    conditions: [...catalogue.conditions.keys()],
    catalogue: { version: catalogue.version, digest: catalogue.digest },
  }
  return warned(loadTarget(file, { known }))
}

function warned(target: Target): Target {
  for (const warning of target.warnings) remark(`Note: ${warning}`)
  return target
}

function gate(value: string): Gate {
  if (value === 'complete' || value === 'tested') return value
  throw new UsageError(`--gate is "${value}". Expected complete or tested. Leave it out for complete.`)
}

function challenge(value: string): string {
  if (NONCE.test(value)) return value
  throw new UsageError(
    `--challenge is "${value}". Expected 16 to 128 of A to Z, a to z, 0 to 9, "-" and "_". Give the nonce that the framework sent, as it is.`,
  )
}

export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'an unnamed user'
  }
}

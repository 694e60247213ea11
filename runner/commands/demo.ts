/**
 * `mustdo demo`: the reference supplier on loopback over HTTPS with a test CA made on the spot, tested from outside exactly like any
 * live endpoint. The only command that imports fixtures.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { RunRecord } from '../../reports/record.ts'
import { exits } from '../../reports/verdict.ts'
import { loadCatalogue } from '../../standards/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import { ephemeralSigner } from '../keys/key-signer.ts'
import { conduct } from '../run/conduct.ts'
import { knownIn, loadTarget } from '../target/load.ts'
import { UsageError } from './explain.ts'
import { type ExportFlags, exportFlags, writablePlaces } from './export-flags.ts'
import { type FilterFlags, filterFlags, filtersFrom } from './filter-flags.ts'
import { finish } from './finish.ts'
import { print, printJson, remark } from './output.ts'
import { progress } from './progress.ts'
import { stopOnSignals } from './stop.ts'
import { validatorFlag, validatorFrom } from './validator-flag.ts'

interface DemoFlags extends FilterFlags, ExportFlags {
  readonly defects?: string
  readonly output: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly validator?: string
}

export function addDemo(program: Command): void {
  const command = program
    .command('demo')
    .description('Test the reference supplier on this machine, to see what a report looks like')
    .option('--defects <names>', 'break the supplier in these ways, separated by commas; "list" names them')
    .option('-o, --output <file>', 'where the report goes', 'mustdo-report.html')
    .option('--json', "print the run's result as one JSON document")
    .option('-q, --quiet', 'no progress')
  validatorFlag(exportFlags(filterFlags(command))).action(async (flags: DemoFlags) => {
    process.exitCode = await demo(flags)
  })
}

async function demo(flags: DemoFlags): Promise<number> {
  const { defects } = await import('../../fixtures/defects/index.ts')
  if (flags.defects === 'list') {
    if (flags.json)
      printJson({
        version: 1,
        defects: [...defects.values()].map(({ id, requirement, title }) => ({ id, requirement, title })),
      })
    else
      for (const { id, requirement, title } of defects.values())
        print(`${id.padEnd(34)} ${requirement.padEnd(16)} ${title}`)
    return 0
  }
  writablePlaces(flags)
  const chosen = (flags.defects ?? '').split(',').filter(Boolean)
  const { startSupplier } = await import('../../fixtures/supplier/index.ts')
  const supplier = await startSupplier({ defects: chosen }).catch((error: Error) => {
    throw error.name === 'UnknownDefect' || error.constructor.name === 'UnknownDefect'
      ? new UsageError(error.message)
      : error
  })
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-demo-'))
  const stop = stopOnSignals(() => remark('Stopping: what there is will be written.'))
  try {
    const catalogue = loadCatalogue()
    const checks = await loadChecks()
    const file = await supplier.targetYaml(folder)
    await supplier.reviewsYaml(folder)
    const target = loadTarget(file, {
      env: { ...process.env, ...supplier.env },
      known: knownIn(catalogue),
    })
    const show = await progress({ quiet: flags.quiet === true })
    if (!flags.quiet)
      remark(
        `The reference supplier answers at ${supplier.origin} and ${supplier.apiOrigin}${chosen.length > 0 ? `, broken by ${chosen.join(', ')}` : ''}.`,
      )
    const { record } = await conduct({
      target: { ...target, packs: flags.pack ? [...flags.pack] : target.packs },
      catalogue,
      loadChecks: async () => checks,
      filters: filtersFrom(flags, { catalogue, checks, target }),
      operator: 'the demo command',
      demo: true,
      validator: validatorFrom(flags) ?? 'embedded',
      signal: stop.signal,
      onPlan: plan => show.begin(plan.assertions),
      onDone: message => show.done(message),
    })
    show.end()
    const written = await finish(record, flags, { signer: await ephemeralSigner() })
    const surprises = surprisesIn(
      record,
      chosen.map(id => defects.get(id)?.requirement ?? id),
    )
    if (!flags.json) print(nextSteps(written.path, chosen, surprises))
    return record.run.complete && surprises.length === 0 && written.verification.ok
      ? exits.conformant
      : exits.notConformant
  } finally {
    stop.release()
    await supplier.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What did not come out as this demo expects: a failure nobody planted, a planted one that was not seen. */
function surprisesIn(record: RunRecord, broken: readonly string[]): string[] {
  const failed = record.requirements.filter(({ state }) => state === 'notMet').map(({ id }) => id)
  const lookedAt = new Set(record.requirements.filter(({ fate }) => fate !== 'filtered').map(({ id }) => id))
  const missed = broken
    .filter(id => lookedAt.has(id) && !failed.includes(id))
    .map(id => `${id} was broken and not caught`)
  // With defects other requirements may fail in their wake; the defect matrix (npm run fidelity) reviews those.
  const false_ = broken.length > 0 ? [] : failed.map(id => `${id} failed on the conformant supplier`)
  return [...missed, ...false_]
}

function nextSteps(path: string, defects: readonly string[], surprises: readonly string[]): string {
  const next = [
    `open the report       ${path}`,
    `check its seal        mustdo verify ${path}`,
    ...(defects.length === 0
      ? ['see a failing report  npm run demo -- --defects no-hsts,nhs-number-check-digit']
      : ['see it whole again    npm run demo']),
    'test your own         mustdo init https://your-product.example, then mustdo run',
  ]
  const came =
    surprises.length === 0
      ? 'Everything came out as this demo expects.'
      : `Not as this demo expects: ${surprises.join('; ')}.`
  return `\n${came} Next:\n${next.map(line => `  ${line}`).join('\n')}`
}

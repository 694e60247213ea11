/** `mustdo plan`: what a run would do and why the rest would not be looked at. Touches nothing but discovery. */
import { networkInterfaces } from 'node:os'
import type { Command } from 'commander'
import { loadCatalogue } from '../../standards/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import { planJson, planText } from '../plan/plan-text.ts'
import { conduct } from '../run/conduct.ts'
import { type FilterFlags, filterFlags, filtersFrom } from './filter-flags.ts'
import { print, printJson } from './output.ts'
import { openTarget, userName } from './run.ts'
import { stopOnSignals } from './stop.ts'

export function addPlan(program: Command): void {
  const command = program
    .command('plan')
    .description('Show what a run would do, without doing it')
    .argument('[target]', 'target file or address')
    .option('--json', 'print one JSON document')
  filterFlags(command).action(async (given: string | undefined, flags: FilterFlags & { json?: boolean }) => {
    const catalogue = loadCatalogue()
    const checks = await loadChecks(process.env['MUSTDO_EXTRA_CHECKS'])
    const target = openTarget(given, catalogue)
    const filters = filtersFrom(flags, { catalogue, checks, target })
    const stop = stopOnSignals(() => undefined)
    const { plan, record } = await conduct({
      target: { ...target, packs: flags.pack ? [...flags.pack] : target.packs },
      catalogue,
      loadChecks: async () => checks,
      filters,
      operator: userName(),
      demo: false,
      signal: stop.signal,
      planOnly: true,
    })
    stop.release()
    const facts = { plan, record, checks, sources: sourceAddresses() }
    if (flags.json) printJson(planJson(facts))
    else print(planText(facts))
  })
}

/** Addresses this machine may be seen with; operations may have to let them through. */
function sourceAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap(cards =>
    (cards ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
  )
}

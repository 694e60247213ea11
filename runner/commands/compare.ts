/** `mustdo compare <old> <new>`: what changed between two reports of one product. */
import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { compare } from '../../reports/review/compare.ts'
import { comparePage, compareText } from '../../reports/review/compare-text.ts'
import { exits } from '../../reports/verdict.ts'
import { readVerified } from '../desk/read-verified.ts'
import { version } from '../version.ts'
import { print, printJson, remark } from './output.ts'

export function addCompare(program: Command): void {
  program
    .command('compare')
    .description('Show what changed from one report to another: new failures, fixed, evidence, checks, target')
    .argument('<old>', 'the earlier report or record')
    .argument('<new>', 'the later report or record')
    .option('-o, --output <file>', 'also write a page')
    .option('--json', 'print one JSON document')
    .action(async (old: string, later: string, flags: { output?: string; json?: boolean }) => {
      const [before, after] = [await readVerified(old), await readVerified(later)]
      if (before.record.run.startedAt > after.record.run.startedAt)
        remark(`Note: ${old} is of a later run than ${later}. Swap them if that is not meant.`)
      const comparison = compare(before.record, after.record)
      if (flags.output) writeFileSync(flags.output, comparePage(comparison, version))
      if (flags.json) printJson(comparison)
      else print(compareText(comparison))
      process.exitCode = comparison.newFailures.some(({ must }) => must) ? exits.notConformant : exits.conformant
    })
}

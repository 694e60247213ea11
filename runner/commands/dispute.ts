/** `mustdo dispute <requirement>`: a small folder with which a maintainer can judge one requirement of a report again. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { cutTo, disputeText } from '../../reports/review/dispute.ts'
import { readVerified } from '../desk/read-verified.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'
import { DEFAULT_REPORT } from './read-report.ts'

interface Flags {
  readonly because: string
  readonly by: string
  readonly report: string
  readonly output?: string
  readonly json?: boolean
}

export function addDispute(program: Command): void {
  program
    .command('dispute')
    .description('Write a bundle with which a maintainer can judge one requirement of a report again')
    .argument('<requirement>', 'id of the requirement')
    .requiredOption('--because <text>', 'why the judgement is wrong')
    .requiredOption('--by <name>', 'who disputes it')
    .option('-r, --report <file>', 'the report', DEFAULT_REPORT)
    .option('-o, --output <folder>', 'where the bundle goes (default: dispute-<requirement>)')
    .option('--json', 'print one JSON document')
    .action(async (requirement: string, flags: Flags) => {
      const { record, bodyDigest } = await readVerified(flags.report)
      const cut = cutTo(record, requirement)
      if (!cut)
        throw new UsageError(
          `No check of ${flags.report} looked at ${requirement}. Expected a requirement that a check judged. See its state with: mustdo owed ${flags.report}`,
        )
      const folder = flags.output ?? `dispute-${requirement}`
      if (existsSync(folder))
        throw new UsageError(`${folder} exists already. Expected a new folder. Choose another with --output.`)
      const { because, by } = flags
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'record.json'), `${JSON.stringify(cut)}\n`)
      writeFileSync(
        join(folder, 'README.md'),
        disputeText(cut, { requirement, because, by, ...(bodyDigest && { report: bodyDigest }) }),
      )
      if (flags.json) printJson({ version: 1, folder, requirement, assertions: cut.assertions.length })
      else
        print(
          `${folder}: README.md and record.json, with ${cut.assertions.length} judgements and ${cut.observations.length} observations\nTry it: mustdo replay ${join(folder, 'record.json')}\nRead record.json before you hand it on: it holds the exchanges, redacted as in the report.`,
        )
    })
}

/** `mustdo verify`: what a sealed report proves, rung by rung, and what it does not. Works offline. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { exitCodeOf, renderVerification } from '../../reports/seal/render-verification.ts'
import { type RungName, rungNames } from '../../reports/seal/rungs.ts'
import { readTrust } from '../../reports/seal/trust.ts'
import { verifyFile } from '../run/write-report.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'

interface Flags {
  readonly trust?: string
  readonly require?: readonly string[]
  readonly json?: boolean
}

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('Check the seal of a report, and what follows from it')
    .argument('<report>', 'sealed report')
    .option('--trust <file>', 'keys that are known, with names and roles')
    .option('--require <rung-or-role...>', `rungs (${rungNames.join(', ')}) or roles that must hold`)
    .option('--json', 'print one JSON document')
    .action(async (report: string, flags: Flags) => {
      const require = (flags.require ?? []).filter(isRung)
      const requireRoles = (flags.require ?? []).filter(word => !isRung(word))
      if (requireRoles.some(role => !/^[a-z][a-z-]*$/.test(role)))
        throw new UsageError(
          `--require names "${requireRoles.join(' ')}". Expected rungs (${rungNames.join(', ')}) or roles such as reviewer. Correct the word, or leave it out.`,
        )
      const trust = flags.trust ? await readTrust(readFileSync(flags.trust, 'utf8')) : undefined
      const result = await verifyFile(report, { require, requireRoles, ...(trust && { trust }) })
      if (flags.json) printJson(result)
      else print(renderVerification(result))
      process.exitCode = exitCodeOf(result)
    })
}

const isRung = (word: string): word is RungName => (rungNames as readonly string[]).includes(word)

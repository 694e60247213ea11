/** `mustdo attest <requirement>`: writes into the target file what a named person vouches for, with digests of the evidence. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import type { Command } from 'commander'
import { loadCatalogue } from '../../standards/index.ts'
import { show } from '../../standards/query.ts'
import { withAttestation } from '../target/attest.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'
import { DEFAULT_TARGET, openTarget } from './run.ts'

interface Flags {
  readonly target: string
  readonly by: string
  readonly role: string
  readonly until: string
  readonly statement: string
  readonly evidence?: readonly string[]
  readonly json?: boolean
}

export function addAttest(program: Command): void {
  program
    .command('attest')
    .description('Vouch for a requirement that only a person can judge, in the target file')
    .argument('<requirement>', 'id of the requirement')
    .requiredOption('--by <name>', 'who vouches')
    .requiredOption('--role <role>', 'in what capacity')
    .requiredOption('--until <date>', 'last day it holds, YYYY-MM-DD')
    .requiredOption('--statement <text>', 'what is vouched for, in one sentence')
    .option('--evidence <file...>', 'documents it rests on; their sha256 goes along')
    .option('-t, --target <file>', 'target file', DEFAULT_TARGET)
    .option('--json', 'print one JSON document')
    .action((requirement: string, flags: Flags) => {
      const catalogue = loadCatalogue()
      const view = show(catalogue, requirement)
      if (view.kind !== 'requirement')
        throw new UsageError(
          `${requirement} is a ${view.kind}. Expected the id of a requirement. See: mustdo standards show ${requirement}`,
        )
      if (!isDay(flags.until))
        throw new UsageError(
          `--until is "${flags.until}". Expected a date such as 2027-09-30. Give the last day on which it holds.`,
        )
      const { version } = openTarget(flags.target, catalogue)
      const folder = dirname(resolve(flags.target))
      const attestation = {
        requirement: view.requirement.id,
        statement: flags.statement,
        by: flags.by,
        role: flags.role,
        on: new Date().toISOString().slice(0, 10),
        until: flags.until,
        version,
        evidence: (flags.evidence ?? []).map(path => ({
          file: relative(folder, resolve(path)).split(sep).join('/'),
          sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
        })),
      }
      const before = readFileSync(flags.target, 'utf8')
      writeFileSync(flags.target, withAttestation(before, attestation))
      try {
        openTarget(flags.target, catalogue)
      } catch (error) {
        // A file that loaded before must not be left as one that does not.
        writeFileSync(flags.target, before)
        throw error
      }
      if (flags.json) printJson({ version: 1, file: flags.target, attestation })
      else
        print(
          `${flags.target}: ${flags.by} vouches for ${attestation.requirement} until ${flags.until}, for version ${version}.`,
        )
    })
}

/** A day that the calendar has, as `2027-09-30`. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

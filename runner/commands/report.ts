/** `mustdo report [run]`: makes the report of a run from its folder; after a crash, of what there is. */
import type { Command } from 'commander'
import { exitCode } from '../../reports/verdict.ts'
import { loadCatalogue } from '../../standards/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import { RunFolder } from '../recorder/store.ts'
import type { RunNotes } from '../run/notes.ts'
import { recordOf } from '../run/record-of.ts'
import { UsageError } from './explain.ts'
import { type ExportFlags, exportFlags, writablePlaces } from './export-flags.ts'
import { finish } from './finish.ts'
import { runFolderOf } from './read-report.ts'
import { chooseSigner } from './sign.ts'

export function addReport(program: Command): void {
  const command = program
    .command('report')
    .description('Make the report of a run from its folder, also after a crash')
    .argument('[run]', 'id or folder of the run (default: the newest)')
    .option('-o, --output <file>', 'where the report goes', 'mustdo-report.html')
    .option('--key <file>', 'private key (PEM), or .yaml file of a signing program, that seals the report')
    .option('--ci-identity <program>', "in a pipeline: program that prints its provider's token for an audience")
    .option('--no-zip', 'write no .zip of the report beside it')
    .option('--json', "print the run's result as one JSON document")
  exportFlags(command).action(
    async (
      run: string | undefined,
      flags: ExportFlags & { output: string; key?: string; ciIdentity?: string; zip: boolean; json?: boolean },
    ) => {
      writablePlaces(flags)
      const folder = new RunFolder(runFolderOf(run))
      const catalogue = loadCatalogue()
      const notes = folder.read<RunNotes>('run.json')
      if (!notes) throw new UsageError(`${folder.path} holds no run.json. Expected the folder of a run. Name another.`)
      if (notes.catalogueDigest !== catalogue.digest)
        throw new UsageError(
          `${folder.path} was made with another catalogue (${notes.catalogueDigest.slice(0, 12)}, this one is ${catalogue.digest.slice(0, 12)}). Expected the same. Use the mustdo that made the run (${notes.tool}).`,
        )
      const record = recordOf(notes, folder, catalogue, await loadChecks(process.env['MUSTDO_EXTRA_CHECKS']))
      await finish(record, flags, { ...(await chooseSigner(flags)), evidence: notes.evidence })
      process.exitCode = exitCode(record)
    },
  )
}

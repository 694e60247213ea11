/** `mustdo cleanup [run]`: takes away what a run that broke off has left on the product. */
import type { Command } from 'commander'
import { exits } from '../../reports/verdict.ts'
import { loadCatalogue } from '../../standards/index.ts'
import { emptyLandscape } from '../discovery/discover.ts'
import { openWorld } from '../probe/open.ts'
import { RunFolder } from '../recorder/store.ts'
import { cleanUp, cleanupOf } from '../run/cleanup.ts'
import type { RunNotes } from '../run/notes.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'
import { runFolderOf } from './read-report.ts'
import { openTarget } from './run.ts'
import { stopOnSignals } from './stop.ts'

interface Flags {
  readonly target?: string
  readonly json?: boolean
}

export function addCleanup(program: Command): void {
  program
    .command('cleanup')
    .description('Take away what a run that broke off has left on the product')
    .argument('[run]', 'id or folder of the run (default: the newest)')
    .option('-t, --target <file>', 'target file of that run, for its credentials and consent (default: mustdo.yaml)')
    .option('--json', 'print one JSON document')
    .action(async (run: string | undefined, flags: Flags) => {
      const folder = new RunFolder(runFolderOf(run))
      const notes = folder.read<RunNotes>('run.json')
      if (!notes) throw new UsageError(`${folder.path} holds no run.json. Expected the folder of a run. Name another.`)
      const before = cleanupOf(folder)
      if (before.left.length > 0) await finish(folder, notes, flags)
      const { created, removed, left } = cleanupOf(folder)
      if (flags.json) printJson({ version: 1, run: notes.id, created, removed, left })
      else {
        print(
          created === 0 ? `${notes.id} created nothing.` : `${notes.id}: ${removed} of ${created} created are gone.`,
        )
        if (left.length > 0) print(`Left, to be removed by hand:\n${left.map(place => `  ${place}`).join('\n')}`)
      }
      process.exitCode = left.length === 0 ? 0 : exits.incomplete
    })
}

async function finish(folder: RunFolder, notes: RunNotes, flags: Flags): Promise<void> {
  const target = openTarget(flags.target, loadCatalogue())
  if (target.supplier !== notes.target.supplier || target.product !== notes.target.product)
    throw new UsageError(
      `The target file is of ${target.supplier}, ${target.product}; the run was of ${notes.target.supplier}, ${notes.target.product}. Expected the same. Name the right one with --target.`,
    )
  const stop = stopOnSignals(() => undefined)
  const world = await openWorld({
    runId: notes.id,
    folder: folder.path,
    seed: notes.seed,
    target,
    landscape: emptyLandscape(notes.inputs),
    learnt: [],
    prefix: `c${Date.now().toString(36)}-`,
    signal: stop.signal,
  })
  try {
    await cleanUp(world, folder)
  } finally {
    stop.release()
    await world.close()
  }
}

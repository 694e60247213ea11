/** `mustdo disclose`: one piece of a report's evidence in a file of its own, to show to somebody without showing the rest. */
import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { Observation, RunRecord } from '../../reports/record.ts'
import { checkDisclosure, type Disclosure } from '../../reports/review/disclosure.ts'
import { saltOf } from '../../reports/review/publish.ts'
import { bodiesIn, withheldDigest } from '../../reports/review/withhold.ts'
import { plain } from '../../reports/terminal/text.ts'
import { evidenceBeside, type KeptEvidence, readKept } from '../desk/kept-evidence.ts'
import { readVerified } from '../desk/read-verified.ts'
import { readSecret, saltsBeside } from '../desk/salts.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'

interface Flags {
  readonly output?: string
  readonly evidence?: string
  readonly salts?: string
  readonly json?: boolean
}

export function addDisclose(program: Command): void {
  program
    .command('disclose')
    .description("Take one piece of a report's evidence out, in a file that can be checked against the report")
    .argument('<report>', 'the sealed report')
    .argument('<observation>', 'its id, as o12: it stands in the record beside each judgement')
    .option('-o, --output <file>', 'where it goes (default: the id with .json)')
    .option('--evidence <file>', 'evidence that the report does not hold (default: beside the report)')
    .option('--salts <file>', 'secret of the published copy, for who has only that (default: beside the report)')
    .option('--json', 'print one JSON document')
    .action(async (report: string, id: string, flags: Flags) => {
      const { record, bodyDigest } = await readVerified(report)
      if (!bodyDigest || record.published)
        throw new UsageError(
          `${report} is ${record.published ? 'a published copy' : 'a bare record'}. Expected the sealed report. Give the one that mustdo run wrote.`,
        )
      const kept = readKept(flags.evidence ?? evidenceBeside(report), record.run.id)
      const published = readSecret(flags.salts ?? saltsBeside(report), bodyDigest)
      const observation = observationOf(record, id, kept, report)
      const salt = (secret: string) => saltOf(`observation ${id}`, secret).toString('hex')
      const piece: Disclosure = {
        version: 1,
        of: bodyDigest,
        observation,
        salts: [...(kept ? [salt(kept.secret)] : []), ...(published ? [salt(published)] : [])],
        bodies: bodiesFor(observation, { ...record.bodies, ...kept?.bodies }),
      }
      const { state, detail, line } = checkDisclosure(piece, { record, bodyDigest })
      if (state !== 'holds')
        throw new UsageError(
          `${id} cannot be disclosed: ${detail}. Expected the evidence that was kept when the report was made. Name its file with --evidence.`,
        )
      const file = flags.output ?? `${id}.json`
      writeFileSync(file, `${JSON.stringify(piece)}\n`, { mode: 0o600 })
      if (flags.json) return printJson({ version: 1, file, observation: id, of: bodyDigest })
      print(
        `${file}: ${plain(line)}\nIt opens nothing else. Who has the report checks it with: mustdo verify ${report} --disclosed ${file}`,
      )
    })
}

/** Throws UsageError for an id that the report does not have, and for evidence that was kept elsewhere. */
function observationOf(record: RunRecord, id: string, kept: KeptEvidence | undefined, report: string): Observation {
  const own = record.observations.find(one => one.id === id)
  if (!own)
    throw new UsageError(
      `${report} holds no observation "${plain(id)}". Expected one of its ${record.observations.length}, such as ${record.observations[0]?.id ?? 'o1'}. See the record: mustdo show, or the page's data block.`,
    )
  if (withheldDigest(own) === undefined) return own
  const found = kept?.observations.find(one => one.id === id)
  if (found) return found
  throw new UsageError(
    `${report} holds only a digest of ${id}. Expected ${evidenceBeside(report)}, which was written with it. Put it beside the report, or name it with --evidence.`,
  )
}

function bodiesFor(observation: Observation, bodies: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    bodiesIn(observation).flatMap(({ digest }) => {
      const text = bodies[digest]
      return text === undefined ? [] : [[digest, text] as const]
    }),
  )
}

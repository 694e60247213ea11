/** `mustdo publish`: a second sealed report for the public, with verdicts and salted digests and no map for attackers. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { rendererDigest } from '../../reports/render/render.ts'
import { publish } from '../../reports/review/publish.ts'
import { readVerified } from '../desk/read-verified.ts'
import { saltsBeside, secretFor } from '../desk/salts.ts'
import { writeReport } from '../run/write-report.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'
import { chooseSigner } from './sign.ts'

interface Flags {
  readonly output?: string
  readonly salts?: string
  readonly key?: string
  readonly json?: boolean
}

export function addPublish(program: Command): void {
  program
    .command('publish')
    .description('Make a sealed copy of a report that may be published: verdicts without evidence, addresses or names')
    .argument('<report>', 'the full sealed report')
    .option('-o, --output <file>', 'where the copy goes (default: the name of the report with .public.html)')
    .option('--salts <file>', 'private file with the secret of the salted digests (default: beside the report)')
    .option(
      '--key <file>',
      'private key (PEM), or .yaml file of a signing program, that seals the copy; else MUSTDO_KEY, else one made for it',
    )
    .option('--json', 'print one JSON document')
    .action(async (report: string, flags: Flags) => {
      const { record, bodyDigest } = await readVerified(report)
      if (!bodyDigest || record.published)
        throw new UsageError(
          `${report} is ${record.published ? 'a published copy already' : 'a bare record'}. Expected a full sealed report. Give the one that mustdo run wrote.`,
        )
      const file = flags.output ?? `${report.replace(/\.html$/i, '')}.public.html`
      if (resolve(file) === resolve(report))
        throw new UsageError(`${file} is the full report itself. Expected another file. Choose another with --output.`)
      const salts = flags.salts ?? saltsBeside(report)
      const copy = publish(record, { of: bodyDigest, secret: secretFor(salts, bodyDigest) })
      const { signer, remark } = await chooseSigner(flags)
      // The copy is a page of this renderer, whichever made the full one.
      const tool = { ...copy.tool, renderer: rendererDigest() }
      const { verification } = await writeReport({ ...copy, tool }, file, signer)
      if (flags.json) return printJson({ version: 1, file, of: bodyDigest, salts, bodyDigest: verification.bodyDigest })
      print(
        [
          `${file}: the published copy, sealed with ${verification.seals[0]?.fingerprint}`,
          `${salts} holds the secret of its digests; keep it with the full report, and give it to nobody who may not see that.`,
          `Prove that both come from one record: mustdo verify ${file} --full ${report}`,
          ...(remark ? [remark] : []),
        ].join('\n'),
      )
    })
}

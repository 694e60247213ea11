/** `mustdo review <folder>`: which reports a framework can decide on, which go back, and the letters that say why. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type ReportReview, review } from '../../reports/review/decide.ts'
import { letter } from '../../reports/review/letter.ts'
import { assuranceWords } from '../../reports/seal/assurance.ts'
import { plain } from '../../reports/terminal/text.ts'
import { exits } from '../../reports/verdict.ts'
import { frameworkFrom, signersOfFramework } from '../desk/framework.ts'
import { reportsIn } from '../desk/reports-in.ts'
import { print, printJson } from './output.ts'

interface Flags {
  readonly framework: string
  readonly letters?: string
  readonly json?: boolean
}

export function addReview(program: Command): void {
  program
    .command('review')
    .description('Say of each report in a folder whether a framework can decide on it, and write the letters')
    .argument('<folder>', 'folder with sealed reports')
    .requiredOption('--framework <name>', 'name of a framework, or a .yaml file of your own')
    .option('--letters <folder>', 'write a letter for each report that goes back')
    .option('--json', 'print one JSON document')
    .action(async (folder: string, flags: Flags) => {
      const framework = frameworkFrom(flags.framework)
      const today = new Date().toISOString().slice(0, 10)
      const reviews: ReportReview[] = []
      for await (const found of reportsIn(folder, { require: ['complete'], ...signersOfFramework(framework) }))
        reviews.push(review({ ...found, framework, today }))
      const letters = flags.letters
      if (letters !== undefined) {
        mkdirSync(letters, { recursive: true })
        for (const one of reviews.filter(({ state }) => state === 'return'))
          writeFileSync(join(letters, letterName(one.file)), letter(one, framework, today))
      }
      if (flags.json) printJson({ version: 1, framework: framework.id, today, reports: reviews })
      else print(`${framework.title}\n${reviews.map(text).join('\n')}`)
      process.exitCode = reviews.every(({ state }) => state === 'ready to decide')
        ? exits.conformant
        : exits.notConformant
    })
}

const letterName = (file: string): string => `${file.replace(/\.html$/i, '').replaceAll('/', '-')}.letter.md`

/** The report in a few lines: what stands in its way first, the rest as counts. */
function text({
  file,
  state,
  about,
  tier,
  supplier,
  reviewer,
  untested,
  waived,
  claimsAccepted,
  raised,
}: ReportReview): string {
  const counts = [
    ...(reviewer.length > 0 ? [`${reviewer.length} for you to look at`] : []),
    ...(untested.length > 0 ? [`${untested.length} that mustdo does not test yet`] : []),
    ...(waived.length > 0 ? [`acceptable with ${waived.length} waived`] : []),
    ...(claimsAccepted.length > 0 ? [`${claimsAccepted.length} accepted as not applicable`] : []),
  ]
  const byFramework = raised.length > 0 ? `; musts by this framework's word: ${raised.join(', ')}` : ''
  const what = about
    ? `${about.supplier} ${about.product} ${about.version}, ${about.environment}: ${about.verdict}`
    : ''
  return [
    '',
    `${state.toUpperCase().padEnd(15)}  ${plain(file)}  ${plain(what)}`,
    `  assurance: ${assuranceWords[tier]}${counts.length > 0 ? `; musts: ${counts.join(', ')}` : ''}${byFramework}`,
    ...supplier.map(({ requirement, what: act }) => `  - ${plain(`${requirement ? `${requirement}: ` : ''}${act}`)}`),
  ].join('\n')
}

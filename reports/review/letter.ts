/** The letter to a supplier whose report goes back: what to do, by id. Markdown that reads as plain text. */
import type { Framework } from '../../standards/model.ts'
import { day, verdictWords } from '../render/view/words.ts'
import { plain } from '../terminal/text.ts'
import type { VerdictWord } from '../verdict.ts'
import type { Act, ReportReview } from './decide.ts'

export function letter(review: ReportReview, framework: Framework, today: string): string {
  const { about, file, supplier, waived, claimsAccepted, reviewer } = review
  const whole = supplier.filter(({ requirement }) => requirement === undefined)
  const byId = supplier.filter(({ requirement }) => requirement !== undefined)
  return [
    `# ${plain(framework.title)}: your report goes back to you`,
    '',
    about
      ? plain(
          `To ${about.supplier}, about ${about.product} ${about.version} (${about.environment}), run ${about.run} of ${day(about.startedAt)}, file ${file}, sha256 of the page ${about.body}.`,
        )
      : plain(`About the file ${file}, which could not be read as a report.`),
    '',
    `${day(today)}. Nothing has been decided about the product. Please do what is listed, run the test again and send the new report.`,
    ...(about
      ? ['', `The report's own verdict: ${verdictWords[about.verdict as VerdictWord] ?? plain(about.verdict)}.`]
      : []),
    ...section(
      'About the report',
      whole.map(({ what }) => plain(what)),
    ),
    ...section('By requirement', byId.map(actLine)),
    ...section('What we shall look at ourselves; you need do nothing', reviewer.map(actLine)),
    ...section('Waived for you', waived),
    ...section('Accepted as not applicable', claimsAccepted),
    '',
    'To see one finding with its request and answer: mustdo show <finding>. To see all that is yours: mustdo owed <report>.',
    '',
  ].join('\n')
}

const actLine = ({ requirement, statement, what }: Act): string =>
  plain(`${requirement}${statement ? ` (${statement.replace(/\.$/, '')})` : ''}: ${what}`)

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map(line => `- ${line}`)]

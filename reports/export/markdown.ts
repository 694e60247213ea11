import type { RunRecord } from '../record.ts'
import { cover } from '../render/view/cover.ts'
import { notCovered, notMetLines } from '../render/view/headline.ts'
import { lookInto } from '../render/view/look.ts'
import { pillarRows } from '../render/view/pillars.ts'

/** The report's first screen for a CI summary, in GitHub-flavoured Markdown. */
export function markdown(record: RunRecord): string {
  const look = lookInto(record)
  const front = cover(look)
  const notMet = notMetLines(look)
  const rows = pillarRows(look).map(({ title, musts, cells, noMusts, note }) => {
    const name = note ? `${title} (${note})` : title
    const values = noMusts ? [noMusts, '', '', '', '', '', ''] : [musts, ...cells.map(({ value }) => value)]
    return `| ${[name, ...values].map(plain).join(' | ')} |`
  })
  return [
    ...(record.run.demo ? ['**DEMONSTRATION**: not a report on any real product', ''] : []),
    `## ${plain(front.verdict)} ${plain(front.scope)}: ${plain(front.tally)}`,
    '',
    `**${front.environment}** ${plain(front.product)} ${plain(front.declared)} (observed ${plain(front.observed)}), ${plain(front.hosts)}, ${front.window}`,
    '',
    ...[front.bases, front.debts, `Settled: ${front.made}`].filter(Boolean).map(line => `- ${plain(line)}`),
    ...front.trouble.map(line => `- **Not complete:** ${plain(line)}`),
    '',
    '| Pillar | Must | Met | Not met | Can\u2019t tell | Not tested | Attested | n/a |',
    `| --- |${' ---: |'.repeat(7)}`,
    ...rows,
    '',
    ...(notMet.length > 0 ? ['### Not met', ''] : []),
    ...notMet.map(({ id, what, extent, hazards }) => {
      const hazard = hazards ? `, hazard ${hazards}` : ''
      return `- **${plain(id)}** ${plain(what)} (${plain(extent || 'no finding')}${plain(hazard)})`
    }),
    ...(notMet.length > 0 ? [''] : []),
    `Not covered: ${plain(notCovered(look).join(' \u00b7 '))}`,
    '',
    `Produced by ${plain(front.operator)} with mustdo; not issued or endorsed by NHS England.`,
    '',
  ].join('\n')
}

/** Text that stays text: no markup, no table break, no mention of a person. */
const plain = (text: string): string =>
  text
    .replace(/[\x00-\x1f\x7f]+/g, ' ')
    .replace(/[\\`*_[\]<>|#~!]/g, '\\$&')
    .replaceAll('@', '@\u200b')

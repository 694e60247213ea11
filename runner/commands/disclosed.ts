/** `mustdo verify --disclosed`: whether pieces of evidence are those that a report speaks of. */
import { readFileSync } from 'node:fs'
import { checkDisclosure, type DisclosureCheck, readDisclosure } from '../../reports/review/disclosure.ts'
import { plain } from '../../reports/terminal/text.ts'
import { UsageError } from './explain.ts'
import { readRecord } from './read-report.ts'

export interface Disclosed extends DisclosureCheck {
  readonly file: string
  readonly observation: string
}

/** Checks each file against a report whose seals hold. Throws UsageError for a file that discloses nothing. */
export function disclosures(files: readonly string[], report: string, bodyDigest: string): readonly Disclosed[] {
  if (files.length === 0) return []
  const record = readRecord(report)
  return files.map(file => {
    const piece = readDisclosure(readFileSync(file, 'utf8'))
    if (!piece)
      throw new UsageError(
        `${file} discloses nothing. Expected a file that mustdo disclose wrote. Ask the supplier for it.`,
      )
    return { file, observation: piece.observation.id, ...checkDisclosure(piece, { record, bodyDigest }) }
  })
}

export function disclosedText(found: readonly Disclosed[]): string {
  const lines = found.flatMap(({ file, state, detail, line, observation, assertions }) => [
    `  ${state}  ${plain(file)}: ${plain(`${observation}, ${line}`)}`,
    `      ${plain(detail)}${assertions.map(({ id, outcome }) => `; ${outcome}: ${plain(id)}`).join('')}`,
  ])
  return ['Disclosed', ...lines].join('\n')
}

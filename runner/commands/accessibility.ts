/** `mustdo accessibility`: what the accessibility engines find on pages, as one list of findings. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { exits } from '../../reports/verdict.ts'
import { acrossPages, type PlacedFinding } from '../../suites/shared/accessibility/across-pages.ts'
import { findingsOf } from '../../suites/shared/accessibility/findings.ts'
import { trustTable } from '../../suites/shared/accessibility/trust.ts'
import { engineSets } from '../instruments/browser/engines/index.ts'
import type { Scan } from '../instruments/browser/scan.ts'
import { startScanner } from '../instruments/browser/scanner.ts'
import { UsageError } from './explain.ts'
import { type PicturedFinding, writePictures } from './finding-pictures.ts'
import { limitsFrom } from './limits.ts'
import { print, printJson, remark } from './output.ts'

interface Flags {
  readonly engines: string
  readonly origin?: readonly string[]
  readonly timeout?: string
  readonly all?: boolean
  readonly pictures?: string
  readonly json?: boolean
}

/** Pages looked at side by side; two keep a machine of two cores busy. */
const PARALLEL = 2
const TIMEOUT_MS = 60_000

export function addAccessibility(program: Command): void {
  program
    .command('accessibility')
    .description('Show what accessibility engines find on pages; the pages are only looked at')
    .argument('<url...>', 'addresses of pages')
    .option('--engines <set>', 'small (axe-core, accesslint, our own rules) or full (QualWeb too)', 'small')
    .option('--origin <origins...>', 'other origins that the pages may load from')
    .option('--timeout <seconds>', 'how long a page may take')
    .option('--all', 'print what lies beyond WCAG A and AA too; --json always does')
    .option('--pictures <folder>', 'write a picture of each finding there; what may be private is covered')
    .option('--json', 'print one JSON document')
    .action(async (urls: string[], flags: Flags) => {
      const set = engineSets[flags.engines as keyof typeof engineSets]
      if (!set)
        throw new UsageError(`--engines is "${flags.engines}". Expected small or full. Leave it out for the small set.`)
      const pages = urls.map(addressOf)
      const origins = [...pages, ...(flags.origin ?? []).map(addressOf)].map(({ origin }) => origin)
      const { timeoutMs = TIMEOUT_MS } = limitsFrom(flags)
      const scanner = await startScanner({
        engines: set,
        allowedOrigins: [...new Set(origins)],
        timeoutMs,
        ...(flags.pictures && { pictures: foundAt }),
      })
      const scans = await inTurn(
        pages.map(({ href }) => href),
        url => scanner.scan(url),
      ).finally(() => scanner.close())
      const placed = acrossPages(
        scans.map(({ url, hits }) => ({ page: url, findings: findingsOf(hits, trustTable()) })),
      )
      const findings = flags.pictures ? await writePictures(flags.pictures, placed, scans) : placed
      if (flags.json)
        printJson({
          version: 1,
          browser: scanner.browser,
          pages: scans.map(({ hits: _hits, pictures: _pictures, ...page }) => page),
          findings,
        })
      else show(scans, findings, flags)
      process.exitCode = exitCode(scans, findings)
    })
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url
  throw new UsageError(
    `"${text}" is no address of a page. Expected one that begins with https:// or http://. Write it whole.`,
  )
}

/** A few at a time, answers in the order of the questions. */
async function inTurn<A, B>(questions: readonly A[], ask: (question: A) => Promise<B>): Promise<B[]> {
  const answers: B[] = []
  const queue = questions.entries()
  const worker = async () => {
    for (const [i, question] of queue) answers[i] = await ask(question)
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return answers
}

/** The elements of findings: those are pictured. */
const foundAt = (hits: Scan['hits']) => findingsOf(hits, trustTable()).map(({ selector }) => selector)

const demanded = ({ level }: PlacedFinding): boolean => level === 'A' || level === 'AA'

/** A scan never proves conformance: at best nothing was found, and nothing is left for a person to look at. */
function exitCode(scans: readonly Scan[], findings: readonly PlacedFinding[]): number {
  if (findings.some(finding => finding.outcome === 'failed' && demanded(finding))) return exits.notConformant
  return scans.some(({ error }) => error) || findings.some(demanded) ? exits.incomplete : 0
}

function show(scans: readonly Scan[], findings: readonly PicturedFinding[], { all, pictures = '' }: Flags): void {
  for (const { url, error, engines } of scans) {
    if (error) remark(`${url} was not looked at: ${error.message}`)
    for (const { engine, error: trouble } of engines)
      if (trouble) remark(`${url}: ${engine} could not run (${trouble})`)
  }
  const shown = findings.filter(finding => all || demanded(finding))
  const count = (outcome: PlacedFinding['outcome']) => shown.filter(finding => finding.outcome === outcome).length
  print(
    [
      ...shown.flatMap(({ outcome, level, successCriteria, actRules, rules, engines, places, html, look, picture }) => [
        `${outcome === 'failed' ? 'not met     ' : "can't tell  "}${[...successCriteria, level].join(' ')}  ${rules.join(', ')}`,
        `            ${places[0]?.selector ?? ''}  ${places.length > 1 ? `and ${places.length - 1} more places` : ''}`.trimEnd(),
        `            ${html}`,
        ...(look ? [`            look at: ${look}`] : []),
        ...(picture ? [`            picture: ${join(pictures, picture.file)}`] : []),
        `            engines: ${engines.join(', ')}${actRules.length > 0 ? `; ACT rules: ${actRules.join(', ')}` : ''}`,
      ]),
      `${scans.length} pages: ${count('failed')} findings not met, ${count('cantTell')} for a person to look at.`,
      'A scan finds defects; it does not prove that a page meets WCAG.',
    ].join('\n'),
  )
}

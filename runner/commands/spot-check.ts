/** `mustdo spot-check`: asks the live product again for a sample of what a report says, and judges the answers. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { sampleOf, spotCheckOf, withAnswers } from '../../reports/review/spot-check.ts'
import { spotCheckText } from '../../reports/review/spot-check-text.ts'
import { exits } from '../../reports/verdict.ts'
import { readVerified } from '../desk/read-verified.ts'
import { privateAddressOf } from '../instruments/dns/private-address.ts'
import { rejudgeLimited } from '../run/rejudge-limited.ts'
import { askAgain } from '../run/spot-check.ts'
import { loadTarget } from '../target/load.ts'
import { bareOrigin } from './bare-origin.ts'
import { UsageError } from './explain.ts'
import { print, printJson, remark } from './output.ts'
import { stopOnSignals } from './stop.ts'

interface Flags {
  readonly origin: readonly string[]
  readonly sample: string
  readonly seed?: string
  readonly ca?: string
  readonly identities?: string
  readonly private?: boolean
  readonly json?: boolean
}

export function addSpotCheck(program: Command): void {
  program
    .command('spot-check')
    .description('Ask the live product again for a sample of what a report says')
    .argument('<report>', 'sealed report, or its .zip')
    .requiredOption(
      '--origin <origin...>',
      'origins that may be asked, as you know them; the report alone is not believed',
    )
    .option('--sample <number>', 'how many judgements to try again', '25')
    .option('--seed <text>', 'draws the sample; a random one is made and printed')
    .option(
      '--identities <target-file>',
      'a target file of your own: its credentials stand in for identities of the same names',
    )
    .option('--ca <file>', 'private certificate authority (PEM) of the product')
    .option('--private', 'the origins may stand for private addresses')
    .option('--json', 'print one JSON document')
    .action(async (report: string, flags: Flags) => {
      process.exitCode = await spotCheck(report, flags)
    })
}

async function spotCheck(report: string, flags: Flags): Promise<number> {
  const origins = flags.origin.map(originFrom)
  const size = Number(flags.sample)
  if (!Number.isInteger(size) || size < 1 || size > 1000)
    throw new UsageError(`--sample is "${flags.sample}". Expected a whole number from 1 to 1000. Leave it out for 25.`)
  const { record } = await readVerified(report)
  if (!flags.private) for (const origin of origins) await mustBePublic(origin)
  const reviewer = flags.identities ? loadTarget(flags.identities) : undefined
  const seed = flags.seed ?? randomBytes(4).toString('hex')
  const sample = sampleOf(record, {
    origins,
    size,
    seed,
    ...(reviewer && { identities: reviewer.identities.map(({ name }) => name) }),
  })
  const stop = stopOnSignals(() => undefined)
  try {
    const ca = flags.ca ? readFileSync(flags.ca, 'utf8') : undefined
    const answers = await askAgain(record, sample, {
      signal: stop.signal,
      ...(ca && { ca }),
      ...(reviewer && { reviewer }),
      onProblem: problem => remark(`Note: ${problem}`),
    })
    const rejudgement = await rejudgeLimited(JSON.stringify(withAnswers(record, sample, answers)))
    const found = spotCheckOf(sample, answers, rejudgement)
    if (flags.json) printJson({ version: 1, seed, ...found })
    else print(spotCheckText(found, seed))
    if (found.contradictions.length > 0) return exits.sealBroken
    return found.judged === 0 || found.trouble ? exits.incomplete : exits.conformant
  } finally {
    stop.release()
  }
}

function originFrom(word: string): string {
  const origin = bareOrigin(word, ['https:', 'http:'])
  if (origin) return origin
  throw new UsageError(
    `--origin is "${word}". Expected an origin such as https://www.example.org. Give scheme, host and port only.`,
  )
}

/** A report is a stranger's file: it must not make a reviewer's machine ask inside the reviewer's own network. */
async function mustBePublic(origin: string): Promise<void> {
  const address = await privateAddressOf(new URL(origin).hostname)
  if (address)
    throw new UsageError(
      `${origin} stands for the private address ${address}. Expected a public product. Say --private where that is meant.`,
    )
}

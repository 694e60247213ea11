/** `mustdo countersign`: a reviewer's decision on a report, sealed into it. The report stays the same: its body is its identity. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { RunRecord } from '../../reports/record.ts'
import { seal } from '../../reports/seal/seal.ts'
import { type Decision, decisions, type Review, summaryOf, titleOf } from '../../reports/seal/statement.ts'
import { readTrust } from '../../reports/seal/trust.ts'
import { runVerdict } from '../../reports/verdict.ts'
import { rejudgeLimited } from '../run/rejudge-limited.ts'
import { verifyFile } from '../run/write-report.ts'
import { UsageError } from './explain.ts'
import { readBareReport, replaceReport } from './one-more-line.ts'
import { print, printJson, remark } from './output.ts'
import { readRecord } from './read-report.ts'
import { chooseSigner, KEY_VARIABLE } from './sign.ts'

interface Flags {
  readonly decision: string
  readonly by: string
  readonly condition?: readonly string[]
  readonly key?: string
  readonly role: string
  readonly trust?: string
  readonly rejudge: boolean
  readonly output?: string
  readonly json?: boolean
}

export function addCountersign(program: Command): void {
  program
    .command('countersign')
    .description('Seal a decision into a report, as its reviewer')
    .argument('<report>', 'sealed report')
    .requiredOption('--decision <decision>', `${decisions.map(word => `"${word}"`).join(', ')}`)
    .requiredOption('--by <name>', 'who decides')
    .option('--condition <text...>', 'what has to happen, one sentence each')
    .option(
      '--key <file>',
      `private key (PEM), or .yaml file of a signing program, of the reviewer; else ${KEY_VARIABLE}`,
    )
    .option('--role <role>', 'in what capacity the decision is sealed', 'reviewer')
    .option('--trust <file>', 'keys that are known; the seals so far must be theirs')
    .option('--no-rejudge', 'do not judge the evidence again before sealing')
    .option('-o, --output <file>', 'where the counter-signed report goes (default: the report itself)')
    .option('--json', 'print one JSON document')
    .action(async (report: string, flags: Flags) => {
      const review = reviewFrom(flags)
      if (!/^[a-z][a-z-]{0,31}$/.test(flags.role) || flags.role === 'issuer')
        throw new UsageError(
          `--role is "${flags.role}". Expected a word of a to z and "-" other than issuer, which is who made the report. Leave it out for reviewer.`,
        )
      if (!flags.key && !process.env[KEY_VARIABLE])
        throw new UsageError(
          `No key was given. Expected the reviewer's own private key: a decision under a key of one day says nothing. Give --key, or make one with: mustdo keys generate`,
        )
      const bytes = readBareReport(report)
      const record = readRecord(report)
      refuse(report, record)
      await mustHold(report, flags)
      const { signer } = await chooseSigner(flags)
      const word = runVerdict(record).word
      if (review.decision !== 'returned' && word !== 'conformant')
        remark(`Note: the verdict of ${report} is "${word}". It is ${review.decision} all the same.`)
      const sealed = await seal(bytes, signer, {
        role: flags.role,
        iat: Math.floor(Date.now() / 1000),
        summary: { ...summaryOf(record, word), review },
      })
      const file = flags.output ?? report
      const { archive } = replaceReport(file, sealed)
      const { bodyDigest, seals } = await verifyFile(file)
      const fingerprint = seals.at(-1)?.fingerprint
      if (flags.json)
        printJson({ version: 1, file, ...(archive && { archive }), bodyDigest, role: flags.role, fingerprint, review })
      else
        print(
          `${file}${archive ? ` and ${archive}` : ''}: ${review.decision}, sealed by ${review.by} as ${flags.role} with ${fingerprint}\nCheck it with: mustdo verify ${file} --trust keys.json --require ${flags.role}`,
        )
    })
}

/** Throws UsageError for a decision that is none, and for conditions where none or some are due. */
function reviewFrom({ decision, by, condition = [] }: Flags): Review {
  const chosen: Decision | undefined = decisions.find(one => one === decision)
  if (!chosen)
    throw new UsageError(
      `--decision is "${decision}". Expected one of ${decisions.map(word => `"${word}"`).join(', ')}. Choose one of them.`,
    )
  if (chosen === 'accepted with conditions' && condition.length === 0)
    throw new UsageError(
      '--decision is "accepted with conditions" and names none. Expected at least one --condition. Say what has to happen.',
    )
  if (chosen === 'accepted' && condition.length > 0)
    throw new UsageError(
      '--decision is "accepted" and has conditions. Expected none. Use "accepted with conditions", or leave them out.',
    )
  return { decision: chosen, by, conditions: condition }
}

/** What speaks for a part of the test, or for no real product, is nobody's to accept. */
function refuse(report: string, { run }: RunRecord): void {
  if (run.partial || run.demo)
    throw new UsageError(
      `${report} is a ${run.demo ? 'demonstration' : 'partial run'} ("${titleOf(run)}"). Expected a whole run of a real product. Ask the supplier for one.`,
    )
}

/** A reviewer puts a name to it, so what can be checked offline is checked first. Throws UsageError. */
async function mustHold(report: string, { trust, rejudge }: Flags): Promise<void> {
  const extraChecks = process.env['MUSTDO_EXTRA_CHECKS']
  const result = await verifyFile(report, {
    require: ['re-rendered', 'complete', ...(rejudge ? (['re-judged'] as const) : [])],
    ...(trust && { trust: await readTrust(readFileSync(trust, 'utf8')) }),
    ...(rejudge && { rejudge: json => rejudgeLimited(json, { ...(extraChecks && { extraChecks }) }) }),
  })
  if (!result.ok)
    throw new UsageError(
      `${report} cannot be counter-signed: ${result.unmet.join('; ')}. Expected a report on which these rungs hold. See why with: mustdo verify ${report}${rejudge ? ' --rejudge' : ''}`,
    )
}

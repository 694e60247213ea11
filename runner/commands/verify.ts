/** `mustdo verify`: what a sealed report proves, rung by rung, and what it does not. Works offline. */
import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { type SameRecord, sameRecord } from '../../reports/review/same-record.ts'
import type { ChallengeDemand } from '../../reports/seal/fresh.ts'
import type { Rejudge } from '../../reports/seal/rejudged.ts'
import { exitCodeOf, renderVerification } from '../../reports/seal/render-verification.ts'
import { type RungName, rungNames } from '../../reports/seal/rungs.ts'
import { keysOf, readTrust } from '../../reports/seal/trust.ts'
import type { VerifyOptions } from '../../reports/seal/verify.ts'
import { exits } from '../../reports/verdict.ts'
import { DEFAULT_LEDGER, findChallenge, noteAnswer } from '../desk/ledger.ts'
import { PUBLISHED_AT, publishedKeys } from '../desk/published-keys.ts'
import { readVerified } from '../desk/read-verified.ts'
import { readSecret, saltsBeside } from '../desk/salts.ts'
import { withKept } from '../desk/whole-record.ts'
import { openReport } from '../run/open-report.ts'
import { rejudgeLimited } from '../run/rejudge-limited.ts'
import { verifyBytes } from '../run/write-report.ts'
import { checkEvidenceFolder, matchEvidence, matchesText } from './attested-evidence.ts'
import { bareOrigin } from './bare-origin.ts'
import { disclosedText, disclosures } from './disclosed.ts'
import { UsageError } from './explain.ts'
import { print, printJson, remark } from './output.ts'
import { readRecord, recordIn } from './read-report.ts'

interface Flags {
  readonly trust?: string
  readonly online?: string
  readonly ca?: string
  readonly tsa?: string
  readonly require?: readonly string[]
  readonly rejudge?: boolean
  readonly challenge?: string
  readonly ledger?: string
  readonly full?: string
  readonly salts?: string
  readonly disclosed?: readonly string[]
  readonly withheld?: string
  readonly evidence?: string
  readonly json?: boolean
}

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('Check the seal of a report, and what follows from it')
    .argument('<report>', 'sealed report, or its .zip')
    .option('--trust <file>', 'keys that are known, with names and roles')
    .option('--online <origin>', `fetch the key that the tested product publishes there, at ${PUBLISHED_AT}`)
    .option('--ca <file>', 'private certificate authority (PEM) of that origin')
    .option('--tsa <file>', 'time-stamp authorities, or their issuers (PEM): a time-stamp by one of them is demanded')
    .option('--require <rung-or-role...>', `rungs (${rungNames.join(', ')}) or roles that must hold`)
    .option('--rejudge', 'judge the embedded evidence again, in a limited worker')
    .option('--challenge <nonce>', 'demand that the run answers this challenge')
    .option('--ledger <file>', `where challenges are kept, so that each is answered once (default: ${DEFAULT_LEDGER})`)
    .option('--full <report>', 'the full report that a published copy must come from')
    .option('--salts <file>', "the secret of the copy's salted digests (default: the file beside the full report)")
    .option(
      '--disclosed <file...>',
      'evidence that mustdo disclose took out of this report, or of the one it is a copy of',
    )
    .option(
      '--withheld <file>',
      'all evidence that was kept beside a report which carries less: it is judged again with it',
    )
    .option(
      '--evidence <folder>',
      'the files that the supplier sent: those that attestations rest on must be there, as they were at the run',
    )
    .option('--json', 'print one JSON document')
    .action(async (report: string, flags: Flags) => {
      if (flags.evidence !== undefined) checkEvidenceFolder(flags.evidence)
      const { require, requireRoles } = demandsFrom([
        ...(flags.require ?? []),
        ...(flags.withheld ? ['re-judged'] : []),
      ])
      const { bytes, archive } = openReport(report)
      const { keys, pipelines } = await knownSigners(report, bytes, flags)
      const ledger = flags.challenge ? ledgerFrom(flags) : undefined
      const challenge = flags.challenge ? demandFrom(flags.challenge, ledger) : undefined
      const extraChecks = process.env['MUSTDO_EXTRA_CHECKS']
      const rejudge: Rejudge = json => rejudgeLimited(json, { ...(extraChecks && { extraChecks }) })
      const result = await verifyBytes(bytes, {
        require,
        requireRoles,
        ...(keys && { keys }),
        ...(pipelines && { pipelines }),
        ...(flags.tsa && { authorities: readFileSync(flags.tsa, 'utf8') }),
        ...(challenge && { challenge }),
        ...((flags.rejudge || require.includes('re-judged')) && {
          rejudge: flags.withheld ? withKept(rejudge, flags.withheld) : rejudge,
        }),
      })
      if (result.ok && challenge && ledger && result.bodyDigest)
        noteAnswer(ledger, challenge.nonce, { body: result.bodyDigest, at: new Date().toISOString() })
      const bound = flags.full && result.bodyDigest ? await bindToFull(report, flags.full, flags.salts) : undefined
      const disclosed = result.bodyDigest ? disclosures(flags.disclosed ?? [], report, result.bodyDigest) : []
      const record = flags.evidence && result.bodyDigest ? recordIn(bytes, report) : undefined
      const matches = record && flags.evidence ? await matchEvidence(record, flags.evidence) : undefined
      const packed = archive && { name: archive.name, files: archive.files, evidence: archive.evidence }
      if (flags.json)
        printJson({
          version: 1,
          ...result,
          ...(packed && { archive: packed }),
          ...(bound && { full: bound }),
          ...(flags.disclosed && { disclosed }),
          ...(matches && { evidence: matches.rows, unnamedFiles: matches.unnamed }),
        })
      else {
        print(renderVerification(result))
        if (packed)
          print(
            `Archive\n  holds  ${packed.name} and ${packed.evidence} files of its evidence; ${packed.files} checksums are right`,
          )
        if (bound) print(`With the full report\n  ${bound.state}  ${bound.detail}; salted digests: ${bound.digests}`)
        if (disclosed.length > 0) print(disclosedText(disclosed))
        if (record && matches) print(matchesText(matches, record))
      }
      const holds = [...(bound ? [bound] : []), ...disclosed].every(({ state }) => state === 'holds')
      const sent = matches?.rows.every(({ state }) => state === 'found') ?? true
      process.exitCode = holds && sent ? exitCodeOf(result) : exits.sealBroken
    })
}

/** Keys of the trust file, and those that the product publishes; what the trust file says of a key counts before the other. */
async function knownSigners(
  report: string,
  bytes: Uint8Array,
  { trust, online, ca }: Flags,
): Promise<Pick<VerifyOptions, 'keys' | 'pipelines'>> {
  const file = trust ? await readTrust(readFileSync(trust, 'utf8')) : undefined
  const trusted = file && (await keysOf(file))
  const pipelines = file?.pipelines && { pipelines: file.pipelines }
  if (!online) return { ...(trusted && { keys: trusted }), ...pipelines }
  const { keys, because } = await publishedKeys(
    originFrom(online),
    recordIn(bytes, report),
    ca ? readFileSync(ca, 'utf8') : undefined,
  )
  if (because) remark(`Note: no key is published there: ${because}.`)
  return { keys: new Map([...keys, ...(trusted ?? [])]), ...pipelines }
}

function originFrom(word: string): string {
  const origin = bareOrigin(word)
  if (origin) return origin
  throw new UsageError(
    `--online is "${word}". Expected the https origin of the product, such as https://www.example.org. Correct it, or leave it out to stay offline.`,
  )
}

/** Throws SealError for a full report that does not hold, UsageError for a bare record. */
async function bindToFull(copy: string, full: string, salts = saltsBeside(full)): Promise<SameRecord> {
  const { record, bodyDigest } = await readVerified(full)
  if (!bodyDigest)
    throw new UsageError(
      `${full} is a bare record. Expected the full sealed report. Give the one the copy was made from.`,
    )
  const secret = readSecret(salts, bodyDigest)
  return sameRecord(readRecord(copy), { record, bodyDigest, ...(secret && { secret }) })
}

/** Rungs and roles, told apart. Throws UsageError for a word that can be neither. */
export function demandsFrom(words: readonly string[]): { require: RungName[]; requireRoles: string[] } {
  const requireRoles = words.filter(word => !isRung(word))
  if (requireRoles.some(role => !/^[a-z][a-z-]*$/.test(role)))
    throw new UsageError(
      `--require names "${requireRoles.join(' ')}". Expected rungs (${rungNames.join(', ')}) or roles such as reviewer. Correct the word, or leave it out.`,
    )
  return { require: words.filter(isRung), requireRoles }
}

const isRung = (word: string): word is RungName => (rungNames as readonly string[]).includes(word)

/** The ledger to look into; none when nobody keeps one here. */
function ledgerFrom({ ledger }: Flags): string | undefined {
  if (existsSync(ledger ?? DEFAULT_LEDGER)) return ledger ?? DEFAULT_LEDGER
  if (ledger)
    throw new UsageError(
      `${ledger} does not exist. Expected the ledger of the challenge. Name the file that mustdo challenge new wrote.`,
    )
  remark(`Note: there is no ${DEFAULT_LEDGER}, so whether another report answers the same challenge is not known.`)
  return undefined
}

function demandFrom(nonce: string, ledger: string | undefined): ChallengeDemand {
  if (!ledger) return { nonce }
  const { issuedAt, until, answered } = findChallenge(ledger, nonce)
  return { nonce, issuedAt, until, ...(answered && { answeredBy: answered.body }) }
}

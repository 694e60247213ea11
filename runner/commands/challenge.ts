/** `mustdo challenge`: a nonce that a framework puts to a supplier, so that a run is no older than the question. */
import type { Command } from 'commander'
import { DEFAULT_LEDGER, issueChallenge, readLedger } from '../desk/ledger.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'

export function addChallenge(program: Command): void {
  const challenge = program
    .command('challenge')
    .description('Challenges that a framework puts to a supplier, each to be answered by one run')
  challenge
    .command('new')
    .description('Issue a challenge, write it into the ledger and print it')
    .requiredOption('--for <name>', 'who is to answer it, for the ledger')
    .option('--days <number>', 'how many days a run may take to answer it', '14')
    .option('--ledger <file>', 'where challenges are kept', DEFAULT_LEDGER)
    .option('--json', 'print one JSON document')
    .action((flags: { for: string; days: string; ledger: string; json?: boolean }) => {
      const issued = issueChallenge(flags.ledger, { name: flags.for, days: daysFrom(flags.days), now: new Date() })
      if (flags.json) return printJson({ version: 1, ledger: flags.ledger, challenge: issued })
      print(
        [
          issued.nonce,
          `For ${issued.for}, to be answered by a run that begins on ${issued.until} at the latest. Kept in ${flags.ledger}.`,
          `The supplier runs     mustdo run --challenge ${issued.nonce}`,
          `You then check with   mustdo verify report.html --challenge ${issued.nonce}`,
        ].join('\n'),
      )
    })
  challenge
    .command('list')
    .description('Show the challenges of the ledger and what became of them')
    .option('--ledger <file>', 'where challenges are kept', DEFAULT_LEDGER)
    .option('--json', 'print one JSON document')
    .action((flags: { ledger: string; json?: boolean }) => {
      const { challenges } = readLedger(flags.ledger)
      if (flags.json) return printJson({ version: 1, ledger: flags.ledger, challenges })
      if (challenges.length === 0)
        return print(`${flags.ledger} holds no challenge. Issue one with: mustdo challenge new`)
      for (const { nonce, for: name, issuedAt, until, answered } of challenges)
        print(
          `${nonce}  ${name}  issued ${issuedAt.slice(0, 10)}, until ${until}  ${answered ? `answered by the report sha256 ${answered.body}` : 'not answered'}`,
        )
    })
}

function daysFrom(text: string): number {
  const days = Number(text)
  if (/^\d+$/.test(text) && days >= 1 && days <= 366) return days
  throw new UsageError(`--days is "${text}". Expected a whole number from 1 to 366. Leave it out for 14.`)
}

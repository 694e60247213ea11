/** `mustdo timestamp`: an authority's word (RFC 3161) that a report, with its seals so far, was there at a time. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { sha256 } from '../../reports/seal/digest.ts'
import { SealError } from '../../reports/seal/errors.ts'
import type { Verification } from '../../reports/seal/verify.ts'
import { httpClient } from '../instruments/http/client.ts'
import { verifyBytes } from '../run/write-report.ts'
import { agentName } from '../version.ts'
import { UsageError } from './explain.ts'
import { readBareReport, replaceReport } from './one-more-line.ts'
import { print, printJson } from './output.ts'

interface Flags {
  readonly authority: string
  readonly tsa?: string
  readonly ca?: string
  readonly output?: string
  readonly json?: boolean
}

export function addTimestamp(program: Command): void {
  program
    .command('timestamp')
    .description('Have a time-stamp authority say that a report was there now')
    .argument('<report>', 'sealed report')
    .requiredOption('--authority <url>', 'where the authority answers (RFC 3161 over HTTP)')
    .option('--tsa <file>', 'its certificate, or its issuer\u2019s (PEM): the answer must be theirs')
    .option('--ca <file>', 'private certificate authority (PEM) of that address')
    .option('-o, --output <file>', 'where the stamped report goes (default: the report itself)')
    .option('--json', 'print one JSON document')
    .action(async (report: string, flags: Flags) => {
      const bytes = readBareReport(report)
      mustHold(await verifyBytes(bytes), report)
      const stamped = Buffer.concat([bytes, Buffer.from(await lineFor(sha256(bytes), flags))])
      const authorities = flags.tsa && readFileSync(flags.tsa, 'utf8')
      const result = await verifyBytes(stamped, { ...(authorities && { authorities }) })
      mustHold(result, 'The time-stamped report')
      const file = flags.output ?? report
      const { archive } = replaceReport(file, stamped)
      const { time, authority } = result.stamps.at(-1) ?? { time: '', authority: '' }
      if (flags.json) printJson({ version: 1, file, ...(archive && { archive }), time, authority })
      else
        print(
          `${file}${archive ? ` and ${archive}` : ''}: stamped ${time} by ${authority}\nCheck it with: mustdo verify ${file} --tsa authority.pem`,
        )
    })
}

function mustHold({ ok, headline, unmet }: Verification, what: string): void {
  if (ok) return
  throw new SealError('altered', {
    what: `${what} does not hold (${[headline, ...unmet].join('; ')})`,
    expected: 'a report whose seals hold, and a time-stamp of the authority that was named',
    next: 'See why with: mustdo verify',
  })
}

/** Asks the authority, and believes only an answer to this very question. Throws SealError and UsageError. */
async function lineFor(digest: string, { authority, ca }: Flags): Promise<string> {
  if (!URL.canParse(authority) || !/^https?:$/.test(new URL(authority).protocol))
    throw new UsageError(
      `--authority is "${authority}". Expected the address of a time-stamp authority, such as http://tsa.example.org/. Correct it.`,
    )
  const { timeLine, timeRequest } = await import('../../reports/seal/time-request.ts')
  const { checkTime } = await import('../../reports/seal/time-stamp.ts')
  // A positive INTEGER in its shortest form: the first byte is neither nought nor above 127.
  const nonce = Buffer.concat([Buffer.of(1 + (randomBytes(1).readUInt8() % 126)), randomBytes(7)]).toString('hex')
  const client = httpClient({ userAgent: agentName, ...(ca && { ca: [readFileSync(ca, 'utf8')] }) })
  try {
    const { response, error } = await client.ask({
      method: 'POST',
      url: authority,
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: timeRequest(digest, nonce),
    })
    if (response?.status !== 200)
      throw new UsageError(
        `${authority} ${response ? `answered ${response.status}` : `gave no answer (${error?.message ?? 'none'})`}. Expected a time-stamp. Check the address, or ask another authority.`,
      )
    const { text, line } = timeLine(response.body)
    const seen = checkTime({ at: 0, kind: 'time', text }, digest)
    if (seen.nonce !== nonce.replace(/^0+/, ''))
      throw new SealError('time', {
        what: `${authority} answered another question (its nonce is ${seen.nonce ?? 'absent'})`,
        expected: nonce,
        next: 'Try again; an answer that was kept from earlier proves no time.',
      })
    return line
  } finally {
    await client.close()
  }
}

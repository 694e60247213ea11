/** `mustdo tls`: what one server's TLS takes, and what the rules say of it, outside a run. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { exits } from '../../reports/verdict.ts'
import type { TlsVerdict } from '../../suites/shared/tls/rule.ts'
import type { RawSurvey } from '../instruments/tls/prober/survey.ts'
import { UsageError } from './explain.ts'
import { print, printJson, remark } from './output.ts'
import { stopOnSignals } from './stop.ts'

interface Flags {
  readonly servername?: string
  readonly ca?: string
  readonly resolver?: string
  readonly holes?: boolean
  readonly timeout: string
  readonly concurrency: string
  readonly rate: string
  readonly json?: boolean
}

export function addTls(program: Command): void {
  program
    .command('tls')
    .description('Look at the TLS and the certificate of one server, outside a run')
    .argument('<address>', 'host:port, host alone for port 443, or an https address; [IPv6]:port')
    .option('--servername <name>', 'the name to ask for and to match, where it is not the host')
    .option('--ca <file>', 'a private root (PEM) to trust besides the usual ones')
    .option(
      '--resolver <address>',
      'the DNS server to ask for CAA records, address or address:port; the usual one unless told',
    )
    .option('--holes', 'send malformed messages too, which look for known holes and do no harm; only where you may')
    .option('--timeout <seconds>', 'the longest that one connection may take', '5')
    .option('--concurrency <number>', 'the most connections at once', '10')
    .option('--rate <number>', 'the most connections a second', '500')
    .option('--json', 'print one JSON document: the facts, and the verdict of each rule')
    .addHelpText(
      'after',
      '\nNothing is sent but the first messages of TLS, in some thirty connections, and questions to a DNS resolver. Exit codes: 0 no must of a rule is broken, 1 one is,\n2 wrong use, 3 nothing that speaks TLS was reached, or a must could not be told.',
    )
    .action(async (address: string, flags: Flags) => {
      process.exitCode = await look(address, flags)
    })
}

async function look(address: string, flags: Flags): Promise<number> {
  const { host, port } = placeOf(address)
  const ca = flags.ca === undefined ? undefined : [caFrom(flags.ca)]
  const limits = {
    concurrency: numberFrom('--concurrency', flags.concurrency),
    requestsPerSecond: numberFrom('--rate', flags.rate),
  }
  const timeoutMs = numberFrom('--timeout', flags.timeout) * 1000
  const [{ survey }, { judgeAll }, { tlsRules }, { inTurn, politeness }, { nameVerdicts }] = await Promise.all([
    import('../instruments/tls/prober/survey.ts'),
    import('../../suites/shared/tls/rule.ts'),
    import('../../suites/shared/tls/rules.ts'),
    import('../instruments/politeness.ts'),
    import('./tls-names.ts'),
  ])
  const queue = politeness(limits)
  const stop = stopOnSignals(() => remark('Stopping: what is known is printed. Press Ctrl-C again to leave at once.'))
  const seen = await survey({
    host,
    port,
    servername: flags.servername ?? host,
    intrusive: flags.holes ?? false,
    timeoutMs,
    ...(ca && { ca }),
    turn: connection => inTurn(queue, `${host}:${port}`, stop.signal, connection),
  }).finally(() => stop.release())
  const name = flags.servername ?? host
  const { dns, verdicts: ofName } = seen.error ? noNames : await nameVerdicts(name, timeoutMs, flags.resolver)
  const verdicts = [...judgeAll(tlsRules, { id: '', key: '', ...seen }), ...ofName]
  if (flags.json) printJson({ version: 1, facts: seen, dns, verdicts })
  else {
    const { surveyText } = await import('./tls-text.ts')
    print(surveyText(seen, verdicts))
  }
  return exitOf(seen, verdicts)
}

const noNames = { dns: [], verdicts: [] }

function exitOf(seen: RawSurvey, verdicts: readonly TlsVerdict[]): number {
  if (seen.error) return exits.incomplete
  const musts = verdicts.filter(({ level }) => level === 'must')
  if (musts.some(({ outcome }) => outcome === 'failed')) return exits.notConformant
  return musts.some(({ outcome }) => outcome === 'cantTell') ? exits.incomplete : exits.conformant
}

/** Host and port of `host:port`, `host`, `[::1]:8443` or an https address. Throws UsageError. */
function placeOf(address: string): { host: string; port: number } {
  const bare = address.includes(':') && /^[0-9a-f:.]+$/i.test(address) && address.split(':').length > 2
  const text = /^https:\/\//i.test(address) ? address : `https://${bare ? `[${address}]` : address}`
  if (!URL.canParse(text) || /:\/\/.*:\/\//.test(text) || new URL(text).hostname === '')
    throw new UsageError(
      `${address} is no address of a server. Expected host:port, such as www.example.org:443. Give the host and port that end TLS.`,
    )
  const { hostname, port } = new URL(text)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 443) }
}

function caFrom(file: string): string {
  const advice = 'Give the file of the root in PEM form.'
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`--ca ${file} cannot be read. Expected a certificate in PEM form. ${advice}`)
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new UsageError(`--ca ${file} holds no certificate. Expected "-----BEGIN CERTIFICATE-----". ${advice}`)
  return text
}

function numberFrom(flag: string, text: string): number {
  const number = Number(text)
  if (number > 0 && Number.isFinite(number)) return number
  throw new UsageError(`${flag} is "${text}". Expected a number above 0. Leave it out for the usual one.`)
}

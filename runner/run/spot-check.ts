/** Asks a product again what a report says it answered: safe reads, by nobody or with the reviewer's own credentials, gently. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Exchange, RunRecord } from '../../reports/record.ts'
import { carriesSecret, type Sample } from '../../reports/review/spot-check.ts'
import { type Credentials, credentialsFor, type NoCredentials } from '../auth/credentials.ts'
import { emptyLandscape } from '../discovery/discover.ts'
import { httpClient, type RawExchange } from '../instruments/http/client.ts'
import { askPatiently } from '../instruments/http/retry.ts'
import { politeness } from '../instruments/politeness.ts'
import { openWorld } from '../probe/open.ts'
import { capture } from '../recorder/capture.ts'
import { Redactor } from '../recorder/redact.ts'
import { RunFolder } from '../recorder/store.ts'
import type { Target } from '../target/model.ts'
import { agentName } from '../version.ts'
import { discoveryInputs } from './inputs.ts'

export interface AskAgain {
  /** Private root (PEM) of the product. */
  readonly ca?: string
  readonly signal: AbortSignal
  /** The reviewer's own target file, for credentials of identities that have the names they have in the report. */
  readonly reviewer?: Target
  /** Told once each why an identity's credentials could not be used. */
  readonly onProblem?: (problem: string) => void
}

/** What the connection writes by itself. */
const OWN = /^(host|connection|content-length|transfer-encoding|user-agent)$/

/** Today's answers by the id of the recorded exchange, under ids of their own. Nothing is followed, nothing is kept on disk. */
export async function askAgain(
  record: RunRecord,
  { exchanges }: Sample,
  { ca, signal, reviewer, onProblem }: AskAgain,
): Promise<ReadonlyMap<string, Exchange>> {
  const place = mkdtempSync(join(tmpdir(), 'mustdo-spot-check-'))
  const roots = [ca, reviewer?.ca?.pem].flatMap(root => root ?? [])
  const client = httpClient({ userAgent: `${agentName} (spot-check)`, ...(roots.length > 0 && { ca: roots }) })
  const world = reviewer && (await openWorldOf(reviewer, place, signal))
  const polite = politeness({ concurrency: 2, requestsPerSecond: 5 })
  const context = {
    redactor: world?.live.redactor ?? new Redactor(),
    folder: new RunFolder(place),
    listedPatients: new Set(record.inputs.testData.patients.map(({ nhsNumber }) => nhsNumber)),
  }
  const problems = new Set<string>()
  try {
    const answers = exchanges.map(async ({ id, key, request, response }): Promise<[string, Exchange]> => {
      const { method, url } = request
      const { as } = request
      const { origin } = new URL(url)
      const credentials: Credentials | NoCredentials =
        as && world ? await credentialsFor(world, as, origin, 'own') : { headers: {} }
      if ('problem' in credentials) {
        problems.add(credentials.problem)
        return [id, { ...capture({ method, url, headers: {} }, unsent, as, context), id: `s${id}`, key }]
      }
      const asked = {
        method,
        url,
        headers: { ...publicHeaders(request.headers), ...credentials.fixed, ...credentials.headers },
        ...(credentials.mtls && { mtls: credentials.mtls }),
        requireTrust: as !== null,
        ...(response?.httpVersion === '2' && { httpVersion: '2' as const }),
        signal,
      }
      const raw = await polite.run(origin, () => askPatiently(client, asked), signal)
      return [id, { ...capture(asked, raw, as, context), id: `s${id}`, key }]
    })
    const all = new Map(await Promise.all(answers))
    for (const problem of problems) onProblem?.(problem)
    return all
  } finally {
    await Promise.all([client.close(), world?.close()])
    rmSync(place, { recursive: true, force: true })
  }
}

/** What was sent, without what the connection writes by itself and without what carried a secret of the supplier's. */
const publicHeaders = (headers: { readonly [name: string]: string }) =>
  Object.fromEntries(Object.entries(headers).filter(([name, value]) => !OWN.test(name) && !carriesSecret(value)))

const unsent: RawExchange = {
  at: new Date(0).toISOString(),
  ms: 0,
  requestHeaders: [],
  error: { code: 'no-credentials', phase: 'stopped', message: 'There are no credentials for it, so nothing was sent.' },
}

/** Where credentials are made; it asks nothing but the token endpoints that the reviewer's file names. */
function openWorldOf(reviewer: Target, folder: string, signal: AbortSignal) {
  return openWorld({
    runId: 'spot-check',
    folder,
    seed: '',
    target: { ...reviewer, politeness: { concurrency: 2, requestsPerSecond: 5 } },
    landscape: emptyLandscape(discoveryInputs(reviewer, new Date().toISOString())),
    learnt: [],
    prefix: 'c',
    signal,
  })
}

/** Asks a product again what a report says it answered: safe reads, without credentials, gently. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Exchange, RunRecord } from '../../reports/record.ts'
import type { Sample } from '../../reports/review/spot-check.ts'
import { httpClient } from '../instruments/http/client.ts'
import { askPatiently } from '../instruments/http/retry.ts'
import { politeness } from '../instruments/politeness.ts'
import { capture } from '../recorder/capture.ts'
import { Redactor } from '../recorder/redact.ts'
import { RunFolder } from '../recorder/store.ts'
import { agentName } from '../version.ts'

export interface AskAgain {
  /** Private root (PEM) of the product. */
  readonly ca?: string
  readonly signal: AbortSignal
}

/** What the connection writes by itself. */
const OWN = /^(host|connection|content-length|transfer-encoding|user-agent)$/

/** Today's answers by the id of the recorded exchange, under ids of their own. Nothing is followed, nothing is kept on disk. */
export async function askAgain(
  record: RunRecord,
  { exchanges }: Sample,
  { ca, signal }: AskAgain,
): Promise<ReadonlyMap<string, Exchange>> {
  const place = mkdtempSync(join(tmpdir(), 'mustdo-spot-check-'))
  const client = httpClient({ userAgent: `${agentName} (spot-check)`, ...(ca && { ca: [ca] }) })
  const polite = politeness({ concurrency: 2, requestsPerSecond: 5 })
  const context = {
    redactor: new Redactor(),
    folder: new RunFolder(place),
    listedPatients: new Set(record.inputs.testData.patients.map(({ nhsNumber }) => nhsNumber)),
  }
  try {
    const answers = exchanges.map(async ({ id, key, request, response }): Promise<[string, Exchange]> => {
      const { method, url } = request
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OWN.test(name)))
      const asked = {
        method,
        url,
        headers,
        ...(response?.httpVersion === '2' && { httpVersion: '2' as const }),
        signal,
      }
      const raw = await polite.run(new URL(url).origin, () => askPatiently(client, asked), signal)
      return [id, { ...capture(asked, raw, null, context), id: `s${id}`, key }]
    })
    return new Map(await Promise.all(answers))
  } finally {
    await client.close()
    rmSync(place, { recursive: true, force: true })
  }
}

/** The tool's own version, from its package.json, found beside the sources or beside dist/. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const manifest = ['../package.json', '../../package.json']
  .map(path => fileURLToPath(new URL(path, import.meta.url)))
  .find(existsSync)

export const version: string = manifest
  ? (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
  : '0.0.0'

/** What the tool calls itself on the wire. */
export const agentName = `mustdo/${version}`

/** Who is asking, for the target's logs; the run id lets operations find one run, a challenge lets a framework know it is its own. */
export const userAgent = (runId: string, challenge?: string): string =>
  `${agentName} (conformance test; run ${runId}${challenge ? `; challenge ${challenge}` : ''})`

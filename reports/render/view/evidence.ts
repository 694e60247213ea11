import type { Body, Exchange, Observation, RunRecord, TlsSurvey } from '../../record.ts'
import { commandOf } from './curl.ts'
import { anchor, clock } from './words.ts'

/** Bytes of a body that the page itself shows; the data block holds the rest. */
const EXCERPT = 1_800

/** A text with the part that deviates set apart, so that the page can mark it. */
export interface Marked {
  readonly before: string
  readonly hit: string
  readonly after: string
}

export interface Evidence {
  readonly anchor: string
  /** False where the same observation stands further up the page; then only `line` is filled. */
  readonly first: boolean
  readonly line: string
  readonly when: string
  readonly request: string
  readonly answer: Marked
  readonly facts: readonly string[]
  readonly command: string
  readonly needs: string
}

/** One observation for a reader. `actual` is what the finding complains about: marked where it occurs. */
export function evidenceOf(seen: Observation, record: RunRecord, actual: string, shown: Set<string>): Evidence {
  const first = !shown.has(seen.id)
  shown.add(seen.id)
  const requestBody = seen.kind === 'exchange' && seen.request.body ? text(seen.request.body, record) : ''
  const command = commandOf(seen, requestBody)
  return {
    anchor: anchor('o', seen.id),
    first,
    line: lineOf(seen),
    when: `${clock(seen.at)} UTC, ${Math.round(seen.ms)} ms`,
    request: seen.kind === 'exchange' ? requestText(seen, requestBody) : '',
    answer: mark(answerText(seen, record), actual),
    facts: factsOf(seen),
    command,
    needs: [...new Set(command.match(/\$\{?(?:TOKEN|COOKIE|SECRET)_[A-Z0-9_]+/g) ?? [])].join(', ').replaceAll('{', ''),
  }
}

/** One line that says what was asked and what came back. */
export function lineOf(seen: Observation): string {
  switch (seen.kind) {
    case 'exchange':
      return `${seen.request.method} ${seen.request.url} \u2192 ${seen.response ? seen.response.status : noAnswer(seen.error)}${
        seen.request.as ? ` as ${seen.request.as}` : ''
      }`
    case 'handshake':
      return `TLS ${seen.offered.versions.join(', ')} to ${seen.host}:${seen.port} \u2192 ${
        seen.result ? `${seen.result.protocol}, ${seen.result.cipher}` : noAnswer(seen.error)
      }`
    case 'tls-survey':
      return `TLS survey of ${seen.host}:${seen.port} \u2192 ${
        seen.error ? noAnswer(seen.error) : takenVersions(seen) || 'no version taken'
      }`
    case 'page':
      return `Browser opened ${seen.url} \u2192 ${seen.error ? noAnswer(seen.error) : seen.status}`
    case 'validation':
      return `${seen.engine.name} ${seen.engine.version} validated ${seen.of.resource} \u2192 ${seen.issues.length} issues`
    case 'lookup':
      return `DNS ${seen.type} ${seen.name} \u2192 ${seen.answers.join(', ') || noAnswer(seen.error)}`
    case 'step':
      return `Step ${seen.name}${seen.error ? ` \u2192 ${noAnswer(seen.error)}` : ''}`
  }
}

const takenVersions = ({ versions }: TlsSurvey) =>
  versions
    .filter(({ state }) => state === 'accepted')
    .map(({ version }) => version)
    .join(', ')

const noAnswer = (error?: { readonly code: string; readonly message: string }) =>
  error ? `no answer (${error.code}: ${error.message})` : 'no answer'

const headerLines = (headers: readonly (readonly [string, string])[]) =>
  headers.map(([name, value]) => `${name}: ${value}`)

function requestText({ request }: Exchange, body: string): string {
  const lines = [`${request.method} ${request.url}`, ...headerLines(Object.entries(request.headers))]
  return [...lines, ...(body ? ['', pretty(body)] : [])].join('\n')
}

function answerText(seen: Observation, record: RunRecord): string {
  if (seen.kind === 'exchange') {
    if (!seen.response) return noAnswer(seen.error)
    const { httpVersion, status, rawHeaders, body } = seen.response
    return [`HTTP/${httpVersion} ${status}`, ...headerLines(rawHeaders), '', bodyText(body, record)].join('\n')
  }
  if (seen.kind === 'handshake') {
    const leaf = seen.result?.chain[0]
    return leaf
      ? `${leaf.subject}\nissuer ${leaf.issuer}\nvalid ${leaf.notBefore} to ${leaf.notAfter}\n${leaf.key.type} ${leaf.key.bits} bits, ${leaf.signature}`
      : noAnswer(seen.error)
  }
  if (seen.kind === 'page') {
    const hits = seen.axe.filter(({ outcome }) => outcome === 'violation' || outcome === 'incomplete')
    return cut(hits.flatMap(hit => hit.nodes.map(node => `${hit.rule}: ${node.selector}\n  ${node.html}`)).join('\n'))
  }
  if (seen.kind === 'validation')
    return cut(
      seen.issues.map(issue => `${issue.severity} ${issue.code} at ${issue.path}: ${issue.message}`).join('\n'),
    )
  if (seen.kind === 'tls-survey') return seen.error ? noAnswer(seen.error) : cut(surveyText(seen))
  if (seen.kind === 'lookup') return seen.answers.join('\n') || noAnswer(seen.error)
  return cut(JSON.stringify(seen.value ?? null, null, 2))
}

/** Versions with their suites, and the certificates as sent. */
function surveyText({ versions, chain }: TlsSurvey): string {
  const lines = versions.flatMap(({ version, state, answer, suites }) => [
    `${version}: ${state}${answer ? ` (${answer})` : ''}`,
    ...suites.map(({ name, group, dhBits }) => `  ${name}${group ? ` ${group}` : ''}${dhBits ? ` DH ${dhBits}` : ''}`),
  ])
  return [...lines, ...chain.map(({ subject, notAfter }) => `${subject}, until ${notAfter}`)].join('\n')
}

function bodyText(body: Body, record: RunRecord): string {
  if (body.withheld) return `[body not kept: ${body.withheld}; ${body.bytes} bytes]`
  if (body.encoding === 'base64') return `[${body.bytes} bytes, not text; sha256 ${body.digest}]`
  return pretty(text(body, record))
}

const text = (body: Body, record: RunRecord): string => body.text ?? record.bodies[body.digest] ?? ''

/** JSON is indented for reading; anything else stands as it came, tabs as two spaces. */
function pretty(source: string): string {
  if (/^\s*[[{]/.test(source) && source.length < 50_000)
    try {
      return cut(JSON.stringify(JSON.parse(source), null, 2))
    } catch {
      // Not JSON after all: shown as it came.
    }
  return cut(source.replaceAll('\t', '  '))
}

const cut = (source: string) =>
  source.length <= EXCERPT
    ? source
    : `${source.slice(0, EXCERPT)}\n[shortened here; ${source.length - EXCERPT} more characters in the data block]`

function mark(source: string, actual: string): Marked {
  const at = actual.length > 2 ? source.indexOf(actual) : -1
  return at < 0
    ? { before: source, hit: '', after: '' }
    : { before: source.slice(0, at), hit: actual, after: source.slice(at + actual.length) }
}

function factsOf(seen: Observation): readonly string[] {
  if (seen.kind === 'handshake' && seen.result)
    return [
      `answered by ${seen.result.address}`,
      seen.result.trusted ? 'chain trusted' : `chain not trusted: ${seen.result.trustError ?? 'no reason given'}`,
    ]
  if (seen.kind !== 'exchange') return []
  const { connection, earlier, response } = seen
  return [
    ...(connection ? [`answered by ${connection.address}`] : []),
    ...(connection?.tls ? [`${connection.tls.protocol}, ${connection.tls.cipher}`] : []),
    ...(connection?.tls && !connection.tls.trusted ? ['chain not trusted'] : []),
    ...(response ? [`body ${response.body.bytes} bytes, sha256 ${response.body.digest.slice(0, 16)}\u2026`] : []),
    ...(earlier && earlier.length > 0 ? [`asked ${earlier.length + 1} times`] : []),
  ]
}

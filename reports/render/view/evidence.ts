import type { Body, Exchange, Observation, RunRecord, TlsSurvey } from '../../record.ts'
import { en, type Words } from '../words/en.ts'
import { commandOf } from './curl.ts'
import type { Look } from './look.ts'
import { anchor, clock } from './text.ts'

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
export function evidenceOf(
  seen: Observation,
  { record, words }: Pick<Look, 'record' | 'words'>,
  actual: string,
  shown: Set<string>,
): Evidence {
  const said = words.evidence
  const first = !shown.has(seen.id)
  shown.add(seen.id)
  const requestBody = seen.kind === 'exchange' && seen.request.body ? text(seen.request.body, record) : ''
  const command = commandOf(seen, requestBody)
  return {
    anchor: anchor('o', seen.id),
    first,
    line: lineOf(seen, words),
    when: said.when(clock(seen.at), Math.round(seen.ms)),
    request: seen.kind === 'exchange' ? requestText(seen, requestBody, said) : '',
    answer: mark(answerText(seen, record, said), actual),
    facts: factsOf(seen, said),
    command,
    needs: [...new Set(command.match(/\$\{?(?:TOKEN|COOKIE|SECRET)_[A-Z0-9_]+/g) ?? [])].join(', ').replaceAll('{', ''),
  }
}

type Said = Words['evidence']

/** One line that says what was asked and what came back. */
export function lineOf(seen: Observation, { evidence: said }: Words = en): string {
  switch (seen.kind) {
    case 'exchange': {
      const { method, url, as } = seen.request
      return said.exchange({
        method,
        url,
        as,
        answer: seen.response ? seen.response.status : noAnswer(seen.error, said),
      })
    }
    case 'handshake':
      return said.handshake({
        versions: seen.offered.versions,
        at: `${seen.host}:${seen.port}`,
        answer: seen.result ? `${seen.result.protocol}, ${seen.result.cipher}` : noAnswer(seen.error, said),
      })
    case 'tls-survey':
      return said.survey({
        at: `${seen.host}:${seen.port}`,
        answer: seen.error ? noAnswer(seen.error, said) : takenVersions(seen) || said.noVersion,
      })
    case 'page':
      return said.page({ url: seen.url, answer: seen.error ? noAnswer(seen.error, said) : seen.status })
    case 'validation':
      return said.validation(`${seen.engine.name} ${seen.engine.version}`, seen.of.resource, seen.issues.length)
    case 'lookup':
      return said.lookup({
        type: seen.type,
        name: seen.name,
        answer: seen.answers.join(', ') || noAnswer(seen.error, said),
      })
    case 'step':
      return said.step(seen.name, seen.error ? noAnswer(seen.error, said) : '')
  }
}

const takenVersions = ({ versions }: TlsSurvey) =>
  versions
    .filter(({ state }) => state === 'accepted')
    .map(({ version }) => version)
    .join(', ')

const noAnswer = (error: { readonly code: string; readonly message: string } | undefined, said: Said) =>
  error ? said.noAnswerBecause(error.code, error.message) : said.noAnswer

const headerLines = (headers: readonly (readonly [string, string])[]) =>
  headers.map(([name, value]) => `${name}: ${value}`)

function requestText({ request }: Exchange, body: string, said: Said): string {
  const lines = [`${request.method} ${request.url}`, ...headerLines(Object.entries(request.headers))]
  return [...lines, ...(body ? ['', pretty(body, said)] : [])].join('\n')
}

function answerText(seen: Observation, record: RunRecord, said: Said): string {
  if (seen.kind === 'exchange') {
    if (!seen.response) return noAnswer(seen.error, said)
    const { httpVersion, status, rawHeaders, body } = seen.response
    return [`HTTP/${httpVersion} ${status}`, ...headerLines(rawHeaders), '', bodyText(body, record, said)].join('\n')
  }
  if (seen.kind === 'handshake') {
    const leaf = seen.result?.chain[0]
    return leaf
      ? [
          leaf.subject,
          said.issuer(leaf.issuer),
          said.valid(leaf.notBefore, leaf.notAfter),
          said.key(leaf.key.type, leaf.key.bits, leaf.signature),
        ].join('\n')
      : noAnswer(seen.error, said)
  }
  if (seen.kind === 'page') {
    return cut(
      seen.hits.map(({ engine, rule, selector, html }) => `${engine}:${rule}: ${selector}\n  ${html}`).join('\n'),
      said,
    )
  }
  if (seen.kind === 'validation') return cut(seen.issues.map(said.issue).join('\n'), said)
  if (seen.kind === 'tls-survey') return seen.error ? noAnswer(seen.error, said) : cut(surveyText(seen, said), said)
  if (seen.kind === 'lookup') return seen.answers.join('\n') || noAnswer(seen.error, said)
  return cut(JSON.stringify(seen.value ?? null, null, 2), said)
}

/** Versions with their suites, and the certificates as sent. */
function surveyText({ versions, chain }: TlsSurvey, said: Said): string {
  const lines = versions.flatMap(({ version, state, answer, suites }) => [
    `${version}: ${state}${answer ? ` (${answer})` : ''}`,
    ...suites.map(({ name, group, dhBits }) => `  ${name}${group ? ` ${group}` : ''}${dhBits ? ` DH ${dhBits}` : ''}`),
  ])
  return [...lines, ...chain.map(({ subject, notAfter }) => said.until(subject, notAfter))].join('\n')
}

function bodyText(body: Body, record: RunRecord, said: Said): string {
  if (body.withheld) return said.notKept(body.withheld, body.bytes)
  if (body.encoding === 'base64') return said.notText(body.bytes, body.digest)
  return pretty(text(body, record), said)
}

const text = (body: Body, record: RunRecord): string => body.text ?? record.bodies[body.digest] ?? ''

/** JSON is indented for reading; anything else stands as it came, tabs as two spaces. */
function pretty(source: string, said: Said): string {
  if (/^\s*[[{]/.test(source) && source.length < 50_000)
    try {
      return cut(JSON.stringify(JSON.parse(source), null, 2), said)
    } catch {
      // Not JSON after all: shown as it came.
    }
  return cut(source.replaceAll('\t', '  '), said)
}

const cut = (source: string, said: Said) =>
  source.length <= EXCERPT ? source : `${source.slice(0, EXCERPT)}\n${said.shortened(source.length - EXCERPT)}`

function mark(source: string, actual: string): Marked {
  const at = actual.length > 2 ? source.indexOf(actual) : -1
  return at < 0
    ? { before: source, hit: '', after: '' }
    : { before: source.slice(0, at), hit: actual, after: source.slice(at + actual.length) }
}

function factsOf(seen: Observation, said: Said): readonly string[] {
  if (seen.kind === 'handshake' && seen.result)
    return [
      said.answeredBy(seen.result.address),
      seen.result.trusted ? said.trusted : said.notTrustedBecause(seen.result.trustError ?? said.noReason),
    ]
  if (seen.kind !== 'exchange') return []
  const { connection, earlier, response } = seen
  return [
    ...(connection ? [said.answeredBy(connection.address)] : []),
    ...(connection?.tls ? [`${connection.tls.protocol}, ${connection.tls.cipher}`] : []),
    ...(connection?.tls && !connection.tls.trusted ? [said.notTrusted] : []),
    ...(response ? [said.body(response.body.bytes, response.body.digest.slice(0, 16))] : []),
    ...(earlier && earlier.length > 0 ? [said.asked(earlier.length + 1)] : []),
  ]
}

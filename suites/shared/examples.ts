/** Short ways to write down what was seen, for the examples of checks. */
import type {
  Answered,
  Certificate,
  EngineHit,
  Exchange,
  Fact,
  Handshake,
  PageFacts,
  PageVisit,
} from '../../runner/check.ts'
import { joinHeaders } from './join-headers.ts'

const AT = '2026-11-22T12:00:00.000Z'

interface Asked {
  readonly method?: string
  readonly url?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string
  readonly as?: string | null
  readonly facts?: readonly Fact[]
  readonly httpVersion?: '1.0' | '1.1' | '2'
  /** Repeated fields and their case, where that matters; stands in for `headers`. */
  readonly rawHeaders?: readonly (readonly [string, string])[]
  /** Bytes before content decoding, where the answer was compressed. */
  readonly encodedBytes?: number
}

/** An answered exchange: status, lower-case headers, body (objects become JSON), and what was asked where it matters. */
export function answer(
  status: number,
  headers: { readonly [name: string]: string } = {},
  body: string | object = '',
  asked: Asked = {},
): Answered {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const rawHeaders = asked.rawHeaders ?? Object.entries(headers)
  return {
    ...exchange(asked),
    response: {
      status,
      headers: joinHeaders(rawHeaders),
      rawHeaders,
      httpVersion: asked.httpVersion ?? '1.1',
      body: {
        digest: digestOf(text),
        bytes: Buffer.byteLength(text),
        encoding: 'utf8',
        text,
        ...(asked.encodedBytes !== undefined && { encodedBytes: asked.encodedBytes }),
      },
    },
  }
}

/** A request that got no answer. */
export function noAnswer(code = 'ECONNRESET', asked: Asked = {}): Exchange {
  return { ...exchange(asked), error: { code, phase: 'headers', message: 'nothing came back' } }
}

/** What a rate limiter, a firewall or a proxy says instead of the product. */
export function gatewayPage(asked: Asked = {}): Answered {
  return answer(
    429,
    { 'content-type': 'text/html', 'retry-after': '30' },
    '<html><h1>Too Many Requests</h1></html>',
    asked,
  )
}

/** Equal for equal bodies and for no others, which is all that a judge asks of a digest. */
const digestOf = (text: string) => `digest of ${text}`

function exchange({
  method = 'GET',
  url = 'https://product.example/',
  headers = {},
  body,
  as = null,
  facts = [],
}: Asked): Exchange {
  return {
    kind: 'exchange',
    id: 'o1',
    key: '',
    at: AT,
    ms: 12,
    request: {
      method,
      url,
      headers,
      as,
      ...(body !== undefined && {
        body: { digest: digestOf(body), bytes: Buffer.byteLength(body), encoding: 'utf8', text: body },
      }),
    },
    facts,
  }
}

/** A completed handshake; `result` overrides single facts of a good one. */
export function handshake(
  versions: readonly string[],
  result: Partial<NonNullable<Handshake['result']>> = {},
): Handshake {
  return {
    ...shake(versions),
    result: {
      protocol: versions.at(-1) ?? 'TLSv1.3',
      cipher: 'TLS_AES_128_GCM_SHA256',
      trusted: true,
      nameMatches: true,
      chain: [certificate()],
      address: '192.0.2.1',
      ...result,
    },
  }
}

/** A handshake that the server refused. */
export function refusedHandshake(
  versions: readonly string[],
  code = 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
): Handshake {
  return { ...shake(versions), error: { code, phase: 'tls', message: 'alert' } }
}

function shake(versions: readonly string[]): Handshake {
  return {
    kind: 'handshake',
    id: 'o1',
    key: '',
    at: AT,
    ms: 9,
    host: 'product.example',
    port: 443,
    servername: 'product.example',
    offered: { versions, alpn: [] },
  }
}

/** A good leaf certificate with single facts overridden. */
export function certificate(facts: Partial<Certificate> = {}): Certificate {
  return {
    subject: 'CN=product.example',
    issuer: 'CN=Example CA',
    serial: '01',
    notBefore: '2026-11-01T00:00:00.000Z',
    notAfter: '2027-01-20T00:00:00.000Z',
    names: ['product.example'],
    key: { type: 'EC', bits: 256, curve: 'P-256', spki: 'c3BraQ==' },
    signature: 'ECDSA-SHA256',
    ca: false,
    extendedKeyUsage: ['serverAuth'],
    sha256: '00',
    ...facts,
  }
}

/** A visited page: facts of a plain, good page with single ones overridden, and what engines found. */
export function page(
  facts: Partial<PageFacts> = {},
  hits: readonly EngineHit[] = [],
  visit: Partial<PageVisit> = {},
): PageVisit {
  return { ...plainVisit, hits, ...visit, facts: { ...plainFacts, ...facts } }
}

/** What axe-core, or another engine, says of one element. */
export const hit = (
  rule: string,
  outcome: EngineHit['outcome'],
  criteria: readonly string[],
  more: Partial<EngineHit> = {},
): EngineHit => ({
  engine: 'axe',
  rule,
  outcome,
  criteria,
  act: [],
  soft: false,
  path: '/html[1]/body[1]/main[1]/p[1]',
  selector: 'main > p',
  html: '<p class="x">',
  ...more,
})

const plainFacts: PageFacts = {
  title: 'Appointments – Example Health',
  lang: 'en-GB',
  headings: [{ level: 1, text: 'Appointments' }],
  landmarks: [
    { role: 'banner', name: '' },
    { role: 'main', name: '' },
    { role: 'contentinfo', name: '' },
  ],
  firstStop: { text: 'Skip to main content', href: '#main', visible: true, movesTo: 'main#main' },
  reflow: { viewport: 320, scrollWidth: 320, offenders: [] },
  links: [],
  numbers: [],
  text: 'Appointments',
}

const plainVisit: PageVisit = {
  kind: 'page',
  id: 'o1',
  key: '',
  at: AT,
  ms: 400,
  url: 'https://product.example/',
  as: null,
  finalUrl: 'https://product.example/',
  status: 200,
  browser: 'Chromium 143',
  engines: [
    { engine: 'axe', version: '4.14.1' },
    { engine: 'mustdo', version: '4' },
  ],
  hits: [],
  resources: [],
  wouldHaveSent: [],
}

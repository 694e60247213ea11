/** A raw exchange becomes a stored one: secrets learnt and taken out, the body digested and kept, real patients left out. */
import type { Body, Exchange, Fact } from '../../reports/record.ts'
import { joinHeaders } from '../../suites/shared/join-headers.ts'
import type { RawExchange, RawRequest } from '../instruments/http/client.ts'
import { hideValues, learnFrom } from './facts.ts'
import { holdsRealLookingPatient } from './patients.ts'
import type { Unnamed } from './recorder.ts'
import type { Redactor } from './redact.ts'
import type { RunFolder } from './store.ts'

export interface CaptureContext {
  readonly redactor: Redactor
  readonly folder: RunFolder
  readonly listedPatients: ReadonlySet<string>
}

/**
 * Characters of a body that are kept, on disk and in the record alike, so that a judge sees the same live and replayed. The largest
 * CapabilityStatement met so far has 1.6 million.
 */
const MOST_BODY_CHARACTERS = 4 * 1024 * 1024

/** Characters of a body of ours that are kept: what is longer was made up by a check, as its code says. */
const MOST_OWN_CHARACTERS = 64 * 1024

/** `as` is the name of the identity whose credentials went along, null for nobody's. */
export function capture(
  asked: RawRequest,
  raw: RawExchange,
  as: string | null,
  context: CaptureContext,
): Unnamed<Exchange> {
  const { redactor } = context
  const sent = raw.requestHeaders.length > 0 ? raw.requestHeaders : Object.entries(asked.headers)
  const facts: Fact[] = []
  const response = raw.response && {
    status: raw.response.status,
    rawHeaders: raw.response.rawHeaders,
    httpVersion: raw.response.httpVersion,
    body: keepBody(raw.response, facts, context),
  }
  return {
    kind: 'exchange',
    at: raw.at,
    ms: raw.ms,
    request: {
      method: asked.method,
      url: redactor.text(asked.url),
      headers: redactor.deep(joinHeaders(sent)),
      as,
      ...(asked.body !== undefined && { body: keepRequestBody(asked.body, context) }),
    },
    ...(response && {
      response: (() => {
        const rawHeaders = redactor.deep(hideCookies(response.rawHeaders, redactor))
        return { ...response, rawHeaders, headers: joinHeaders(rawHeaders) }
      })(),
    }),
    ...(raw.error && { error: raw.error }),
    ...(raw.connection && { connection: raw.connection }),
    ...(raw.firstByteMs !== undefined && { firstByteMs: raw.firstByteMs }),
    ...(raw.earlier && raw.earlier.length > 0 && { earlier: raw.earlier }),
    facts,
  }
}

function keepBody(
  response: NonNullable<RawExchange['response']>,
  facts: Fact[],
  { redactor, folder, listedPatients }: CaptureContext,
): Body {
  const sizes = {
    bytes: response.body.length,
    ...(response.encodedBytes !== response.body.length && { encodedBytes: response.encodedBytes }),
    ...(response.cut !== undefined && { cut: response.cut }),
  }
  const text = asText(response.body)
  const contentType = joinHeaders(response.rawHeaders)['content-type'] ?? ''
  facts.push(...learnFrom({ rawHeaders: response.rawHeaders, contentType, text }, redactor))
  if (text === undefined) {
    const clean = Buffer.from(redactor.text(response.body.toString('latin1')), 'latin1')
    return keepStart(clean.toString('base64'), 'base64', sizes, folder)
  }
  if (holdsRealLookingPatient(text, listedPatients))
    return folder.keep('', 'utf8', { ...sizes, withheld: 'real-looking patient data' })
  return keepStart(redactor.text(hideValues(text, contentType, redactor)), 'utf8', sizes, folder)
}

function keepStart(
  stored: string,
  encoding: Body['encoding'],
  sizes: Pick<Body, 'bytes' | 'encodedBytes' | 'cut'>,
  folder: RunFolder,
  most = MOST_BODY_CHARACTERS,
): Body {
  if (stored.length <= most) return folder.keep(stored, encoding, sizes)
  const start = stored.slice(0, most)
  const dropped = Buffer.byteLength(stored.slice(most), encoding)
  return folder.keep(start, encoding, { ...sizes, cut: (sizes.cut ?? 0) + dropped })
}

function keepRequestBody(body: string | Uint8Array, { redactor, folder }: CaptureContext): Body {
  const bytes = Buffer.from(body)
  const text = asText(bytes)
  return text === undefined
    ? keepStart(bytes.toString('base64'), 'base64', { bytes: bytes.length }, folder, MOST_OWN_CHARACTERS)
    : keepStart(redactor.text(text), 'utf8', { bytes: bytes.length }, folder, MOST_OWN_CHARACTERS)
}

/** Cookie values are hidden in place, however short they are; names and attributes stay. */
function hideCookies(raw: readonly (readonly [string, string])[], redactor: Redactor): [string, string][] {
  return raw.map(([name, value]) => {
    const [, cookie, secret, rest] =
      name.toLowerCase() === 'set-cookie' ? (/^([^=;]*)=([^;]*)(.*)$/s.exec(value) ?? []) : []
    return secret ? [name, `${cookie}=${redactor.learn(secret.trim(), 'cookie', 'in place')}${rest}`] : [name, value]
  })
}

function asText(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

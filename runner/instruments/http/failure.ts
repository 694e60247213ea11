import type { TransportError } from '../../../reports/record.ts'

type Phase = TransportError['phase']

/** A transport outcome on its way to becoming a fact. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure'
  readonly code: string
  readonly phase: Phase
  constructor(code: string, phase: Phase, message: string) {
    super(message)
    this.code = code
    this.phase = phase
  }
}

/**
 * Our own words for what the network did. Node's and undici's codes differ between versions, and judges key on these:
 * they are part of the record's vocabulary.
 */
const words: readonly (readonly [RegExp, string, Phase?])[] = [
  [/^ENOTFOUND$/, 'name-not-found', 'name'],
  [/^(EAI_|ENODATA|ESERVFAIL|ETIMEOUT)/, 'name-lookup-failed', 'name'],
  [/^ECONNREFUSED$/, 'refused', 'connect'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM)$/, 'unreachable', 'connect'],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, 'timeout'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$/, 'reset'],
  [/_ALERT_|TLSV1_UNRECOGNIZED_NAME/, 'tls-alert', 'tls'],
  [/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|BAD_RECORD_TYPE)/, 'not-tls', 'tls'],
  // This machine's own OpenSSL cannot offer what was asked for; it says nothing of the server.
  [/^ERR_SSL_NO_(PROTOCOLS_AVAILABLE|CIPHER)|^ERR_TLS_(INVALID|PROTOCOL)/, 'tls-not-offered', 'tls'],
  // The server answered with a version or cipher that was not offered.
  [/^ERR_SSL_(UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|WRONG_CIPHER|UNKNOWN_CIPHER)/, 'tls-nothing-shared', 'tls'],
  // A certificate or key of ours that cannot be read.
  [/^ERR_OSSL_/, 'bad-client-certificate', 'tls'],
  [/^(ERR_SSL_|ERR_TLS_|EPROTO$)/, 'tls-failed', 'tls'],
  [/^(UND_ERR_RES_CONTENT_LENGTH_MISMATCH|HPE_INVALID_EOF_STATE)$/, 'length-mismatch'],
  [/^(HPE_|ERR_HTTP2_INVALID)/, 'malformed-http'],
  [/^UND_ERR_HEADERS_OVERFLOW$/, 'headers-too-large', 'limit'],
  [/^(UND_ERR_INVALID_ARG|ERR_INVALID_|ERR_HTTP_|ERR_UNESCAPED)/, 'invalid-request', 'send'],
  [/^ERR_HTTP2_/, 'http2-error'],
  [/^UND_ERR_(SOCKET|INFO|CLOSED|DESTROYED)$/, 'closed'],
]

/** The fact for an error, whatever threw it; `phase` is what was going on, where the error itself does not say. */
export function transportError(error: unknown, phase: Phase): TransportError {
  if (error instanceof TransportFailure) return { code: error.code, phase: error.phase, message: error.message }
  const inner = error instanceof AggregateError ? (error.errors[0] ?? error) : error
  const { code, message, name: kind } = inner as { code?: unknown; message?: unknown; name?: unknown }
  const name = typeof code === 'string' ? code : kind === 'HTTPParserError' ? 'HPE_OTHER' : ''
  const text = typeof message === 'string' && message !== '' ? message : name || String(inner)
  // A length that is wrong before there is an answer is a contradiction between headers.
  const word = phase === 'headers' && name === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ? 'HPE_LENGTHS' : name
  const found = words.find(([pattern]) => pattern.test(word))
  return { code: found?.[1] ?? 'failed', phase: found?.[2] ?? phase, message: firstLine(text) }
}

/** OpenSSL's messages begin with a thread's address, which differs in every run. */
const firstLine = (text: string): string =>
  text
    .split('\n')[0]!
    .replace(/^[0-9A-F]{8,}:error:/, 'error:')
    .slice(0, 300)

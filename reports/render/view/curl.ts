import type { Exchange, Handshake, Observation } from '../../record.ts'

/** Headers that the client sets by itself, or that only make sense inside one connection. */
const own = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', ':authority'])

/** A command that asks the same again, with placeholders where secrets stood; empty when no one command can. */
export function commandOf(observation: Observation, bodyText: string): string {
  if (observation.kind === 'exchange') return curl(observation, bodyText)
  if (observation.kind === 'handshake') return openssl(observation)
  if (observation.kind === 'lookup') return `dig +noall +answer ${quote(observation.name)} ${observation.type}`
  return ''
}

function curl({ request }: Exchange, bodyText: string): string {
  const headers = Object.entries(request.headers)
    .filter(([name]) => !own.has(name.toLowerCase()))
    .map(([name, value]) => header(name, value, request.as))
  const method = request.method === 'GET' ? '' : request.method === 'HEAD' ? '--head' : `-X ${request.method}`
  const body =
    request.body && request.body.bytes > 0
      ? `--data-binary ${quote((!request.body.cut && bodyText) || '@body.bin')}`
      : ''
  return [`curl -sS -i ${quote(request.url)}`, method, ...headers, body].filter(Boolean).join(' \\\n  ')
}

/** Credentials are never in a record; the reader puts their own into the variable. */
function header(name: string, value: string, as: string | null): string {
  const lower = name.toLowerCase()
  if (lower === 'authorization') {
    const scheme = /^(bearer|basic|dpop)\b/i.exec(value)?.[1] ?? 'Bearer'
    return `-H "Authorization: ${scheme} $${variable('TOKEN', as)}"`
  }
  if (lower === 'cookie') return `-H "Cookie: $${variable('COOKIE', as)}"`
  return `-H ${quote(`${name}: ${value}`)}`
}

const variable = (what: string, as: string | null) =>
  `${what}_${(as ?? 'nobody').toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`

function openssl({ host, port, servername, offered }: Handshake): string {
  const flags: Readonly<Record<string, string>> = {
    TLSv1: '-tls1',
    'TLSv1.1': '-tls1_1',
    'TLSv1.2': '-tls1_2',
    'TLSv1.3': '-tls1_3',
  }
  const version = offered.versions.length === 1 ? (flags[offered.versions[0] ?? ''] ?? '') : ''
  const alpn = offered.alpn.length > 0 ? `-alpn ${quote(offered.alpn.join(','))}` : ''
  const ciphers = offered.ciphers ? `-cipher ${quote(offered.ciphers)}` : ''
  const parts = [
    `openssl s_client -connect ${quote(`${host}:${port}`)}`,
    servername ? `-servername ${quote(servername)}` : '',
  ]
  return [...parts, version, alpn, ciphers, '</dev/null'].filter(Boolean).join(' ')
}

/** A redacted value, as the recorder writes it: guillemets round a name and a number. */
const redacted = /\u00ab([^\u00bb]*)\u00bb/g

/** One word for a shell. What was redacted becomes a variable, and the word is then quoted so that it is filled in. */
function quote(text: string): string {
  if (text.search(redacted) >= 0) {
    const name = (inner: string) => `SECRET_${inner.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`
    return `"${text.replace(/[\\"$`]/g, '\\$&').replace(redacted, (_, inner: string) => `\${${name(inner)}}`)}"`
  }
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

import type { Body, Exchange, RunRecord } from '../record.ts'

const pairs = (headers: readonly (readonly [string, string])[]) => headers.map(([name, value]) => ({ name, value }))

/** HAR 1.2 of every HTTP exchange of the run, redacted as the record is. A request without an answer has status 0. */
export function har(record: RunRecord): string {
  const exchanges = record.observations.filter((one): one is Exchange => one.kind === 'exchange')
  const log = {
    version: '1.2',
    creator: { name: 'mustdo', version: record.tool.version },
    pages: [],
    entries: exchanges.map(one => entry(one, record)),
  }
  return `${JSON.stringify({ log }, null, 2)}\n`
}

function entry(one: Exchange, record: RunRecord) {
  const { request, response, connection } = one
  const wait = one.firstByteMs ?? one.ms
  return {
    startedDateTime: one.at,
    time: one.ms,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: version(response?.httpVersion),
      cookies: [],
      headers: pairs(Object.entries(request.headers)),
      queryString: query(request.url),
      headersSize: -1,
      bodySize: request.body?.bytes ?? 0,
      ...(request.body
        ? { postData: { mimeType: request.headers['content-type'] ?? '', text: text(request.body, record) } }
        : {}),
    },
    response: {
      status: response?.status ?? 0,
      statusText: '',
      httpVersion: version(response?.httpVersion),
      cookies: [],
      headers: response ? pairs(response.rawHeaders) : [],
      content: response
        ? content(response.body, response.headers['content-type'] ?? '', record)
        : { size: 0, mimeType: '' },
      redirectURL: response?.headers.location ?? '',
      headersSize: -1,
      bodySize: response?.body.encodedBytes ?? response?.body.bytes ?? 0,
      ...(one.error ? { _error: `${one.error.code}: ${one.error.message}` } : {}),
    },
    cache: {},
    timings: { send: 0, wait, receive: Math.max(0, one.ms - wait) },
    ...(connection ? { serverIPAddress: connection.address } : {}),
    _id: one.id,
  }
}

const version = (http?: string) => (http ? `HTTP/${http}` : 'unknown')

const text = (body: Body, record: RunRecord): string => body.text ?? record.bodies[body.digest] ?? ''

function content(body: Body, mimeType: string, record: RunRecord) {
  const stored = text(body, record)
  return {
    size: body.bytes,
    mimeType,
    ...(stored ? { text: stored } : {}),
    ...(stored && body.encoding === 'base64' ? { encoding: 'base64' } : {}),
    ...(body.withheld ? { comment: `not kept: ${body.withheld}` } : {}),
  }
}

function query(url: string): readonly { name: string; value: string }[] {
  const start = url.indexOf('?')
  if (start < 0) return []
  return [...new URLSearchParams(url.slice(start + 1).split('#')[0])].map(([name, value]) => ({ name, value }))
}

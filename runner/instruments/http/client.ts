import { createHash } from 'node:crypto'
import type { SecureContext } from 'node:tls'
import type { Connection, TransportError } from '../../../reports/record.ts'
import { whyStopped } from '../politeness.ts'
import { contextFor } from '../tls/contexts.ts'
import { Answer } from './answer.ts'
import { canBeApart, clientApart } from './apart.ts'
import { connect } from './connect.ts'
import { TransportFailure, transportError } from './failure.ts'
import { http1Lane } from './http1.ts'
import { http2Lane } from './http2.ts'
import type { Lane } from './lane.ts'
import { checkTrust, type Prepared, prepare } from './request.ts'
import type { HttpClient, HttpClientOptions, RawExchange, RawRequest } from './types.ts'

export type * from './types.ts'

interface Opened {
  readonly lane: Lane
  readonly connection: Connection
}

/** How long an unused connection is kept: shorter than the 5 s after which common servers close theirs. */
const KEEP_UNUSED_MS = 3000
/** What must not be sent twice takes only a connection that was in use just now: no common server closes one so soon. */
const JUST_NOW_MS = 750
const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * An HTTP client that looks and records, and judges nothing. Follows no redirect, keeps no cookie, adds no Accept-Encoding.
 * Connections are kept. A request that is not safe takes one that was in use just now or a new one, so that none is lost in the
 * race with a server that closes an unused connection.
 */
export function httpClient(options: HttpClientOptions): HttpClient {
  const limit = options.maxBodyBytes ?? 8 * 1024 * 1024
  const maxHeaderBytes = options.maxHeaderBytes ?? 64 * 1024
  const unused = new Map<string, { opened: Opened; timer: NodeJS.Timeout; since: number }[]>()
  const inUse = new Set<Opened>()

  const apart = options.apart !== false && canBeApart ? clientApart(options) : undefined

  const contextOf = (mtls: RawRequest['mtls']): SecureContext => contextFor({ ...mtls }, { besides: options.ca })

  /** The one that was in use last. */
  const take = (key: string, method: string): Opened | undefined => {
    const kept = unused.get(key)
    const last = kept?.at(-1)
    if (!last || (!safe.has(method) && performance.now() - last.since > JUST_NOW_MS)) return undefined
    kept?.pop()
    clearTimeout(last.timer)
    return last.opened.lane.usable() ? last.opened : take(key, method)
  }

  const putBack = (key: string, opened: Opened): void => {
    const timer = setTimeout(() => {
      const rest = (unused.get(key) ?? []).filter(entry => entry.opened !== opened)
      unused.set(key, rest)
      void opened.lane.close()
    }, KEEP_UNUSED_MS)
    timer.unref()
    unused.set(key, [...(unused.get(key) ?? []), { opened, timer, since: performance.now() }])
  }

  const open = async (request: RawRequest, url: URL): Promise<Opened> => {
    const way = {
      proxy: options.proxy,
      ca: options.ca,
      timeoutMs: options.connectTimeoutMs ?? 10_000,
      signal: request.signal,
    }
    const alpn = request.httpVersion === '2' ? ['h2', 'http/1.1'] : ['http/1.1']
    const { socket, connection } = await connect(url, way, { alpn, secureContext: contextOf(request.mtls) })
    if (request.connectionField && connection.alpn !== 'h2') {
      socket.destroy()
      throw new TransportFailure('no-http2', 'tls', `${url.host} does not offer HTTP/2`)
    }
    const lane =
      connection.alpn === 'h2'
        ? http2Lane(socket, url.origin, maxHeaderBytes, request.connectionField && 'connection-field')
        : http1Lane(socket, url.origin, maxHeaderBytes)
    return { lane, connection }
  }

  const exchange = async (sending: Prepared, request: RawRequest, opened: Opened): Promise<RawExchange> => {
    const { lane, connection } = opened
    const began = Date.now()
    const answer = new Answer(limit)
    const watch = watchdog(request, answer, options)
    let failure: TransportError | undefined
    inUse.add(opened)
    try {
      await Promise.race([lane.send({ ...sending, ...watch.hooks }, answer), watch.over])
    } catch (error) {
      failure = answer.explain(transportError(error, answer.status === 0 ? 'headers' : 'body'))
    } finally {
      watch.stop()
      inUse.delete(opened)
    }
    const ended = Date.now()
    const sent = lane.sent()
    const at = sent.at ?? began
    const raw = answer.status === 0 ? undefined : await answer.finish(sending.method, sent.httpVersion, !failure)
    return {
      at: new Date(at).toISOString(),
      ms: ended - at,
      ...(sent.at !== undefined && sent.firstByteAt !== undefined ? { firstByteMs: sent.firstByteAt - sent.at } : {}),
      requestHeaders: sent.headers,
      ...(raw && !failure ? { response: raw } : {}),
      ...(raw && failure ? { partial: raw } : {}),
      ...(failure ? { error: failure } : {}),
      connection,
    }
  }

  const askOnce = async (request: RawRequest, reuse: boolean): Promise<RawExchange> => {
    const began = Date.now()
    let opened: Opened | undefined
    try {
      const sending = prepare(request, options.userAgent)
      const { url } = sending
      const key = keyOf(url, request)
      opened = reuse && !isSpoilt(request) ? take(key, request.method) : undefined
      const reused = opened !== undefined
      opened ??= await open(request, url)
      checkTrust(request, opened.connection, options.proxy)
      const seen = await exchange(sending, request, opened)
      if (seen.response && seen.response.cut === undefined && opened.lane.usable() && !isSpoilt(request))
        putBack(key, opened)
      else void opened.lane.close()
      // A kept connection that ends without a byte was closed for being unused: the request takes a fresh one.
      if (
        reused &&
        safe.has(request.method) &&
        seen.error &&
        seen.firstByteMs === undefined &&
        /^(closed|reset)$/.test(seen.error.code)
      )
        return askOnce(request, false)
      return seen
    } catch (error) {
      void opened?.lane.close()
      const at = new Date(began).toISOString()
      const failure = transportError(error, 'connect')
      const connection = opened ? { connection: opened.connection } : {}
      return { at, ms: Date.now() - began, requestHeaders: [], error: failure, ...connection }
    }
  }

  return {
    ask: request => (apart && request.httpVersion === '2' ? apart.ask(request) : askOnce(request, true)),
    close: async () => {
      await apart?.close()
      const kept = [...unused.values()].flat()
      for (const { timer } of kept) clearTimeout(timer)
      unused.clear()
      await Promise.all([...kept.map(entry => entry.opened), ...inUse].map(({ lane }) => lane.close()))
    },
  }
}

/** A request that is written as it must not be shares its connection with no other. */
const isSpoilt = ({ framing, connectionField }: RawRequest): boolean => Boolean(framing || connectionField)

const keyOfMtls = (mtls: RawRequest['mtls']): string =>
  mtls ? createHash('sha256').update(mtls.cert).update('\n').update(mtls.key).digest('hex') : ''

const keyOf = (url: URL, { httpVersion, mtls }: RawRequest): string =>
  `${url.origin} ${httpVersion ?? '1.1'} ${keyOfMtls(mtls)}`

/** Ends an exchange that takes too long in all, is silent too long, or whose run is stopped. */
function watchdog(request: RawRequest, answer: Answer, options: HttpClientOptions) {
  const total = request.timeoutMs ?? options.timeoutMs ?? 30_000
  const silence = Math.min(options.idleTimeoutMs ?? 15_000, total)
  let abort: (reason: Error) => void = () => {}
  let lost: (reason: Error) => void = () => {}
  const over = new Promise<never>((_, reject) => {
    lost = reject
  })
  over.catch(() => {})
  const end = (code: string, phase: 'headers' | 'body' | 'stopped', message: string) => {
    const reason = new TransportFailure(code, phase, message)
    lost(reason)
    abort(reason)
  }
  const phase = () => (answer.status === 0 ? 'headers' : 'body')
  const stopped = () => end('stopped', 'stopped', request.signal ? whyStopped(request.signal) : '')
  const tooLong = setTimeout(() => end('timeout', phase(), `No complete answer in ${total} ms`), total)
  const tooQuiet = setTimeout(() => end('idle-timeout', phase(), `Nothing came for ${silence} ms`), silence)
  request.signal?.addEventListener('abort', stopped, { once: true })
  if (request.signal?.aborted) stopped()
  return {
    over,
    hooks: {
      onBytes: () => {
        tooQuiet.refresh()
      },
      onAbort: (how: (reason: Error) => void) => {
        abort = how
      },
    },
    stop: () => {
      clearTimeout(tooLong)
      clearTimeout(tooQuiet)
      request.signal?.removeEventListener('abort', stopped)
    },
  }
}

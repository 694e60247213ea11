import type { Connection, TransportError } from '../../../reports/record.ts'
import type { Framing } from '../../check/http.ts'

/** One request, as it shall stand on the wire. Nothing is added but Host, Connection, Content-Length and User-Agent. */
export interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** `2` offers h2 first and takes http/1.1; `1.1` (the default) shows header order and case, so it is the usual one. */
  readonly httpVersion?: '1.1' | '2'
  /** Milliseconds from the first byte sent to the last one read; connecting has a budget of its own. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly mtls?: { readonly cert: string; readonly key: string }
  /** Asks to go on as a WebSocket (RFC 6455, 4.1), over HTTP/1.1; the connection is closed as soon as the answer is there. */
  readonly upgrade?: 'websocket'
  /** A length written as it must not be; on a connection of its own that is closed after it. */
  readonly framing?: Framing
  /** A field of HTTP/1.1 connections in HTTP/2; on a connection of its own that is closed after it. */
  readonly connectionField?: true
  /** Credentials go along: send nothing unless the server proved its name to a trusted root (or is this machine). */
  readonly requireTrust?: boolean
}

export type RawHeaders = readonly (readonly [string, string])[]

export interface RawResponse {
  readonly status: number
  /** As on the wire: order, case and repetition kept (HTTP/2 has lower case only). */
  readonly rawHeaders: RawHeaders
  readonly httpVersion: '1.0' | '1.1' | '2'
  /** After content decoding; as it came where `decodeError` says that it could not be decoded. */
  readonly body: Buffer
  /** Bytes of the body before content decoding, as far as it was read. */
  readonly encodedBytes: number
  /** Bytes known to lie beyond `body`; at least that many where the server announced no length. */
  readonly cut?: number
  readonly decodeError?: string
  /** Interim answers (103 Early Hints …) before the final one. */
  readonly interim?: readonly { readonly status: number; readonly rawHeaders: RawHeaders }[]
}

export interface RawExchange {
  /** When the first byte was sent; when connecting began, if none was. */
  readonly at: string
  readonly ms: number
  readonly firstByteMs?: number
  /** As sent; empty if nothing was. */
  readonly requestHeaders: RawHeaders
  readonly response?: RawResponse
  /** What had come of an answer that then broke off; beside `error`, never beside `response`. */
  readonly partial?: RawResponse
  readonly error?: TransportError
  readonly connection?: Connection
  /** Earlier tries, oldest first; filled by `retry.ts`. */
  readonly earlier?: readonly TransportError[]
}

export interface HttpClient {
  /** Asks once. Never rejects and never hangs: whatever goes wrong is `error`. Redirects are answers. */
  ask(request: RawRequest): Promise<RawExchange>
  close(): Promise<void>
}

export interface HttpClientOptions {
  readonly userAgent: string
  /** Private roots (PEM) trusted beside the usual ones. */
  readonly ca?: readonly string[]
  /** `http://[user:password@]host:port`; every connection is a CONNECT tunnel through it. */
  readonly proxy?: string
  /** Limit of a body, before and after content decoding; 8 MiB. */
  readonly maxBodyBytes?: number
  /** Limit of one answer's header section; 64 KiB. */
  readonly maxHeaderBytes?: number
  /** Name, TCP, proxy and TLS together; 10 s. */
  readonly connectTimeoutMs?: number
  /** Longest silence once the request was sent; 15 s. */
  readonly idleTimeoutMs?: number
  /** Default of `RawRequest.timeoutMs`; 30 s. */
  readonly timeoutMs?: number
  /** Whether HTTP/2 is spoken in a process of its own, where there can be one; true unless told. */
  readonly apart?: boolean
}

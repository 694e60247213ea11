import type { Exchange } from '../../reports/record.ts'

/** Ways to write a length of nought that RFC 9112 forbids: every reading of each is a request without a body. */
export type Framing = 'space-before-colon' | 'signed-length' | 'hex-length' | 'list-of-lengths'

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Name of an identity in the target file whose credentials go along; nobody when left out. */
  readonly as?: string | null | undefined
  readonly body?: string
  /** Ask again although the same request was answered before. */
  readonly fresh?: boolean
  readonly httpVersion?: '1.1' | '2'
  readonly timeoutMs?: number
  /** Asks to go on as a WebSocket; what comes after the answer is not looked at. */
  readonly upgrade?: 'websocket'
  /** A GET over HTTP/1.1 whose length is written as it must not be, on a connection of its own that is closed after it. */
  readonly framing?: Framing
  /** A GET over HTTP/2 with a field of HTTP/1.1 connections, which HTTP/2 forbids; on a connection of its own too. */
  readonly connectionField?: true
  /**
   * Deliberately bad credentials in place of the identity's own: none that anybody issued (`garbage`), the good token in the address
   * instead of a header (`in-address`), or one made from the good token. Its signature with one character changed (`forged`), half
   * of it (`truncated`) or none (`stripped`); a header that asks for no signature (`alg-none`, `alg-none-cased`), carries an extension
   * nobody knows (`crit-unknown`) or its own key (`key-in-token`), or names a key by a path or a query (`kid-path`, `kid-query`);
   * HS256 with the server's public key (`key-confusion`); a key of ours, whose address at the listener is in its header (`jku`, `x5u`); other claims above the old signature (`expired` and the like).
   */
  readonly credentials?:
    | 'own'
    | 'garbage'
    | 'in-address'
    | 'forged'
    | 'truncated'
    | 'stripped'
    | 'alg-none'
    | 'alg-none-cased'
    | 'crit-unknown'
    | 'key-confusion'
    | 'key-in-token'
    | 'kid-path'
    | 'jku'
    | 'x5u'
    | 'kid-query'
    | 'expired'
    | 'not-yet-valid'
    | 'other-audience'
    | 'other-issuer'
  /** The word of the listener's address that a token with `jku` or `x5u` names. */
  readonly canary?: string
}

/** HTTP, as the target sees it. Nothing is followed; a redirect is an answer like any other. Never rejects for the target's sake. */
export interface Http {
  get(url: string, options?: RequestOptions): Promise<Exchange>
  head(url: string, options?: RequestOptions): Promise<Exchange>
  send(method: string, url: string, options?: RequestOptions): Promise<Exchange>
}

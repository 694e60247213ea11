import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** A field of HTTP/1.1 connections, which HTTP/2 forbids (RFC 9113, 8.2.2); with this value it asks a server for nothing. */
export const CONNECTION_FIELD = ['keep-alive', 'timeout=5'] as const

/**
 * What Node's client is given in its place, as it would not send the field itself. Every character takes more bits in the code of HPACK
 * than as it is, so that the name goes out as it is (RFC 7541, 5.2), and another of the same length can be written over it.
 */
export const STAND_IN = '|'.repeat(CONNECTION_FIELD[0].length)

/** Stands between Node's HTTP/2 client and its socket, and writes the name of the field over that of the stand-in. */
export class FieldWriter extends Duplex {
  readonly #socket: Socket
  /** Whether the field went out. */
  written = false

  constructor(socket: Socket) {
    super()
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause()
    })
    socket.on('end', () => this.push(null))
    socket.on('error', error => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const sent = Buffer.from(chunk)
    const at = sent.indexOf(STAND_IN, 0, 'latin1')
    if (at >= 0) sent.write(CONNECTION_FIELD[0], at, 'latin1')
    this.written ||= at >= 0
    this.#socket.write(sent, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}

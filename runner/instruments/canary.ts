/**
 * A listener of ours at an address that the product can reach. Nobody but the product is told its paths, so whoever asks for one
 * had it from the product. It hands out what it was given to hand out, writes down who asked, and does nothing else.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CanaryAsk } from '../check.ts'

export interface OpenCanary {
  /** The address that the product is led to, by a word that is asked for nowhere else. */
  address(word: string): string
  /** What is answered at that address; without it, 404. */
  give(word: string, body: object): void
  /** Who asked there so far. */
  heard(word: string): readonly CanaryAsk[]
  close(): Promise<void>
}

export interface CanaryPlace {
  /** `host:port` of this machine; port 0 takes any. */
  readonly listen: string
  /** The public address that leads there; the place itself when left out. */
  readonly url?: string
}

/** More than any product asks; a flood is not kept. */
const MOST_ASKS = 50

/** Opens the listener. Rejects with the system's error where the place is taken or is not this machine's. */
export async function openCanary({ listen, url }: CanaryPlace): Promise<OpenCanary> {
  const asks = new Map<string, CanaryAsk[]>()
  const given = new Map<string, string>()
  const server = createServer((request, response) => {
    const word = /([0-9a-f]{16})$/.exec((request.url ?? '').split('?')[0] ?? '')?.[1]
    const known = asks.get(word ?? '') ?? []
    if (word !== undefined && known.length < MOST_ASKS)
      asks.set(word, [
        ...known,
        { at: new Date().toISOString(), method: request.method ?? '', agent: request.headers['user-agent'] ?? '' },
      ])
    const body = given.get(word ?? '')
    request.resume()
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json', connection: 'close' })
    response.end(body ?? '')
  })
  const at = /^\[?(.*?)\]?:(\d+)$/.exec(listen)
  const host = at?.[1] ?? ''
  await new Promise<void>((done, failed) => server.once('error', failed).listen(Number(at?.[2]), host, done))
  const { port } = server.address() as AddressInfo
  const base = (url ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`).replace(/\/$/, '')
  return {
    address: word => `${base}/${word}`,
    give: (word, body) => void given.set(word, JSON.stringify(body)),
    heard: word => asks.get(word) ?? [],
    close: () => closed(server),
  }
}

const closed = (server: Server): Promise<void> =>
  new Promise(done => {
    server.close(() => done())
    server.closeAllConnections()
  })

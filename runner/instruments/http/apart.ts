/**
 * HTTP/2 in processes of its own, one for each origin. Node speaks it by nghttp2, which ends its whole process when a server sends some
 * malformed frames; such a server costs its own requests, not the run, and not what is heard of any other.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { GivenUp, whyStopped } from '../politeness.ts'
import type { HttpClient, HttpClientOptions, RawExchange, RawRequest } from './types.ts'

/** What the process is told: first the options, then requests, each with a number, and which of them to leave. */
export type Order =
  | { readonly options: HttpClientOptions }
  | { readonly id: number; readonly request: Omit<RawRequest, 'signal'> }
  | { readonly id: number; readonly stop: string }

export interface Reply {
  readonly id: number
  readonly exchange: RawExchange
}

/** Made from sources there is no such process: they are not JavaScript that Node could start by itself. */
export const canBeApart = import.meta.url.endsWith('.js')

/** Asks as `httpClient` does. A process is started with the first request of an origin, and again after it has ended. */
export function clientApart(options: HttpClientOptions): HttpClient {
  const processes = new Map<string, Apart>()
  return {
    ask: request => {
      const origin = URL.canParse(request.url) ? new URL(request.url).origin : ''
      const known = processes.get(origin)
      const apart = known?.lives() ? known : startApart(options)
      processes.set(origin, apart)
      return apart.ask(request)
    },
    close: async () => {
      for (const apart of processes.values()) apart.end()
      processes.clear()
    },
  }
}

interface Apart {
  lives(): boolean
  ask(request: RawRequest): Promise<RawExchange>
  end(): void
}

function startApart(options: HttpClientOptions): Apart {
  const child = fork(new URL('./apart-process.js', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  })
  const waiting = new Map<number, { readonly began: number; readonly done: (exchange: RawExchange) => void }>()
  let lives = true
  let asked = 0
  const give = (order: Order) => {
    if (lives) child.send(order, error => error && ended())
  }
  const settle = (id: number, exchange: RawExchange) => {
    waiting.get(id)?.done(exchange)
    waiting.delete(id)
    if (waiting.size === 0) letGo(child)
  }
  const ended = () => {
    lives = false
    for (const [id, { began }] of waiting) settle(id, brokenOff(began))
  }
  child.on('message', ({ id, exchange }: Reply) => settle(id, exchange))
  child.on('error', ended)
  child.on('exit', ended)
  give({ options })
  return {
    lives: () => lives,
    ask: ({ signal, ...request }) => {
      const id = asked++
      const stop = () => signal && give({ id, stop: whyStopped(signal) })
      return new Promise<RawExchange>(done => {
        waiting.set(id, { began: Date.now(), done })
        child.ref()
        child.channel?.ref()
        give({ id, request })
        if (signal?.aborted) stop()
        signal?.addEventListener('abort', stop, { once: true })
      }).finally(() => signal?.removeEventListener('abort', stop))
    },
    end: () => child.kill(),
  }
}

/** A process that nobody waits for keeps ours from ending no longer. */
function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}

const brokenOff = (began: number): RawExchange => ({
  at: new Date(began).toISOString(),
  ms: Date.now() - began,
  requestHeaders: [],
  error: {
    code: 'client-ended',
    phase: 'headers',
    message: "The process that speaks HTTP/2 ended at what the server sent: Node's own client does not bear it",
  },
})

/** The process's half: asks what it is told to until nobody is there any more. */
export function serveApart(makeClient: (options: HttpClientOptions) => HttpClient): void {
  let client: HttpClient | undefined
  const stops = new Map<number, AbortController>()
  const answer = async (id: number, request: Omit<RawRequest, 'signal'>) => {
    const stop = new AbortController()
    stops.set(id, stop)
    const exchange = await client?.ask({ ...request, signal: stop.signal })
    stops.delete(id)
    if (exchange) process.send?.({ id, exchange } satisfies Reply)
  }
  process.on('message', (order: Order) => {
    if ('options' in order) client = makeClient(order.options)
    else if ('request' in order) void answer(order.id, order.request)
    else stops.get(order.id)?.abort(new GivenUp(order.stop))
  })
  process.on('disconnect', () => process.exit())
}

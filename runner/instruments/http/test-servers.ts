import * as net from 'node:net'
import { type HttpClient, type HttpClientOptions, httpClient } from './client.ts'

/** Servers and clients of one test file; `close` ends them all. */
export function testServers() {
  const clients: HttpClient[] = []
  const closers: (() => void)[] = []
  const client = (options: Partial<HttpClientOptions> = {}): HttpClient => {
    const made = httpClient({ userAgent: 'mustdo/test', timeoutMs: 3000, ...options })
    clients.push(made)
    return made
  }
  const listen = async (server: net.Server): Promise<number> => {
    const open = new Set<net.Socket>()
    server.on('connection', socket => open.add(socket))
    closers.push(() => {
      for (const socket of open) socket.destroy()
      server.close()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as net.AddressInfo).port
  }
  return {
    client,
    listen,
    /** A server that answers with exactly these bytes, or does as told. */
    raw: (answer: string | ((socket: net.Socket) => void), end = true) =>
      listen(
        net.createServer(socket => {
          socket.on('error', () => {})
          socket.once('data', () => {
            if (typeof answer === 'function') answer(socket)
            else if (end) socket.end(answer, 'latin1')
            else socket.write(answer, 'latin1')
          })
        }),
      ),
    /** A port of this machine on which nothing listens. */
    freePort: async () => {
      const server = net.createServer()
      const port = await listen(server)
      await new Promise(resolve => server.close(resolve))
      return port
    },
    close: async () => {
      await Promise.all(clients.map(one => one.close()))
      for (const end of closers) end()
    },
  }
}

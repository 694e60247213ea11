/** For tests: a product so small that a run of it takes no time, and its target file. */
import { writeFileSync } from 'node:fs'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

export interface TestTarget {
  readonly origin: string
  readonly things: ReadonlySet<string>
  /** `GET /`, in the order they came. */
  readonly asked: readonly string[]
  /** Resolves when this path was asked for. */
  asks(path: string): Promise<void>
  close(): Promise<void>
}

/** Answers `/slow` after 700 ms and `/never` not at all; keeps what is POSTed to `/things` or PUT below it. */
export async function startTestTarget(): Promise<TestTarget> {
  const things = new Set<string>()
  const asked: string[] = []
  const server = http.createServer((request, response) => {
    const { method = '', url = '' } = request
    asked.push(`${method} ${url}`)
    const end = (status: number, headers: http.OutgoingHttpHeaders = {}) => {
      response.writeHead(status, {
        'x-content-type-options': 'nosniff',
        'content-type': 'application/json',
        ...headers,
      })
      response.end(method === 'HEAD' || status === 204 ? undefined : '{}')
    }
    request.resume()
    if (url === '/never') return
    if (url === '/slow') setTimeout(end, 700, 200)
    else if (method === 'POST' && url === '/things') {
      const place = `/things/${things.size + 1}`
      things.add(place)
      end(201, { location: `${place}/_history/1` })
    } else if (method === 'PUT' && url.startsWith('/things/')) {
      const known = things.has(url)
      things.add(url)
      end(known ? 200 : 201)
    } else if (method === 'DELETE') end(things.delete(url) ? 204 : 404)
    else end(200)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    things,
    asked,
    asks: async path => {
      while (!asked.some(line => line.endsWith(` ${path}`))) await new Promise(resolve => setTimeout(resolve, 20))
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Writes `mustdo.yaml` for it; `more` is further YAML. */
export function writeTestTarget(folder: string, origin: string, more = ''): string {
  const path = join(folder, 'mustdo.yaml')
  writeFileSync(
    path,
    `version: 1
supplier: Small Supplier
product: { name: Small, version: "1" }
environment: sandbox
packs: [common]
endpoints:
  - { name: main, kind: export, url: "${origin}/" }
politeness: { concurrency: 8, requestsPerSecond: 200 }
${more}`,
  )
  return path
}

export const writeConsent = (origin: string): string => `consent:
  write:
    person: A Tester
    role: owner
    origins: ["${origin}"]
    environment: sandbox
    until: "${new Date(Date.now() + 86_400_000 * 30).toISOString().slice(0, 10)}"
`

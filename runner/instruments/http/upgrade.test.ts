import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Supplier, startSupplier } from '../../../fixtures/supplier/index.ts'
import { SOCKET } from '../../../fixtures/supplier/web/socket.ts'
import { type HttpClient, httpClient } from './client.ts'

let supplier: Supplier
let client: HttpClient
beforeAll(async () => {
  supplier = await startSupplier()
  client = httpClient({ userAgent: 'mustdo/test', ca: [supplier.caPem] })
})
afterAll(async () => {
  await client.close()
  await supplier.close()
})

const open = (origin: string) =>
  client.ask({ method: 'GET', url: `${supplier.origin}${SOCKET}`, headers: { origin }, upgrade: 'websocket' })

test('a WebSocket that opens is an answer of 101, and its connection carries nothing else', async () => {
  const { response, requestHeaders, error } = await open(supplier.origin)
  expect(error).toBeUndefined()
  expect(response?.status).toBe(101)
  expect(response?.rawHeaders.map(([name]) => name.toLowerCase())).toContain('sec-websocket-accept')
  const sent = requestHeaders.map(([name, value]) => `${name}: ${value}`.toLowerCase())
  expect(sent).toContain('connection: upgrade')
  expect(sent).toContain('upgrade: websocket')
  expect(sent).toContain('sec-websocket-version: 13')
  const next = await client.ask({ method: 'GET', url: `${supplier.origin}/`, headers: {} })
  expect(next.response?.status).toBe(200)
})

test('one that is refused is an answer like any other', async () => {
  expect((await open('https://elsewhere.example')).response?.status).toBe(403)
})

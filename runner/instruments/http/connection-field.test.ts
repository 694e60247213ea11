import { afterEach, expect, test } from 'vitest'
import { type Supplier, startSupplier } from '../../../fixtures/supplier/index.ts'
import { type HttpClient, httpClient } from './client.ts'

let supplier: Supplier
let client: HttpClient
const start = async (...defects: string[]) => {
  supplier = await startSupplier({ defects })
  client = httpClient({ userAgent: 'mustdo/test', ca: [supplier.caPem] })
}
afterEach(async () => {
  await client.close()
  await supplier.close()
})
const ask = (more: object = {}) =>
  client.ask({ method: 'GET', url: `${supplier.origin}/`, headers: {}, httpVersion: '2', ...more })

test('the field goes out over HTTP/2, and a strict server ends the stream with a protocol error', async () => {
  await start()
  expect((await ask()).response?.status).toBe(200)
  const { error, requestHeaders, response } = await ask({ connectionField: true })
  expect(response).toBeUndefined()
  expect(error?.code).toBe('http2-error')
  expect(error?.message).toMatch(/code 1\b/)
  expect(requestHeaders).toContainEqual(['keep-alive', 'timeout=5'])
  expect((await ask()).response?.status).toBe(200)
})

test('a server that passes over it answers', async () => {
  await start('lenient-http-2')
  expect((await ask({ connectionField: true })).response?.status).toBe(200)
  expect((await ask()).response?.status).toBe(200)
})

test('without HTTP/2 it is not sent', async () => {
  await start('no-http-2')
  expect((await ask({ connectionField: true })).error?.code).toBe('no-http2')
  expect((await ask({ connectionField: true, httpVersion: '1.1' })).error?.code).toBe('invalid-request')
})

/** Headers that a target file fixes for an identity, as the product and the record see them. */
import * as http from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { testServers } from '../instruments/http/test-servers.ts'
import { contextFor } from '../probe/context.ts'
import { testRun, testTarget } from '../run/testing.ts'
import { type Identity, Secret } from '../target/model.ts'

const servers = testServers()
afterAll(() => servers.close())

test('fixed headers go with every request of their identity, to its origins only, and a secret one stays out of the record', async () => {
  const asked: http.IncomingHttpHeaders[] = []
  const product = http.createServer(({ headers }, response) => {
    asked.push(headers)
    response.writeHead(headers['nhsd-session-urid'] ? 200 : 400, { 'content-type': 'application/json' }).end('{}')
  })
  const origin = `http://127.0.0.1:${await servers.listen(product)}`
  const clerk: Identity = {
    name: 'clerk',
    origins: [origin],
    auth: { method: 'none' },
    headers: {
      'nhsd-session-urid': '555021935107',
      'x-tenant-key': new Secret('clerk.headers.X-Tenant-Key', 'env:X', 'tenant-key-0815-never-elsewhere'),
    },
  }
  const run = await testRun({
    target: testTarget([{ kind: 'openapi', url: `${origin}/things` }], { identities: [clerk] }),
    checks: [],
    also: async world => {
      const { http: door } = contextFor(world, world.recorder.scope('x'), 'authenticated-read', {})
      const own = await door.get(`${origin}/a`, { as: 'clerk', fresh: true })
      expect(own.response?.status).toBe(200)
      expect(own.request.headers).toMatchObject({
        'nhsd-session-urid': '555021935107',
        'x-tenant-key': expect.stringContaining('clerk.headers.X-Tenant-Key'),
      })
      const other = { 'NHSD-Session-URID': '111111111111' }
      await door.get(`${origin}/b`, { as: 'clerk', fresh: true, headers: other })
      expect((await door.get(`${origin}/c`, { fresh: true })).response?.status).toBe(400)
    },
  })
  const [own, , nobody] = asked.slice(-3)
  expect(own).toMatchObject({ 'x-tenant-key': 'tenant-key-0815-never-elsewhere' })
  expect(nobody?.['x-tenant-key']).toBeUndefined()
  expect(asked.at(-2)?.['nhsd-session-urid']).toBe('111111111111')
  expect(JSON.stringify(run.record)).not.toContain('tenant-key-0815')
})

/** OpenAPI documents in pieces, in files and of APIs nobody here wrote: the same verdicts live and replayed, and nobody asked who is not named. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck } from '../check.ts'
import { replay } from './replay.ts'
import { testRun, testTarget } from './testing.ts'

let checks: AnyCheck[]
let origin: string
let elsewhere: string
const asked: string[] = []
const strangers: string[] = []
const things = new Map([['t1', { id: 't1', size: 3 }]])

const parts = {
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['id', 'size'],
        properties: { id: { type: 'string' }, size: { type: 'integer' } },
      },
    },
  },
}
const schema = { $ref: 'parts.json#/components/schemas/Thing' }
const ok = (held: object) => ({ description: 'OK', content: { 'application/json': { schema: held } } })
const document = () => ({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  servers: [{ url: 'https://api.live.example' }, { url: '/v1' }],
  paths: {
    '/things': { get: { responses: { 200: ok({ type: 'array', items: schema }) } } },
    '/things/{thingId}': {
      parameters: [{ name: 'thingId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: ok(schema), 404: { description: 'No' } } },
    },
    '/far': { get: { responses: { 200: ok({ $ref: `${elsewhere}/far.json` }) } } },
  },
})

function listen(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer)
  return new Promise<{ origin: string; close: () => void }>(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      resolve({ origin: `http://127.0.0.1:${port}`, close: () => server.close() })
    })
  })
}

const closing: (() => void)[] = []
beforeAll(async () => {
  checks = (await loadChecks()).filter(({ id }) => /^openapi\/|openapi-document/.test(id))
  const far = await listen((request, response) => {
    strangers.push(request.url ?? '')
    response.end('{"type":"string"}')
  })
  elsewhere = far.origin
  const api = await listen((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const say = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(value))
    }
    const id = /^\/v1\/things\/(.+)$/.exec(path)?.[1]
    if (path === '/openapi.json') say(200, document())
    else if (path === '/parts.json') say(200, parts)
    else if (path === '/v1/things') say(200, [...things.values()])
    else if (id !== undefined && things.has(id)) say(200, things.get(id))
    else if (path === '/v1/far') say(200, 'far')
    else say(404, {})
  })
  origin = api.origin
  closing.push(far.close, api.close)
})
afterAll(() => {
  for (const close of closing) close()
})

test('a document in two files is read as one, its second server is asked, and a stranger is not', async () => {
  const run = await testRun({ target: testTarget([{ kind: 'openapi', url: `${origin}/openapi.json` }]), checks })
  const [api] = run.landscape.apis
  expect(api?.url).toBe(`${origin}/v1`)
  expect(asked).toContain('/parts.json')
  expect(strangers).toEqual([])
  expect(api?.unresolved?.map(({ reference }) => reference)).toEqual([`${elsewhere}/far.json`])
  const outcomes = Object.fromEntries(
    run.assertions.map(one => [one.id.replace(/@api:openapi0 ?/, ' ').trim(), one.outcome]),
  )
  expect(outcomes).toMatchObject({
    'nhs-api/openapi-document': 'failed',
    'openapi/responses GET /things': 'passed',
    'openapi/responses GET /things/{thingId}': 'passed',
  })
  expect(asked).toContain('/v1/things/t1')
})

test('a wrong member of a part in another file is one finding, and a replay without network finds the same', async () => {
  things.set('t1', { id: 't1', size: 'big' as never })
  const run = await testRun({ target: testTarget([{ kind: 'openapi', url: `${origin}/openapi.json` }]), checks })
  things.set('t1', { id: 't1', size: 3 })
  const found = run.assertions.find(({ id }) => id === 'openapi/responses@api:openapi0 GET /things')?.findings
  expect(found?.map(({ key, expected, actual }) => [key, expected, actual])).toEqual([
    ['body-differs', 'integer', '"big"'],
  ])
  const again = await replay(run.record, checks)
  expect(again.differences).toEqual([])
})

test('a document that was given as a file describes the API at the address beside it', async () => {
  const base = testTarget([{ kind: 'openapi', url: `${origin}/v1` }])
  const value = { ...document(), paths: { '/things': { get: { responses: { 200: ok({ type: 'array' }) } } } } }
  const endpoints = base.endpoints.map(one => ({ ...one, document: { file: 'openapi.yaml', value } }))
  const run = await testRun({ target: { ...base, endpoints }, checks })
  const outcomes = Object.fromEntries(run.assertions.map(one => [one.check, one.outcome]))
  expect(outcomes).toMatchObject({ 'nhs-api/openapi-document': 'cantTell', 'openapi/responses': 'passed' })
})

import { expect, test } from 'vitest'
import { askPatiently } from './retry.ts'
import type { HttpClient, RawExchange } from './types.ts'

type Failure = NonNullable<RawExchange['error']>
const base = { at: '2026-11-22T00:00:00.000Z', ms: 1, requestHeaders: [] }
const reset: Failure = { code: 'reset', phase: 'headers', message: 'x' }
const refused: Failure = { code: 'refused', phase: 'connect', message: 'x' }

/** Fails as listed, then answers. */
function scripted(failures: readonly Failure[]): { client: HttpClient; asked: () => number } {
  let count = 0
  const answer = { status: 200, rawHeaders: [], httpVersion: '1.1' as const, body: Buffer.alloc(0), encodedBytes: 0 }
  const ask = async (): Promise<RawExchange> => {
    const error = failures[count++]
    return error ? { ...base, error } : { ...base, response: answer }
  }
  return { client: { ask, close: async () => {} }, asked: () => count }
}
const ask = (client: HttpClient, method: string) =>
  askPatiently(client, { method, url: 'http://a.example/', headers: {} }, async () => {})

test('A safe request is asked at most three times, and every failed try is kept', async () => {
  const twice = scripted([reset, refused])
  const seen = await ask(twice.client, 'GET')
  expect(seen.response?.status).toBe(200)
  expect(seen.earlier?.map(({ code }) => code)).toEqual(['reset', 'refused'])
  const never = scripted([reset, reset, reset, reset])
  expect((await ask(never.client, 'GET')).earlier).toHaveLength(2)
  expect(never.asked()).toBe(3)
})

test('An unsafe request is asked again only if nothing was sent', async () => {
  const sent = scripted([reset])
  expect((await ask(sent.client, 'POST')).error?.code).toBe('reset')
  expect(sent.asked()).toBe(1)
  const unsent = scripted([refused])
  expect((await ask(unsent.client, 'POST')).response?.status).toBe(200)
})

test('What asking again cannot mend is not asked again', async () => {
  for (const failure of [
    { code: 'stopped', phase: 'stopped', message: '' },
    { code: 'untrusted-certificate', phase: 'tls', message: '' },
    { code: 'too-many-interim', phase: 'limit', message: '' },
  ] as const) {
    const script = scripted([failure])
    expect((await ask(script.client, 'GET')).error).toEqual(failure)
    expect(script.asked()).toBe(1)
  }
})

import { expect, test } from 'vitest'
import { type Clock, GivenUp, type Limits, politeness, Stopped } from './politeness.ts'

/** A clock that jumps to the next timer whenever everything else is at rest. */
function jumpingClock(start = 0): Clock {
  let now = start
  const timers: { at: number; ring: () => void }[] = []
  const jump = () =>
    setImmediate(() => {
      const next = timers.sort((a, b) => a.at - b.at).shift()
      if (!next) return
      now = Math.max(now, next.at)
      next.ring()
    })
  return {
    now: () => now,
    wait: ms =>
      new Promise(resolve => {
        timers.push({ at: now + ms, ring: resolve })
        jump()
      }),
  }
}
const a = 'https://a.example'
const limits: Limits = { concurrency: 3, requestsPerSecond: 10 }

test('No more run at once than allowed, in order, and each origin has its own queue', async () => {
  const queue = politeness({ ...limits, requestsPerSecond: 1e6 }, jumpingClock())
  const order: number[] = []
  let running = 0
  let most = 0
  const task = (n: number) => async () => {
    order.push(n)
    most = Math.max(most, ++running)
    await new Promise(setImmediate)
    running--
  }
  await Promise.all(Array.from({ length: 10 }, (_, n) => queue.run(a, task(n))))
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(most).toBe(3)
  await Promise.all([a, 'https://b.example'].flatMap(origin => [0, 1, 2].map(n => queue.run(origin, task(n)))))
  expect(most).toBe(6)
  expect([queue.requests(a), queue.requests('https://b.example'), queue.requests()]).toEqual([13, 3, 16])
})

test('Of those that wait, the longest chain goes on first, and equals in the order they came', async () => {
  const queue = politeness({ ...limits, concurrency: 1 }, jumpingClock())
  const order: string[] = []
  const ask = (name: string, chain?: number) => queue.run(a, async () => order.push(name), undefined, chain)
  await Promise.all([
    ask('under way'),
    ask('new'),
    ask('long', 9),
    ask('another new', 0),
    ask('as long', 9),
    ask('longer', 10),
  ])
  expect(order).toEqual(['under way', 'longer', 'long', 'as long', 'new', 'another new'])
})

test('The lane of the longest chain is kept until its next request comes, and given to others when none does', async () => {
  const queue = politeness({ ...limits, concurrency: 4, requestsPerSecond: 10_000 })
  let started = 0
  let release = (): void => undefined
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  const slow = () =>
    queue.run(a, () => {
      started++
      return released
    })
  const others = [slow(), slow(), slow()]
  const first = queue.run(a, async () => undefined, undefined, 5)
  others.push(...Array.from({ length: 5 }, slow))
  await first
  for (let sent = 6; sent < 12; sent++) await queue.run(a, async () => undefined, undefined, sent)
  expect(started).toBe(3)
  await expect.poll(() => started).toBe(4)
  release()
  await Promise.all(others)
  expect(started).toBe(8)
})

test('The rate is kept over time', async () => {
  const clock = jumpingClock()
  const queue = politeness(limits, clock)
  const times: number[] = []
  await Promise.all(Array.from({ length: 31 }, () => queue.run(a, async () => times.push(clock.now()))))
  expect(times.at(-1)).toBeGreaterThanOrEqual(3000)
  expect(times.at(-1)).toBeLessThan(3100)
  for (const [i, time] of times.slice(11).entries()) expect(time - times[i]!).toBeGreaterThanOrEqual(1000)
})

test('Retry-After, in seconds or as a date, pauses the origin once and halves its rate once', async () => {
  const start = Date.UTC(2026, 10, 22, 12)
  const clock = jumpingClock(start)
  const queue = politeness({ ...limits, requestsPerSecond: 20 }, clock)
  const busy = (value: string) => async () => ({ response: { status: 429, rawHeaders: [['Retry-After', value]] } })
  await Promise.all([queue.run(a, busy('5')), queue.run(a, busy('5'))])
  expect(queue.rate(a)).toBe(10)
  let at = 0
  const note = async () => {
    at = clock.now() - start
  }
  await queue.run(a, note)
  expect(at).toBeGreaterThanOrEqual(5000)
  await queue.run(a, busy('Sun, 22 Nov 2026 12:00:20 GMT'))
  await queue.run(a, note)
  expect(at).toBe(20_000)
  expect(queue.rate(a)).toBe(5)
  await queue.run(a, busy('86400'))
  const before = clock.now() - start
  await queue.run(a, note)
  expect(at - before).toBe(60_000)
  await queue.run(a, busy('soon'))
  await queue.run(a, async () => ({ response: { status: 200, rawHeaders: [['Retry-After', '5']] } }))
  expect(queue.rate(a)).toBe(2.5)
})

test.each([
  ['22:00', '06:00', 12, 22],
  ['22:00', '06:00', 3, 3],
  ['08:00', '20:00', 7, 8],
  ['08:00', '20:00', 20, 32],
  ['08:00', '20:00', 8, 8],
])('In the window %s to %s, what is asked at %i h goes out at %i h', async (from, to, asked, sent) => {
  const clock = jumpingClock(Date.UTC(2026, 10, 22, asked))
  const queue = politeness({ ...limits, window: { from, to } }, clock)
  const time = await queue.run(a, async () => clock.now())
  expect((time - Date.UTC(2026, 10, 22)) / 3_600_000).toBe(sent)
})

test('A stop takes waiting requests out of the queue, and a task that throws frees its place', async () => {
  const queue = politeness({ concurrency: 1, requestsPerSecond: 1000 })
  const stop = new AbortController()
  let finish: () => void = () => {}
  const first = queue.run(a, () => new Promise<void>(resolve => (finish = resolve)))
  const second = queue.run(a, async () => 'ran', stop.signal)
  stop.abort()
  await expect(second).rejects.toBeInstanceOf(Stopped)
  finish()
  await first
  await expect(queue.run(a, () => Promise.reject(new Error('own')))).rejects.toThrow('own')
  await expect(queue.run(a, async () => 'next')).resolves.toBe('next')
  await expect(queue.run(a, async () => 'late', stop.signal)).rejects.toBeInstanceOf(Stopped)
  expect(queue.requests(a)).toBe(3)
})

test('After four pauses in a row an origin is given up, for those in the queue as well; any other answer begins anew', async () => {
  const later = { response: { status: 429, rawHeaders: [['Retry-After', '0']] } }
  const queue = politeness({ concurrency: 1, requestsPerSecond: 1000 })
  const ask = (result: unknown) => queue.run('a', async () => result)
  await ask(later)
  await ask({ response: { status: 200, rawHeaders: [] } })
  for (let pause = 1; pause < 4; pause++) await ask(later)
  await ask({ error: { code: 'reset' } })
  const [last, waiting] = await Promise.allSettled([ask(later), ask('never asked')])
  expect(last.status).toBe('fulfilled')
  expect(waiting).toMatchObject({ status: 'rejected', reason: { name: 'GivenUp' } })
  await expect(ask('nor this')).rejects.toBeInstanceOf(GivenUp)
  expect(queue.requests('a')).toBe(7)
})

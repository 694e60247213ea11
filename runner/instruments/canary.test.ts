import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { openCanary } from './canary.ts'

const WORD = '0123456789abcdef'

test('Who asks for a word is written down, with time, method and user agent, and gets what lies there', async () => {
  const canary = await openCanary({ listen: '127.0.0.1:0' })
  try {
    canary.give(WORD, { keys: [] })
    const answer = await fetch(`${canary.address(WORD)}?x=1`, { headers: { 'user-agent': 'product/1' } })
    expect(await answer.json()).toEqual({ keys: [] })
    expect(canary.heard(WORD)).toEqual([
      { at: expect.stringMatching(/^\d{4}-.*Z$/), method: 'GET', agent: 'product/1' },
    ])
    expect(canary.heard('fedcba9876543210')).toEqual([])
  } finally {
    await canary.close()
  }
})

test('A passer-by who asks for anything else is no sign of the product, and a flood is not kept', async () => {
  const canary = await openCanary({ listen: '127.0.0.1:0', url: 'https://canary.example/deep/' })
  const local = await openCanary({ listen: '127.0.0.1:0' })
  try {
    expect(canary.address(WORD)).toBe(`https://canary.example/deep/${WORD}`)
    expect((await fetch(local.address('robots.txt'))).status).toBe(404)
    for (let i = 0; i < 60; i++) await (await fetch(local.address(WORD))).text()
    expect(local.heard(WORD)).toHaveLength(50)
  } finally {
    await Promise.all([canary.close(), local.close()])
  }
})

test('A place that is taken is an error that says so', async () => {
  const taken = createServer()
  await new Promise<void>(done => taken.listen(0, '127.0.0.1', done))
  const { port } = taken.address() as { port: number }
  await expect(openCanary({ listen: `127.0.0.1:${port}` })).rejects.toThrow(/EADDRINUSE/)
  await new Promise(done => taken.close(done))
})

import { expect, test } from 'vitest'
import type { AnyCheck } from '../check.ts'
import { readersFirst, turns } from './turns.ts'

const planned = (check: string) => ({
  id: `${check}@a`,
  check,
  version: 1,
  subject: { id: 'a', kind: 'origin', url: 'https://product.example' },
})

test('what only reads begins before what changes, each by its place in the plan', () => {
  const effects = { a: 'write', b: 'read', c: 'intrusive', d: 'browse', e: 'load', f: 'authenticated-read' }
  const checks = new Map(Object.entries(effects).map(([id, effect]) => [id, { id, effect } as AnyCheck]))
  const order = readersFirst(Object.keys(effects).map(planned), checks)
  expect(order.map(([place, { check }]) => `${place}${check}`)).toEqual(['1b', '3d', '5f', '0a', '2c', '4e'])
})

test('a few begin in each turn of the event loop, in order, and all of them do', async () => {
  const turn = turns(2)
  const begun: number[] = []
  const all = Promise.all([0, 1, 2, 3, 4].map(one => turn().then(() => begun.push(one))))
  expect(begun).toEqual([])
  const perTurn: number[] = []
  while (begun.length < 5) {
    await new Promise(setImmediate)
    perTurn.push(begun.length)
  }
  await all
  expect(begun).toEqual([0, 1, 2, 3, 4])
  expect(perTurn.filter((count, at) => count !== perTurn[at - 1] && count > 0)).toEqual([2, 4, 5])
})

import { expect, test } from 'vitest'
import type { Observation } from '../../reports/record.ts'
import { samplingOf } from './sampling.ts'

const nothing = { inputs: { endpoints: [], testData: { patients: [] } } as never, plan: [], reviewed: [] }
const visit = (url: string, framesUnread?: number): Observation =>
  ({ kind: 'page', url, details: framesUnread ? { framesUnread } : {} }) as unknown as Observation

test('pages with frames that were not looked into are named once', () => {
  const seen = [
    visit('https://product.example/b', 1),
    visit('https://product.example/b', 1),
    visit('https://product.example/a'),
  ]
  expect(samplingOf(nothing, seen)).toEqual([
    'Frames that lead outside the target, or are too many, were not looked into, and no verdict says anything of what they show: https://product.example/b.',
  ])
  expect(samplingOf(nothing, [visit('https://product.example/a')])).toEqual([])
})

import { expect, test } from 'vitest'
import { loadCatalogue } from '../../standards/index.ts'
import type { Requirement } from '../../standards/model.ts'
import { loadChecks } from '../../suites/registry.ts'
import { coverage, coverageText } from './coverage.ts'
import { checkOf } from './testing.ts'

const all = [...loadCatalogue().requirements.values()]
const { fate: _fate, fateReason: _reason, ...sample } = all[0] as Requirement
const row = (id: string, rest: Partial<Requirement> = {}): Requirement => ({ ...sample, id, ...rest })

test('a requirement is checked if a check covers all of it, checked and attested if part, else as declared', () => {
  const view = coverage(
    [row('A'), row('B', { fate: 'attested' }), row('C', { fate: 'harmful', fateReason: 'It could hurt.' }), row('D')],
    [checkOf('whole', { A: 'all', B: 'part' }), checkOf('more', { A: 'part' })],
  )
  expect(view.requirements.map(({ id, fate }) => `${id} ${fate}`)).toEqual([
    'A checked',
    'B checked-and-attested',
    'C harmful',
    'D undeclared',
  ])
  expect(view.requirements[0]?.checks).toEqual([
    { id: 'whole', coverage: 'all' },
    { id: 'more', coverage: 'part' },
  ])
  expect(view.requirements[2]?.reason).toBe('It could hurt.')
  expect(view.totals).toEqual({
    requirements: 4,
    fates: { checked: 1, 'checked-and-attested': 1, harmful: 1, undeclared: 1 },
  })
})

test('the totals of the catalogue add up, and no requirement is undeclared', async () => {
  const { totals, requirements } = coverage(all, await loadChecks())
  expect(requirements).toHaveLength(all.length)
  expect(Object.values(totals.fates).reduce((sum, count) => sum + count, 0)).toBe(totals.requirements)
  expect(totals.fates).not.toHaveProperty('undeclared')
})

test('the text has a line for each fate and each requirement', () => {
  const text = coverageText(coverage([row('A'), row('B', { fate: 'planned' })], [checkOf('whole', { A: 'all' })]))
  expect(text.split('\n')[0]).toBe('2 requirements')
  expect(text).toMatch(/^ +1 {2}checked$/m)
  expect(text).toMatch(/^A .*checked +whole$/m)
  expect(text).toMatch(/^B .*planned/m)
})

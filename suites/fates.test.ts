import { expect, test } from 'vitest'
import { loadCatalogue } from '../standards/index.ts'
import { loadChecks } from './registry.ts'

const catalogue = loadCatalogue()
const checks = await loadChecks()
const covering = (id: string) => checks.filter(check => id in check.verifies).map(check => check.verifies[id])

test('checks verify only requirements that exist', () => {
  expect(checks.flatMap(check => Object.keys(check.verifies)).filter(id => !catalogue.requirements.has(id))).toEqual([])
})

test('a requirement that a check covers whole declares no fate', () => {
  const wrong = [...catalogue.requirements.values()].filter(
    ({ id, fate }) => covering(id).includes('all') && fate !== undefined,
  )
  expect(wrong.map(({ id, fate }) => `${id} ${fate}`)).toEqual([])
})

test('a requirement that checks cover in part says who vouches for the rest', () => {
  const wrong = [...catalogue.requirements.values()].filter(
    ({ id, fate }) =>
      covering(id).length > 0 && !covering(id).includes('all') && (fate === undefined || fate === 'planned'),
  )
  expect(wrong.map(({ id, fate }) => `${id} ${fate}`)).toEqual([])
})

test('a requirement without a check declares its fate: no gap is silent', () => {
  const wrong = [...catalogue.requirements.values()].filter(
    ({ id, fate }) => covering(id).length === 0 && fate === undefined,
  )
  expect(wrong.map(({ id }) => id)).toEqual([])
})

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogueRoot, loadCatalogue } from './index.ts'
import { readYaml } from './yaml-file.ts'

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['planned'],
  properties: { planned: { type: 'integer', minimum: 0 } },
} as const

test('the count of planned requirements is the committed one, which may only fall', () => {
  const committed = readYaml<{ planned: number }>(join(catalogueRoot, 'planned.yaml'), schema).value.planned
  const actual = [...loadCatalogue().requirements.values()].filter(row => row.fate === 'planned').length
  expect(actual, 'a planned requirement was added: write its check instead').toBeLessThanOrEqual(committed)
  expect(committed, `a check was added: write ${actual} into standards/planned.yaml`).toBe(actual)
  expect(committed).toBeLessThanOrEqual(379)
})

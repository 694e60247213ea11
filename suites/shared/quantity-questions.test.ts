import { expect, test } from 'vitest'
import { quantityQuestions } from './quantity-questions.ts'

const ucum = { system: 'http://unitsofmeasure.org', code: '/min' }
const observation = (value: number, more: object = {}) => ({
  resourceType: 'Observation',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  valueQuantity: { value, ...ucum, ...more },
})
const parameters = [
  { name: 'value-quantity', type: 'quantity' },
  { name: 'code-value-quantity', type: 'composite' },
]
const isTrue = (text: string, value: number) => {
  const [, prefix, number] = /^(gt|ge|lt|le)?(-?[\d.]+)/.exec(text) ?? []
  const asked = Number(number)
  if (prefix === 'gt') return value > asked
  if (prefix === 'ge') return value >= asked
  if (prefix === 'lt') return value < asked
  return prefix === 'le' ? value <= asked : value === asked
}

test.each([72, 0, -3.5, 0.002, 100])('what is asked of %s is answered as arithmetic has it', value => {
  const asked = quantityQuestions(observation(value), parameters)
  expect(asked).toHaveLength(10)
  for (const { query, finds } of asked.filter(({ query: [, text] }) => !text.includes('mustdo-none')))
    expect(isTrue(query[1].split('$').at(-1) ?? '', value)).toBe(finds)
})

test('nothing is asked of a quantity without a coded unit, or with a comparator', () => {
  expect(quantityQuestions(observation(5, { comparator: '<' }), parameters)).toEqual([])
  expect(quantityQuestions({ resourceType: 'Observation', valueQuantity: { value: 5 } }, parameters)).toEqual([])
})

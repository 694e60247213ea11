import { expect, test } from 'vitest'
import { answer } from '../../suites/shared/examples.ts'
import { jsonOrYamlOf } from './json.ts'

const read = (text: string) => jsonOrYamlOf(answer(200, { 'content-type': 'application/yaml' }, text))

test('Documents in JSON and YAML are read, brackets and quotes in their texts included', () => {
  expect(read('{"openapi":"3.1.0"}')).toEqual({ openapi: '3.1.0' })
  const many = Array.from({ length: 2000 }, (_, n) => `a${n}: [x, '[', "]", y] # ] [`).join('\n')
  expect(Object.keys(read(many) ?? {}).length).toBe(2000)
  expect(read('a:\n  - - b\n    - c\n')).toEqual({ a: [['b', 'c']] })
})

test('What nests without end is not read, and does not end the process', () => {
  const deep = [
    '['.repeat(20_000),
    `a: ${'- '.repeat(20_000)}x`,
    `${"[ ']' # ]\n".repeat(20_000)}`,
    '{a: '.repeat(20_000),
  ]
  for (const text of deep) expect(read(text)).toBeUndefined()
  expect(read(`a:\n${' '.repeat(5000)}b: c\n`)).toBeUndefined()
})

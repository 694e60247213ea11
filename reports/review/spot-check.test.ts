import { expect, test } from 'vitest'
import { shapeOf } from './shape.ts'

test('the shape of a body is its names and not its values', () => {
  expect(shapeOf('{"b":[{"c":1},{"d":2}],"a":{"x":{"y":{"z":1}}},"resourceType":"Patient"}')).toBe(
    '{a{x{y{}}} b[{c}] resourceType=Patient}',
  )
  expect(shapeOf('{"a":1}')).toBe(shapeOf('{"a":"two"}'))
})

test('what is no object and no list has no shape', () => {
  for (const text of [undefined, '', 'null', '3', '<html>']) expect(shapeOf(text)).toBeUndefined()
})

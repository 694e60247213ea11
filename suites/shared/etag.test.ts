import { expect, test } from 'vitest'
import { entityTag } from './etag.ts'

test('an entity tag is taken apart, and what lacks its quotes is none', () => {
  expect(entityTag('W/"3"')).toEqual({ weak: true, tag: '3' })
  expect(entityTag('"a b"')).toBeUndefined()
  expect(entityTag('"3"')).toEqual({ weak: false, tag: '3' })
  for (const field of [undefined, '3', 'W/3', 'w/"3"']) expect(entityTag(field)).toBeUndefined()
})

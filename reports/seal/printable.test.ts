import { expect, test } from 'vitest'
import { firstUnprintable } from './printable.ts'

test('every byte value at every place of a word, at every alignment, is judged as the pattern of the grammar judges it', () => {
  for (let offset = 0; offset < 4; offset++)
    for (let place = 0; place < 11; place++)
      for (let value = 0; value < 256; value++)
        for (const around of [0x20, 0x7e, 0x0a]) {
          const bytes = new Uint8Array(new ArrayBuffer(16), offset, 11).fill(around)
          bytes[place] = value
          const found = firstUnprintable(bytes)
          if (
            found !==
            Buffer.from(bytes)
              .toString('latin1')
              .search(/[^\n -~]/)
          )
            expect.fail(`byte ${value} at ${place}, offset ${offset}, among ${around}: ${found}`)
        }
})

test('of several bytes that do not belong there, the first is named', () => {
  expect(firstUnprintable(Buffer.from('all of it\nis text'))).toBe(-1)
  expect(firstUnprintable(Buffer.from('abcdef\tgh\u00e9'))).toBe(6)
  expect(firstUnprintable(new Uint8Array())).toBe(-1)
})

import { expect, test } from 'vitest'
import { marked } from './marked.ts'

test('code between backticks is told from words, in their order', () => {
  expect(marked('Send `A: b` with `c`.')).toEqual([
    { text: 'Send ', code: false },
    { text: 'A: b', code: true },
    { text: ' with ', code: false },
    { text: 'c', code: true },
    { text: '.', code: false },
  ])
})

test('an empty text has no stretches, and a lone backtick is itself', () => {
  expect(marked('')).toEqual([])
  expect(marked('a ` b')).toEqual([{ text: 'a ` b', code: false }])
})

import { expect, test } from 'vitest'
import { Matcher } from './matcher.ts'

/** The same by asking for every word at every place. */
function plainly(words: readonly (readonly [string, string])[], text: string): string {
  let clean = ''
  for (let at = 0; at < text.length; ) {
    const [form = '', replacement = ''] = words
      .filter(([word]) => text.startsWith(word, at))
      .reduce((longest, word) => (word[0].length > longest[0].length ? word : longest), ['', ''])
    clean += form ? replacement : text[at]
    at += form.length || 1
  }
  return clean
}

/** Numbers below `most`, the same ones each time (Numerical Recipes' generator). */
function numbers(seed: number): (most: number) => number {
  let state = seed
  return most => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}

test('Every word is found where a search at every place finds it, in 5,000 texts of few letters', () => {
  const below = numbers(7)
  let found = 0
  for (let round = 0; round < 5_000; round++) {
    const letters = 'ab«\u{1f600}'.slice(0, 2 + below(4))
    const some = (length: number) => Array.from({ length }, () => letters[below(letters.length)]).join('')
    const forms = new Set(Array.from({ length: 1 + below(5) }, () => some(6 + below(4))))
    const words = [...forms].map((form, index) => [form, `<${index}>`] as const)
    const matcher = new Matcher()
    for (const word of words) matcher.add(...word)
    const parts = Array.from({ length: below(8) }, () =>
      below(3) === 0 ? [...forms][below(forms.size)] : some(below(9)),
    )
    const text = parts.join('')
    const clean = matcher.replaceIn(text)
    expect(clean, JSON.stringify({ words, text })).toBe(plainly(words, text))
    if (clean !== text) found++
  }
  expect(found).toBeGreaterThan(1_000)
})

test('A word of fewer than six characters is refused', () => {
  expect(() => new Matcher().add('short', 'x')).toThrow('too few')
})

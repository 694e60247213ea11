import { expect, test } from 'vitest'
import { readingAge, sentencesOf, wordsOf } from './reading-age.ts'

test('Menus, labels and headings are no sentences, and what stands on every page counts once', () => {
  const page = ['Home', 'Sign in', 'NHS No.', 'Call us at 5.30pm or later today. We are here.', 'Cookies on this site']
  expect(sentencesOf([...page, ...page].join('\n'))).toEqual(['Call us at 5.30pm or later today.'])
})

test('A plain text reads young and a text of long words and sentences old', () => {
  expect(readingAge(['Do not take this medicine if you are ill.', 'Ask your nurse what to do next.'])).toBeLessThan(9)
  const hard =
    'Individuals experiencing persistent symptomatology should communicate with appropriately qualified healthcare professionals.'
  expect(readingAge([hard])).toBeGreaterThan(18)
})

test('The index is the one of its authors: 4.71 letters a word, 0.5 words a sentence, less 21.43', () => {
  // 10 words of 5 letters in one sentence: 23.55 + 5 - 21.43 = 7.12, the eighth class, which is of 13 years.
  expect(readingAge([`${Array(10).fill('abcde').join(' ')}.`])).toBe(13)
  expect(wordsOf("It's well-kept, isn’t it?")).toEqual(["It's", 'well-kept', 'isn’t', 'it'])
})

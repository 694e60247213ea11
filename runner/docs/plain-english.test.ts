import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readingAge, sentencesOf, wordsOf } from '../../suites/shared/reading-age.ts'

const reports = fileURLToPath(new URL('../../reports', import.meta.url))
const textsIn = (folder: string, extension: string): readonly string[] =>
  readdirSync(join(reports, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => extname(name) === extension && !name.includes('.test.'))
    .map(name => readFileSync(join(reports, folder, name), 'utf8'))

/** What stands in quotes, with a word for each value. */
const literalsOf = (source: string): readonly string[] =>
  [...source.matchAll(/(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g)].map(([, , text = '']) =>
    text.replace(/\$?\{[^}]*\}/g, 'one'),
  )

test('The fixed texts of the report read at the age of twelve on average, and no sentence is longer than forty words', () => {
  const sentences = textsIn('render/words/en', '.ts').flatMap(literalsOf).flatMap(sentencesOf)
  expect(sentences.flatMap(wordsOf).length).toBeGreaterThan(300)
  expect(readingAge(sentences)).toBeLessThanOrEqual(12)
  expect(sentences.filter(sentence => wordsOf(sentence).length > 40)).toEqual([])
})

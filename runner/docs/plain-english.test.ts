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

/** What a template says by itself: no tags, and a word for each value. */
const saidBy = (template: string): string =>
  template
    .replace(/\{\{!--[\s\S]*?--\}\}/g, '')
    .replace(/<\/?(p|li|h\d|td|th|caption|div|summary|dt|dd|section|label|button)\b[^>]*>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/\{\{[^}]*\}\}/g, 'one')
const literalsOf = (source: string): readonly string[] =>
  [...source.matchAll(/(['`])((?:(?!\1)[^\\\n]|\\.)*)\1/g)].map(([, , text = '']) =>
    text.replace(/\$\{[^}]*\}/g, 'one'),
  )

test('The fixed texts of the report read at the age of twelve on average, and no sentence is longer than forty words', () => {
  const sentences = [
    ...textsIn('render/templates', '.hbs').flatMap(template => sentencesOf(saidBy(template))),
    ...textsIn('render/view', '.ts').flatMap(literalsOf).flatMap(sentencesOf),
  ]
  expect(sentences.flatMap(wordsOf).length).toBeGreaterThan(300)
  expect(readingAge(sentences)).toBeLessThanOrEqual(12)
  expect(sentences.filter(sentence => wordsOf(sentence).length > 40)).toEqual([])
})

/** The page is ready for a second language: all of its fixed text comes from one object, and from nowhere else. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { richRecord } from '../../testing/rich.ts'
import { render } from '../render.ts'
import { en, type Words } from './en.ts'

const folder = (name: string) => fileURLToPath(new URL(`../${name}/`, import.meta.url))
const files = (name: string, end: RegExp) =>
  readdirSync(folder(name))
    .filter(file => end.test(file))
    .map(file => [file, readFileSync(join(folder(name), file), 'utf8')] as const)

/** Values of a record and of a verdict, which no reader sees. */
const values = new Set(['not conformant', 'no musts', 'partly automatic', 'asked for', 'not yet in force'])

/** Two words with a space between them: what a reader would have to understand. */
const phrase = /\p{L}{2,} \p{L}{2,}/u

test('no code of the view holds a phrase of its own', () => {
  const found = files('view', /(?<!\.test)\.ts$/).flatMap(([file, source]) => {
    const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
    const literals = code.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? []
    return literals
      .filter(literal => phrase.test(literal.replace(/\$\{[^}]*\}/g, '')) && !values.has(literal.slice(1, -1)))
      .map(text => `${file}: ${text}`)
  })
  expect(found).toEqual([])
})

test('no template holds a word of its own', () => {
  const found = files('templates', /\.hbs$/).flatMap(([file, source]) => {
    const seen = source
      .replace(/\{\{[^}]*\}\}/g, '')
      .replace(/\s(aria-label|title|placeholder|alt)="([^"]*)"/g, ' >$2<')
      .replace(/<[^>]*>/g, ' ')
    return (seen.match(/\p{L}{2,}/gu) ?? []).map(word => `${file}: ${word}`)
  })
  expect(found).toEqual([])
})

const [OPEN, CLOSE] = ['~^', '^~']
const wrapped = (value: unknown): unknown => {
  if (typeof value === 'string') return `${OPEN}${value}${CLOSE}`
  if (typeof value === 'function')
    return (...given: readonly unknown[]) =>
      `${OPEN}${(value as (...given: readonly unknown[]) => string)(...given)}${CLOSE}`
  return Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, wrapped(one)]))
}

/** What stands between no marks. */
function outside(text: string): string {
  let depth = 0
  return text
    .split(/(~\^|\^~)/)
    .filter(part => {
      if (part === OPEN) depth++
      else if (part === CLOSE) depth--
      return depth === 0 && part !== CLOSE
    })
    .join(' ')
}

/** Texts of a language that have no holes, and are long enough to be nobody else's. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length > 9 && phrase.test(value) && !/[{`[]/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}

test('a page in another language says nothing of its own in English', () => {
  const other = { ...(wrapped(en) as Words), lang: 'cy' }
  const page = render(richRecord(), other)
  const body = page.slice(page.indexOf('<body'), page.indexOf('<script type="application/json"'))
  const record = JSON.stringify(richRecord())
  const said = texts(en).filter(text => body.includes(text) && !record.includes(text))
  expect(said.length).toBeGreaterThan(60)
  const plain = outside(body)
  expect(said.filter(text => plain.includes(text))).toEqual([])
})

test('a text that loses a hole of its template, or asks for one that is not there, is refused', () => {
  const cover = { ...en.cover, validUntil: 'hyd at' }
  expect(() => render(richRecord(), { ...en, cover })).toThrow('words.cover.validUntil has no hole {date}')
  const asking = { ...en.cover, validUntil: 'hyd at {dyddiad}' }
  expect(() => render(richRecord(), { ...en, cover: asking })).toThrow('has the hole {dyddiad}')
})

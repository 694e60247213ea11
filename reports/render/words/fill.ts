/**
 * Words go into a template before it is compiled: what a reader sees of them costs nothing for each page, and the compiled source,
 * whose digest names the renderer, holds them.
 */
import type { Words } from './en.ts'

/** `{{@words.cover.validUntil date=cover.validUntil}}`: the text's path, and for each of its holes the view's own path. */
const TAG = /(=")?\{\{@words((?:\.\w+)+)((?: \w+=[\w.]+)*)\}\}/g

/** How a value of the view stands in the source: between braces in a template, another way in a script. */
export type Hole = (path: string) => string

const mustache: Hole = path => `{{${path}}}`

/** The source of a template with every tag of words put into text. */
export function fill(source: string, words: Words, hole: Hole = mustache): string {
  return source.replace(TAG, (_, attribute: string | undefined, path: string, given: string) => {
    const text = html(textAt(words, path), attribute !== undefined)
    return `${attribute ?? ''}${holes(text, path, valuesOf(given), hole)}`
  })
}

/** The same for the page's script, where words stand in template literals. */
export function fillScript(source: string, words: Words): string {
  return source.replace(TAG, (_, __, path: string, given: string) =>
    holes(textAt(words, path).replace(/[\\`$]/g, '\\$&'), path, valuesOf(given), value => `\${${value}}`),
  )
}

function textAt(words: Words, path: string): string {
  const found = path
    .slice(1)
    .split('.')
    .reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], words)
  if (typeof found !== 'string') throw new Error(`A template names words${path}, and no such text is among the words.`)
  return found
}

/** Text as HTML: code between backticks, a link between square brackets; neither in an attribute. */
function html(text: string, attribute: boolean): string {
  const safe = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  if (attribute) return safe.replace(/"/g, '&quot;')
  return safe.replace(/`([^`]+)`/g, '<code>$1</code>').replace(/\[([^\]]+)\]/g, '<a href="#{link}">$1</a>')
}

const valuesOf = (given: string): ReadonlyMap<string, string> =>
  new Map(given.split(' ').flatMap(pair => (pair ? [pair.split('=') as [string, string]] : [])))

/** Every hole has its value, and every value its hole: a translation that loses one is refused. */
function holes(text: string, path: string, values: ReadonlyMap<string, string>, hole: Hole): string {
  const used = new Set<string>()
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name)
    if (value === undefined) throw new Error(`words${path} has the hole {${name}}, which its template does not fill.`)
    used.add(name)
    return hole(value)
  })
  const lost = [...values.keys()].filter(name => !used.has(name))
  if (lost.length > 0) throw new Error(`words${path} has no hole {${lost.join('}, {')}}, which its template fills.`)
  return filled
}

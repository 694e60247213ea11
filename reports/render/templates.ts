/** The one file of the renderer that reads files: its templates, its style and its script, once. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import type { Page } from './view/page.ts'
import { en, type Words } from './words/en.ts'
import { fill, fillScript } from './words/fill.ts'

/** Rises with every change of the view's code, or of the algebra under it, that can change a byte of the page; `golden.json` guards it. */
export const VIEW_VERSION = 13

export interface Bundle {
  readonly page: (view: Page) => string
  readonly style: string
  readonly script: string
  readonly digest: string
}

const loaded = new WeakMap<Words, Bundle>()

/** Compiles the templates at first use of a language. Strict: a name that the view does not have is an error, not an empty string. */
export function bundle(words: Words = en): Bundle {
  const made = loaded.get(words) ?? load(words)
  loaded.set(words, made)
  return made
}

/** sha256 (hex) of templates with their words, style, script, view version and Handlebars' version: the name of this renderer. */
export function rendererDigest(): string {
  return bundle().digest
}

function load(words: Words): Bundle {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const read = (...path: string[]) => readFileSync(join(here, ...path), 'utf8').replace(/\r\n/g, '\n')
  const names = readdirSync(join(here, 'templates'))
    .filter(name => name.endsWith('.hbs'))
    .sort()
  const sources = names.map(name => [name.slice(0, -4), fill(read('templates', name), words)] as const)
  // Lines and indentation are for us; the page's budget is better spent.
  const style = read('style.css').replace(/([{};,])\n */g, '$1')
  const script = fillScript(read('script.jsc'), words)
  const house = Handlebars.create()
  const options = { strict: true, preventIndent: true, knownHelpersOnly: true }
  for (const [name, source] of sources) house.registerPartial(name, house.compile(source, options))
  const digest = createHash('sha256').update(JSON.stringify([VIEW_VERSION, Handlebars.VERSION, sources, style, script]))
  return { page: house.compile('{{> page}}', options), style, script, digest: digest.digest('hex') }
}

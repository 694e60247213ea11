/** The one file of the renderer that reads files: its templates, its style and its script, once. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import type { Page } from './view/page.ts'

/** Rises with every change of the view's code, or of the algebra under it, that can change a byte of the page; `golden.json` guards it. */
export const VIEW_VERSION = 8

export interface Bundle {
  readonly page: (view: Page) => string
  readonly style: string
  readonly script: string
  readonly digest: string
}

let loaded: Bundle | undefined

/** Compiles the templates at first use. Strict: a name that the view does not have is an error, not an empty string. */
export function bundle(): Bundle {
  loaded ??= load()
  return loaded
}

/** sha256 (hex) of templates, style, script, view version and Handlebars' version: the name of this renderer. */
export function rendererDigest(): string {
  return bundle().digest
}

function load(): Bundle {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const read = (...path: string[]) => readFileSync(join(here, ...path), 'utf8').replace(/\r\n/g, '\n')
  const names = readdirSync(join(here, 'templates'))
    .filter(name => name.endsWith('.hbs'))
    .sort()
  const sources = names.map(name => [name.slice(0, -4), read('templates', name)] as const)
  // Lines and indentation are for us; the page's budget is better spent.
  const style = read('style.css').replace(/([{};,])\n */g, '$1')
  const script = read('script.jsc')
  const house = Handlebars.create()
  const options = { strict: true, preventIndent: true, knownHelpersOnly: true }
  for (const [name, source] of sources) house.registerPartial(name, house.compile(source, options))
  const digest = createHash('sha256').update(JSON.stringify([VIEW_VERSION, Handlebars.VERSION, sources, style, script]))
  return { page: house.compile('{{> page}}', options), style, script, digest: digest.digest('hex') }
}

/**
 * Pages of the desk: comparison, portfolio. Same rules as the report: printable ASCII, nothing loaded, one data block, ends
 * `</html>\n`, so that they can be sealed like one.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import { asciiHtml, asciiJson } from '../render/ascii.ts'

export type DeskTemplate = 'compare' | 'portfolio'

interface Desk {
  readonly body: (template: DeskTemplate, view: object) => string
  readonly style: string
  /** Of the pages that have one. */
  readonly script: Partial<Readonly<Record<DeskTemplate, string>>>
}

let loaded: Desk | undefined

/** A whole page: `view` fills the template, `data` is what the page was made from. */
export function deskPage(
  template: DeskTemplate,
  { title, view, data }: { title: string; view: object; data: unknown },
): string {
  loaded ??= load()
  const { body, style } = loaded
  const script = loaded.script[template]
  const scripts = script ? ` script-src ${digestOf(script)};` : ''
  const policy = `default-src 'none'; style-src ${digestOf(style)};${scripts} base-uri 'none'; form-action 'none'`
  return [
    '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n',
    asciiHtml(`<title>${Handlebars.escapeExpression(title)}</title>\n`),
    `<style>${style}</style>\n</head>\n<body>\n`,
    asciiHtml(body(template, view)),
    `<script type="application/json" id="record">${asciiJson(data)}</script>\n`,
    script ? `<script id="filters">${script}</script>\n` : '',
    '</body>\n</html>\n',
  ].join('')
}

const digestOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function load(): Desk {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const read = (...path: string[]) => readFileSync(join(here, ...path), 'utf8').replace(/\r\n/g, '\n')
  const house = Handlebars.create()
  const options = { strict: true, preventIndent: true, knownHelpersOnly: true }
  const templates = new Map(
    readdirSync(join(here, 'templates'))
      .filter(name => name.endsWith('.hbs'))
      .map(name => [name.slice(0, -4), house.compile(read('templates', name), options)]),
  )
  return {
    body: (template, view) => templates.get(template)?.(view) ?? '',
    style: read('desk.css').replace(/\n +/g, '\n'),
    script: { portfolio: read('portfolio.jsc') },
  }
}

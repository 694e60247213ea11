import { createHash } from 'node:crypto'
import type { RunRecord } from '../record.ts'
import { asciiHtml, asciiJson } from './ascii.ts'
import { bundle } from './templates.ts'
import { page } from './view/page.ts'
import { hasPictures } from './view/picture.ts'
import { en, type Words } from './words/en.ts'

export { rendererDigest } from './templates.ts'

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * The page of a record: the same record gives the same bytes. Printable ASCII and LF only, one data block with the whole
 * record, nothing loaded from anywhere, ends `</html>\n`; seals are appended after that.
 */
export function render(record: RunRecord, words: Words = en): string {
  const [before, after] = surround(record, words)
  return [before, asciiJson(record), after].join('')
}

/** The page before its data and after them. */
export function surround(record: RunRecord, words: Words = en): readonly [before: string, after: string] {
  const { page: template, style, script } = bundle(words)
  const policy = [
    "default-src 'none'",
    `style-src ${sha256(style)}`,
    `script-src ${sha256(script)}`,
    ...(hasPictures(record) ? ['img-src data:'] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  // The three blocks below are ASCII already and must not be touched by escaping, so they go around the template's text.
  const body = asciiHtml(template(page(record, words)))
  const [head, rest] = split(body, '</title>\n')
  const before = [
    head.replace(
      '<meta charset="utf-8">',
      `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    ),
    `<style>${style}</style>\n`,
    rest.replace(/<\/body>\n<\/html>\n$/, ''),
    '<script type="application/json" id="record">',
  ].join('')
  return [before, `</script>\n<script>${script}</script>\n</body>\n</html>\n`]
}

function split(text: string, at: string): readonly [string, string] {
  const end = text.indexOf(at) + at.length
  return [text.slice(0, end), text.slice(end)]
}

/** Pages of a product as elements. Whoever wrote them may mean harm: the parser takes quadratic time over what is never closed. */
import { type HTMLElement, type Options, parse } from 'node-html-parser'

/** Deeper than any page that people made, and read in a few milliseconds. */
const DEEPEST = 2_000
const TAG = /<(\/?)([a-z][\w:-]*)[^<>]*?(\/?)>/gi
/** Elements that have no end, or need none (HTML, 13.1.2). */
const endless = new Set(
  'area base br col embed hr img input link meta source track wbr li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th html head body'.split(
    ' ',
  ),
)

/** The elements of a page; none of one whose tags are nested without end, as no browser would show it either. */
export function parseHtml(text: string, options?: Partial<Options>): HTMLElement {
  const read = withoutOpenComment(text)
  return parse(isBottomless(read) ? '' : read, options)
}

/** The parser passes over the beginning of a comment that has no end, after it has looked for one in all the rest of the page. */
function withoutOpenComment(text: string): string {
  const open = text.indexOf('<!--', text.lastIndexOf('-->') + 1)
  return open < 0 ? text : text.slice(0, open) + text.slice(open).replaceAll('<!--', '')
}

function isBottomless(text: string): boolean {
  let depth = 0
  for (const [, closing, name = '', empty] of text.matchAll(TAG)) {
    if (empty || endless.has(name.toLowerCase())) continue
    depth = closing ? Math.max(0, depth - 1) : depth + 1
    if (depth > DEEPEST) return true
  }
  return false
}

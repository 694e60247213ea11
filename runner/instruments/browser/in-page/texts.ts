/// <reference lib="dom" />
import type { PageDetails, PageFacts } from '../../../../reports/record.ts'
import type { Axe } from './axe.ts'
import type { Cut } from './cut.ts'

/**
 * Ten-digit numbers and dates in the visible text, and whether a number breaks across lines at this viewport. Text is read per
 * block, so that a number in several spans is one number. Runs in the page, so it must not refer to anything outside itself.
 */
export function readTexts(): Pick<PageFacts, 'numbers'> & Pick<PageDetails, 'dates'> & Cut {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const MOST = 500
  const AROUND = 40
  const gap = '[\\s\\u00a0\\u2009\\u202f-]?'
  const number = new RegExp(`(?<![\\d+])\\d{3}${gap}\\d{3}${gap}\\d{4}(?!\\d)`, 'gu')
  const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*'
  const clock = '\\b\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[ap]\\.?m\\b\\.?)?'
  const date = new RegExp(
    [
      `\\b\\d{1,2}(?:st|nd|rd|th)?[ \\u00a0-]${month}[ \\u00a0,-]{1,2}\\d{2,4}\\b(?:,? ${clock})?`,
      `\\b${month} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}\\b`,
      '\\b\\d{1,2}[/.]\\d{1,2}[/.](?:\\d{4}|\\d{2})\\b',
      '\\b\\d{4}-\\d{2}-\\d{2}(?:T[\\d:.]+(?:Z|[+-]\\d{2}:?\\d{2})?)?',
      clock,
    ].join('|'),
    'giu',
  )

  interface Piece {
    readonly node: Text
    readonly start: number
  }
  const blocks = new Map<Element, { text: string; pieces: Piece[] }>()
  const walker = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const parent = node.parentElement
    if (!parent || /^(script|style|noscript|template|title)$/.test(parent.localName)) continue
    if (parent.getClientRects().length === 0 || getComputedStyle(parent).visibility !== 'visible') continue
    let block = parent
    while (block.parentElement && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement
    const entry = blocks.get(block) ?? { text: '', pieces: [] }
    entry.pieces.push({ node, start: entry.text.length })
    entry.text += node.data
    blocks.set(block, entry)
  }

  const clean = (text: string) => text.replace(/\s+/g, ' ').trim()
  const around = (text: string, at: number, length: number) =>
    clean(text.slice(Math.max(0, at - AROUND), at + length + AROUND))
  const place = (pieces: readonly Piece[], at: number) => {
    const piece = pieces.findLast(({ start }) => start <= at) ?? pieces[0]
    return piece && { node: piece.node, offset: Math.min(at - piece.start, piece.node.length) }
  }
  const selectorOf = (node: Text) => [axe.utils.getSelector(node.parentElement)].flat().join(' >>> ')

  const numbers: PageFacts['numbers'][number][] = []
  const dates: PageDetails['dates'][number][] = []
  const cut = new Set<string>()
  axe.setup(document)
  try {
    for (const { text, pieces } of blocks.values()) {
      for (const found of text.matchAll(number)) {
        if (numbers.length >= MOST) {
          cut.add('numbers')
          break
        }
        const from = place(pieces, found.index)
        const to = place(pieces, found.index + found[0].length - 1)
        if (!from || !to) continue
        const range = document.createRange()
        range.setStart(from.node, from.offset)
        range.setEnd(to.node, to.offset + 1)
        const lines = new Set(
          Array.from(range.getClientRects(), ({ top, width }) => (width > 0 ? Math.round(top / 4) : null)).filter(
            line => line !== null,
          ),
        )
        numbers.push({
          text: found[0],
          context: around(text, found.index, found[0].length),
          selector: selectorOf(from.node),
          wraps: lines.size > 1,
        })
      }
      for (const found of text.matchAll(date)) {
        if (dates.length >= MOST) {
          cut.add('dates')
          break
        }
        const from = place(pieces, found.index)
        if (!from) continue
        dates.push({
          text: clean(found[0]),
          context: around(text, found.index, found[0].length),
          selector: selectorOf(from.node),
          machine: from.node.parentElement?.closest('time')?.getAttribute('datetime') ?? null,
        })
      }
    }
  } finally {
    axe.teardown()
  }
  return { numbers, dates, cut: [...cut] }
}

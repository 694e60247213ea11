/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { Hit } from '../../../../suites/shared/accessibility/hit.ts'
import type { Kit } from '../engines/kit.ts'

const SCROLLABLE = '0ssw9k'

/**
 * Of these boxes those that scroll by no more than their own padding: nothing in them is out of sight before they are scrolled, so
 * nobody has to reach them (applicability of ACT rule 0ssw9k). Runs in the page.
 */
function scrollingByPadding(paths: readonly string[]): string[] {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const wanted = new Set(paths)
  return kit.all('*').flatMap(element => {
    const path = kit.path(element)
    if (!wanted.has(path)) return []
    const style = getComputedStyle(element)
    const px = (value: string) => Number.parseFloat(value) || 0
    const right = element.scrollWidth - element.clientWidth
    const down = element.scrollHeight - element.clientHeight
    const free =
      right <= px(style.paddingLeft) + px(style.paddingRight) && down <= px(style.paddingTop) + px(style.paddingBottom)
    return free ? [path] : []
  })
}

/** The hits without those that an exemption clears which the engines overlook. */
export async function withoutExempt(page: Page, hits: readonly Hit[]): Promise<readonly Hit[]> {
  const paths = hits.filter(({ act }) => act.includes(SCROLLABLE)).map(({ path }) => path)
  if (paths.length === 0) return hits
  const free = new Set(await page.evaluate(scrollingByPadding, paths))
  return hits.filter(({ act, path }) => !act.includes(SCROLLABLE) || !free.has(path))
}

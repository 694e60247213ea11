/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { PageFacts } from '../../../reports/record.ts'
import { readFocus, readStop, readTarget } from './in-page/focus.ts'

export interface FirstStop {
  readonly firstStop: PageFacts['firstStop']
  readonly focusChanges: readonly string[]
}

/** Takes the keyboard back to the very top of a page that has put it somewhere. */
function toTheTop(): void {
  window.scrollTo(0, 0)
  if (!document.body || document.activeElement === document.body) return
  const top = document.createElementNS('http://www.w3.org/1999/xhtml', 'span') as HTMLElement
  top.tabIndex = -1
  document.body.prepend(top)
  top.focus({ preventScroll: true })
  top.remove()
}

/**
 * Presses Tab once from the top and, where the first stop leads to a place in the page, Enter on it. The keys are real ones.
 * Where Enter moves no focus but the starting point of the next Tab (as a link to a plain element does), `movesTo` is the
 * place linked to, provided that the next Tab lands in it or after it.
 */
export async function readFirstStop(page: Page): Promise<FirstStop> {
  await page.evaluate(toTheTop)
  await page.keyboard.press('Tab')
  const stop = await page.evaluate(readStop)
  if (!stop) return { firstStop: null, focusChanges: [] }
  const { text, href, visible, changes } = stop
  const found = (movesTo: string): FirstStop => ({ firstStop: { text, href, visible, movesTo }, focusChanges: changes })
  if (!stop.stays) return found('')
  await page.keyboard.press('Enter')
  const moved = await page.evaluate(readFocus)
  if (moved !== '' && moved !== stop.selector) return found(moved)
  await page.keyboard.press('Tab')
  return found(await page.evaluate(readTarget))
}

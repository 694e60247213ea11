/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { Kit } from '../engines/kit.ts'

/** What has the keyboard. */
export interface FocusStop {
  readonly path: string
  readonly selector: string
  readonly html: string
}

/** What has the keyboard; null for nothing. Runs in the page. */
export function readStop(): FocusStop | null {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  let stop: Element | null = document.activeElement
  while (stop?.shadowRoot?.activeElement) stop = stop.shadowRoot.activeElement
  return !stop || stop === document.body || stop === document.documentElement ? null : kit.at(stop)
}

/** Takes the keyboard to the top of the page. Runs in the page. */
export function toTheTop(): void {
  window.scrollTo(0, 0)
  const top = document.createElementNS('http://www.w3.org/1999/xhtml', 'span') as HTMLElement
  top.tabIndex = -1
  document.body?.prepend(top)
  top.focus({ preventScroll: true })
  top.remove()
}

/** Whether what has the keyboard is the last (or the first) stop of the document. Runs in the page. */
export function isEdge(last: boolean): boolean {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const stops = kit
    .all(
      'a[href],area[href],button,input,select,textarea,summary,iframe,[tabindex],[contenteditable],audio[controls],video[controls]',
    )
    .filter(
      element =>
        (element as HTMLElement).tabIndex >= 0 && kit.shown(element) && !element.matches(':disabled,[type=hidden]'),
    )
  return document.activeElement !== null && stops.at(last ? -1 : 0) === document.activeElement
}

/** How many elements Tab should stop at, roughly. Runs in the page. */
export function countStops(): number {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  return kit
    .all(
      'a[href],area[href],button,input,select,textarea,summary,iframe,[tabindex],[contenteditable=""],[contenteditable=true],audio[controls],video[controls]',
    )
    .filter(
      element =>
        (element as HTMLElement).tabIndex >= 0 && kit.shown(element) && !element.matches(':disabled,[type=hidden]'),
    ).length
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

export const stopOf = (page: Page): Promise<FocusStop | null> => page.evaluate(readStop)

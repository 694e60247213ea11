/// <reference lib="dom" />
import { countStops, stopOf, toTheTop } from './keyboard.ts'
import { difference, picture } from './pixels.ts'
import type { ActingRule, Place } from './rule.ts'

const MOST_STOPS = 40
const MOST_PICTURES = 12
const NOT_REACHED =
  'Whether the focus can be seen at the stops of the keyboard after this one, which were not looked at.'

/** Nothing may blink or move while pixels are compared. Runs in the page. */
function stillness(on: boolean): void {
  if (!on) return void document.adoptedStyleSheets.pop()
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    '*,*::before,*::after{transition:none!important;animation:none!important;caret-color:transparent!important;scroll-behavior:auto!important}',
  )
  document.adoptedStyleSheets.push(sheet)
}

/** The focused element loses the keyboard and what it looked like is kept for comparison. Runs in the page. */
function blurred(): void {
  let stop: Element | null = document.activeElement
  while (stop?.shadowRoot?.activeElement) stop = stop.shadowRoot.activeElement
  ;(stop as HTMLElement | null)?.blur()
}

/**
 * Some pixel of the window changes when an element gets the keyboard. Each stop of Tab is first compared by style; where that shows
 * no difference, two pictures of the window, with and without the keyboard there, are compared pixel by pixel.
 */
export const focusVisible: ActingRule = {
  id: 'focus-visible',
  act: ['oj04fd'],
  criteria: ['2.4.7'],
  async find({ page, cdp }) {
    const stops = await page.evaluate(countStops)
    if (stops === 0) return []
    await page.evaluate(stillness, true)
    await page.evaluate(toTheTop)
    const places: Place[] = []
    const seen = new Set<string>()
    let pictures = 0
    let last: Place | undefined
    let ended = false
    for (let i = 0; i < Math.min(stops + 2, MOST_STOPS) && pictures < MOST_PICTURES; i++) {
      await page.keyboard.press('Tab')
      const stop = await stopOf(page, true)
      ended = !stop || seen.has(stop.path)
      if (!stop || ended) break
      seen.add(stop.path)
      last = stop
      // What a frame shows when it has the keyboard is its own page's matter.
      if (stop.styled || /\/iframe\[\d+\]$/.test(stop.path)) continue
      pictures++
      const size = page.viewportSize() ?? { width: 1280, height: 800 }
      const { x, y } = await page.evaluate(() => ({ x: scrollX, y: scrollY }))
      const window = { x, y, ...size }
      const focused = await picture(cdp, window)
      await page.evaluate(blurred)
      const plain = await picture(cdp, window)
      if ((await difference(page, focused, plain)) < 4) places.push(stop)
      await page.evaluate(path => {
        const kit = (
          globalThis as unknown as { __mustdoKit: { all(query: string): Element[]; path(node: Node): string } }
        ).__mustdoKit
        const element = kit.all('*').find(one => kit.path(one) === path) as HTMLElement | undefined
        element?.focus({ preventScroll: true })
      }, stop.path)
    }
    await page.evaluate(stillness, false)
    // What was not reached is no pass.
    return last && !ended && seen.size < stops ? [...places, { ...last, sure: false, look: NOT_REACHED }] : places
  },
}

/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'
import { toTheTop } from './keyboard.ts'
import type { ActingRule, Place } from './rule.ts'

/**
 * Gives each stop the keyboard, downwards and back up, and tells which ones then lie wholly under something that stays in the window.
 * Runs in the page.
 */
function walkUnder(): Place[] {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const MOST = 60
  const stays = (element: Element) => /^(fixed|sticky)$/.test(getComputedStyle(element).position)
  const solid = (color: string) => /^rgb\(/.test(color) || /^color\([^/]*\)$/.test(color)
  const all = kit
    .all('a[href],area[href],button,input,select,textarea,summary,[tabindex]')
    .filter(
      element =>
        (element as HTMLElement).tabIndex >= 0 && kit.shown(element) && !element.matches(':disabled,[type=hidden]'),
    )
    .map(element => element as HTMLElement)
  const stops = all.slice(0, MOST)
  const unreached = all.slice(MOST, MOST + 1).map(element => ({
    ...kit.at(element),
    sure: false,
    look: 'Whether the stops of the keyboard from here on are wholly hidden, which were not looked at.',
  }))
  /** The boxes that lie over all of the element; undefined where some of it is seen, or none of it is in the window. */
  const over = (stop: HTMLElement): Element[] | undefined => {
    const labels = Array.from((stop as HTMLInputElement).labels ?? [])
    const covers = new Set<Element>()
    let points = 0
    for (const { left, top, width, height } of Array.from(stop.getClientRects()))
      for (let across = 0; across < 7; across++)
        for (let down = 0; down < 5; down++) {
          const x = left + (width * (across + 0.5)) / 7
          const y = top + (height * (down + 0.5)) / 5
          if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue
          points++
          let at = document.elementFromPoint(x, y)
          while (at?.shadowRoot?.elementFromPoint(x, y) && at !== at.shadowRoot.elementFromPoint(x, y))
            at = at.shadowRoot.elementFromPoint(x, y)
          if (!at || stop.contains(at) || at.contains(stop) || labels.some(label => label.contains(at)))
            return undefined
          covers.add(at)
        }
    return points > 0 ? [...covers] : undefined
  }
  /** 2: certainly hidden, 1: perhaps. */
  const weigh = (stop: HTMLElement, cover: Element): 0 | 1 | 2 => {
    let opaque = false
    let holder: Element | null = null
    let absolute = false
    for (let box: Element | null = cover; box && box !== document.body && !box.contains(stop); box = kit.parent(box)) {
      const { backgroundColor, opacity, position } = getComputedStyle(box)
      opaque ||= (solid(backgroundColor) && opacity === '1') || box.matches('img,video,canvas,iframe')
      absolute ||= position === 'absolute'
      if (stays(box)) holder = box
    }
    if (holder) return opaque && !holder.closest('dialog,[role=dialog],[role=alertdialog],[aria-modal=true]') ? 2 : 1
    return absolute && opaque ? 1 : 0
  }
  const found = new Map<HTMLElement, boolean>()
  for (const stop of [...stops, ...stops.toReversed()]) {
    stop.focus()
    if (!stop.matches(':focus') || stop.localName === 'iframe') continue
    const covers = over(stop)
    if (!covers) continue
    const least = Math.min(...covers.map(cover => weigh(stop, cover)))
    if (least > 0) found.set(stop, found.get(stop) === true || least === 2)
  }
  const places = Array.from(found, ([stop, sure]) => ({
    ...kit.at(stop),
    sure,
    ...(sure ? {} : { look: 'Whether this element, with the keyboard on it, is wholly hidden by what lies over it.' }),
  }))
  return [...places, ...unreached]
}

/** Nothing may glide while places are measured. Runs in the page. */
function noGliding(on: boolean): void {
  if (!on) return void document.adoptedStyleSheets.pop()
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('*,*::before,*::after{transition:none!important;scroll-behavior:auto!important}')
  document.adoptedStyleSheets.push(sheet)
}

/** What has the keyboard is not wholly under a bar or a notice that stays in the window (technique F110). */
export const focusObscured: ActingRule = {
  id: 'focus-obscured',
  act: [],
  criteria: ['2.4.11'],
  async find({ page }) {
    await page.evaluate(toTheTop)
    await page.evaluate(noGliding, true)
    try {
      return await page.evaluate(walkUnder)
    } finally {
      await page.evaluate(noGliding, false)
      await page.evaluate(toTheTop)
    }
  },
}

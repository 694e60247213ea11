/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'

/** What shows up in the page when something is done to it, and whether it is still there. */
export interface Appearing {
  /** Remembers what is drawn now. */
  before(): void
  /** How many elements with something to see are drawn that were not before. */
  fresh(): number
  /** What came, as a selector and a box of the window; undefined for nothing. The elements are remembered. */
  came(trigger: Element): Came | undefined
  /** Whether any of what came is drawn. */
  still(): boolean
  find(path: string): HTMLElement | undefined
}

export interface Came {
  readonly selector: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Lies over text or pictures that were there before and are not the trigger's. */
  readonly obscures: boolean
  /** Tells of an error, as status or alert. */
  readonly error: boolean
}

/** Runs in the page, which has the kit. */
export function installAppearing(): void {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const MOST = 20_000
  const speaks = (element: Element) =>
    /^(img|svg|canvas|video|input|select|textarea|button)$/.test(element.localName) ||
    Array.from(element.childNodes).some(node => node instanceof Text && node.data.trim() !== '')
  const drawn = (element: Element): boolean => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
    const { width, height, right, bottom } = element.getBoundingClientRect()
    if (width <= 1 || height <= 1 || right + scrollX <= 0 || bottom + scrollY <= 0) return false
    for (let up = kit.parent(element); up && up !== document.body; up = kit.parent(up)) {
      const box = up.getBoundingClientRect()
      if ((box.width <= 1 || box.height <= 1) && getComputedStyle(up).overflow !== 'visible') return false
    }
    return true
  }
  const all = () =>
    kit
      .all('body *')
      .filter(element => !/^(script|style|noscript|template|option|br)$/.test(element.localName))
      .slice(0, MOST)
      .filter(speaks)
  let known = new Set<Element>()
  let fresh: Element[] = []
  let kept: Element[] = []
  /** The boxes of what an element itself draws. */
  const boxes = (element: Element): DOMRect[] =>
    Array.from(element.childNodes).some(node => node instanceof Text && node.data.trim() !== '')
      ? Array.from(element.childNodes).flatMap(node => {
          if (!(node instanceof Text) || node.data.trim() === '') return []
          const range = document.createRange()
          range.selectNodeContents(node)
          return Array.from(range.getClientRects())
        })
      : [element.getBoundingClientRect()]
  const appearing: Appearing = {
    before() {
      known = new Set(all().filter(drawn))
    },
    fresh() {
      fresh = all().filter(element => !known.has(element) && drawn(element))
      return fresh.length
    },
    came(trigger) {
      kept = fresh.filter(element => !element.contains(trigger))
      // The box that all of it came in: the highest element that holds nothing which was there before.
      let [top] = kept
      if (!top) return undefined
      for (let up = kit.parent(top); up && up !== document.body; up = kit.parent(up)) {
        const inside = up
        if (inside.contains(trigger) || Array.from(known).some(one => inside.contains(one))) break
        top = inside
      }
      const { left, right, y, height } = top.getBoundingClientRect()
      const whole = top
      const over = Array.from(known).some(
        other =>
          !trigger.contains(other) &&
          !other.contains(trigger) &&
          !whole.contains(other) &&
          !other.contains(whole) &&
          boxes(other).some(
            box =>
              Math.min(box.right, right) - Math.max(box.left, left) > 3 &&
              Math.min(box.bottom, y + height) - Math.max(box.top, y) > 3,
          ),
      )
      return {
        selector: kit.selector(top),
        x: left,
        y,
        width: right - left,
        height,
        obscures: over && /^(absolute|fixed)$/.test(getComputedStyle(top).position),
        error: top.closest('[role=alert],[role=status],[aria-live]') !== null || /error|invalid/i.test(top.className),
      }
    },
    still: () => kept.some(element => element.isConnected && drawn(element)),
    find: path => kit.all('*').find(element => kit.path(element) === path) as HTMLElement | undefined,
  }
  ;(globalThis as unknown as { __mustdoAppearing: Appearing }).__mustdoAppearing = appearing
}

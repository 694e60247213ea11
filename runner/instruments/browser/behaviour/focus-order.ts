/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { FocusJump, FocusOrder } from '../../../../reports/record.ts'
import type { Kit } from '../engines/kit.ts'
import { toTheTop } from '../rules/keyboard.ts'

const MOST_STOPS = 60
const MOST_JUMPS = 10

/** An element that Tab should stop at, with its place in the document. */
interface Stop {
  readonly path: string
  readonly selector: string
  readonly tabIndex: number
  readonly rtl: boolean
  /** The form that holds it, and what it stays in the window with: only stops with equal ones are compared. */
  readonly form: string
  readonly layer: string
  readonly frame: boolean
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** All stops in the order of the code. Runs in the page. */
function readStops(): Stop[] {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const up = (element: Element, holds: (one: Element) => boolean): Element | null => {
    for (let one: Element | null = element; one; one = kit.parent(one)) if (holds(one)) return one
    return null
  }
  const floats = (one: Element) => /^(fixed|sticky|absolute)$/.test(getComputedStyle(one).position)
  return kit
    .all('a[href],area[href],button,input,select,textarea,summary,iframe,[tabindex],[contenteditable=""]')
    .filter(element => (element as HTMLElement).tabIndex >= 0 && !element.matches(':disabled,[type=hidden]'))
    .filter(element => element.checkVisibility({ visibilityProperty: true }))
    .flatMap(element => {
      // Drawn radios and ticks are often see-through, in or beside their label.
      const layer = up(
        element.matches('input[type=radio],input[type=checkbox]') ? (kit.parent(element) ?? element) : element,
        floats,
      )
      const form = up(element, one => one.matches('form,fieldset,[role=form],[role=group]'))
      const whole = form && (up(form, one => one.matches('form,[role=form]')) ?? form)
      const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
      if (width <= 1 || height <= 1 || right + scrollX <= 0 || bottom + scrollY <= 0) return []
      return {
        path: kit.path(element),
        selector: kit.selector(element),
        tabIndex: (element as HTMLElement).tabIndex,
        rtl: getComputedStyle(element).direction === 'rtl',
        form: whole ? kit.selector(whole) : '',
        layer: layer ? kit.path(layer) : '',
        frame: element.localName === 'iframe',
        left: left + scrollX,
        top: top + scrollY,
        right: right + scrollX,
        bottom: bottom + scrollY,
      }
    })
}

/** What has the keyboard, as a path; '' for nothing. Runs in the page. */
function whereFocus(): string {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return !element || element === document.body || element === document.documentElement ? '' : kit.path(element)
}

/**
 * The way a step goes back in both ways of reading, by rows and by columns: up where both lie in one column, against the writing where
 * both lie in one row. Undefined for steps that go on.
 */
function backward(a: Stop, b: Stop): 'up' | 'back' | undefined {
  if (a.layer !== b.layer) return undefined
  const beside = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  const below = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const column = below > Math.min(a.right - a.left, b.right - b.left) / 2
  const row = beside > Math.min(a.bottom - a.top, b.bottom - b.top) / 2
  if (column && !row && b.bottom <= a.top + 2) return 'up'
  if (row && !column && (a.rtl ? b.left >= a.right - 2 : b.right <= a.left + 2)) return 'back'
  return undefined
}

/** The steps that go back, of a sequence of stops; `code` tells the place of each in the code. */
function jumpsOf(sequence: readonly Stop[], code: ReadonlyMap<string, number>): FocusJump[] {
  const place = ({ path }: Stop) => code.get(path) ?? 0
  return sequence.slice(1).flatMap((to, at) => {
    const from = sequence[at] as Stop
    const inverted = place(to) < place(from)
    // Where the code goes on as well, the style alone turned the order round.
    const chosen = inverted && (from.tabIndex > 0 || to.tabIndex > 0)
    const way = backward(from, to) ?? (chosen ? 'code' : undefined)
    if (!way || (inverted && !chosen)) return []
    const form = from.form === to.form ? from.form : ''
    const fields = form === '' ? 0 : sequence.filter(stop => stop.form === form).length
    return { from: from.selector, to: to.selector, way, because: chosen ? 'tabindex' : 'layout', form, fields } as const
  })
}

/** What Tab really meets, once round the page, from the stop that the page begins with. */
async function walk(page: Page, stops: ReadonlyMap<string, Stop>, first: string): Promise<Stop[]> {
  await page.evaluate(toTheTop)
  const met = new Set<string>()
  let outside = 0
  for (let i = 0; i < MOST_STOPS + 2 && outside < 2; i++) {
    await page.keyboard.press('Tab')
    const path = await page.evaluate(whereFocus)
    if (met.has(path)) break
    // Past its end a page gives the keyboard away, and gets it back at its first stop.
    if (path === '') outside++
    else met.add(path)
  }
  await page.evaluate(toTheTop)
  const round = [...met].flatMap(path => stops.get(path) ?? [])
  const begin = Math.max(
    round.findIndex(({ path }) => path === first),
    0,
  )
  return [...round.slice(begin), ...round.slice(0, begin)]
}

/**
 * The order of Tab against the places of its stops. Where code, tabindex and style agree nothing is pressed; otherwise Tab is, and what
 * it really meets counts.
 */
export async function readFocusOrder({ page }: { readonly page: Page }): Promise<FocusOrder> {
  const stops = await page.evaluate(readStops)
  const code = new Map(stops.map(({ path }, at) => [path, at]))
  const rank = ({ tabIndex }: Stop) => tabIndex || Number.MAX_SAFE_INTEGER
  const expected = stops.toSorted((a, b) => rank(a) - rank(b))
  if (jumpsOf(expected, code).length === 0) return { stops: stops.length, complete: true, jumps: [] }
  const met = await walk(page, new Map(stops.map(stop => [stop.path, stop])), expected[0]?.path ?? '')
  return {
    stops: stops.length,
    complete: stops.length < MOST_STOPS && !stops.some(({ frame }) => frame),
    jumps: jumpsOf(met, code).slice(0, MOST_JUMPS),
  }
}

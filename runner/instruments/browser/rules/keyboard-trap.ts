/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import { countStops, type FocusStop, isEdge, pause, stopOf, toTheTop } from './keyboard.ts'
import type { ActingRule, Place } from './rule.ts'

/** Scripts that fetch the keyboard back often wait a moment. */
const REACTION_MS = 60
const MOST_STOPS = 60
const NOT_REACHED = 'Whether the keyboard can leave the parts after this one, which were not looked at.'

/** Lets timers of the page run that a key has just set off; a busy machine would else be looked at before them. Runs in the page. */
const reacted = () => new Promise<void>(resolve => setTimeout(resolve, 10))

/**
 * Presses a key and says where the keyboard is after scripts have reacted, and whether it left the document in between: through
 * its edge, or to nowhere. A browser window then has the keyboard, which a page without one takes back at once.
 */
async function press(page: Page, key: string): Promise<{ left: boolean; later: FocusStop | null }> {
  const before = await stopOf(page)
  const edge = await page.evaluate(isEdge, key === 'Tab')
  await page.keyboard.press(key)
  const at = await stopOf(page)
  await pause(REACTION_MS)
  return { left: at === null || (edge && at.path !== before?.path), later: await stopOf(page) }
}

/** Whether the key, pressed as often as there are stops and twice more, never leads out of a small round of elements. */
async function held(page: Page, key: string, stops: number): Promise<{ round: string[]; left: boolean }> {
  const round = new Set<string>()
  let left = false
  for (let i = 0; i < Math.min(stops + 2, 12); i++) {
    const pressed = await press(page, key)
    left ||= pressed.left
    round.add(pressed.later?.path ?? '')
  }
  return { round: [...round], left }
}

/** Key combinations that the page's text tells of, such as `Ctrl+M`. Runs in the page. */
const toldKeys = (): string[] =>
  Array.from(
    (document.body?.innerText ?? '').matchAll(
      /\b(?:(ctrl|control|alt|shift)\s*\+\s*)([a-z0-9]|f\d{1,2}|esc(?:ape)?)\b|\b(f\d{1,2})\b/gi,
    ),
    ([, modifier, key, alone]) => {
      const name = (key ?? alone ?? '').replace(/^esc.*/i, 'Escape').replace(/^f(\d)/i, 'F$1')
      const held = /^c/i.test(modifier ?? '')
        ? 'Control+'
        : modifier
          ? `${modifier[0]?.toUpperCase()}${modifier.slice(1).toLowerCase()}+`
          : ''
      return `${held}${name.length === 1 ? name.toLowerCase() : name}`
    },
  ).slice(0, 4)

/**
 * The keyboard can leave every part that it can enter, with real keys. Tab is pressed until it leaves the page or comes round;
 * where it stays in a few elements, Shift+Tab, Escape and the keys that the page's text names are tried.
 */
export const keyboardTrap: ActingRule = {
  id: 'keyboard-trap',
  act: ['80af7b'],
  criteria: ['2.1.2'],
  async find({ page }) {
    const stops = await page.evaluate(countStops)
    if (stops === 0) return []
    await page.evaluate(toTheTop)
    const seen = new Map<string, number>()
    let suspect: FocusStop | null = null
    let last: FocusStop | null = null
    for (let i = 0; i < Math.min(stops * 2 + 2, MOST_STOPS) && !suspect; i++) {
      await page.keyboard.press('Tab')
      await page.evaluate(reacted)
      const stop = await stopOf(page)
      // Out of the page, or round it once: no trap.
      if (!stop || seen.size >= stops) return []
      last = stop
      const times = (seen.get(stop.path) ?? 0) + 1
      seen.set(stop.path, times)
      if (times > 2) suspect = stop
    }
    // What was not reached is no pass.
    if (!suspect) return last && stops * 2 + 2 > MOST_STOPS ? [{ ...last, sure: false, look: NOT_REACHED }] : []
    const forward = await held(page, 'Tab', stops)
    if (forward.round.includes('') || forward.round.length >= Math.max(2, stops)) return []
    const backward = await held(page, 'Shift+Tab', stops)
    const trap = new Set([...forward.round, ...backward.round])
    if (backward.round.includes('') || trap.size >= stops + (stops === 1 ? 1 : 0)) return []
    const place: Place = (await stopOf(page)) ?? suspect
    const works = async (keys: readonly string[]) => {
      for (const key of keys) {
        const { later } = await press(page, key)
        if (!trap.has(later?.path ?? '')) return true
        // Some keys only disarm the trap: the next Tab leaves.
        const next = await press(page, 'Tab')
        if (!trap.has(next.later?.path ?? '')) return true
      }
      return false
    }
    const standard: Place = { ...place, act: ['a1b64e'], criteria: [] }
    // Leaving through the edge of the document, if only for a moment, gives the keyboard to the browser.
    if (backward.left || (await works(['Escape']))) return [standard]
    if (await works(await page.evaluate(toldKeys))) return [standard]
    return [standard, { ...place, act: ['ebe86a'], criteria: [] }, place]
  },
}

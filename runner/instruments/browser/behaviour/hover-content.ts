/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { HoverContent, HoverShown } from '../../../../reports/record.ts'
import type { Scanned } from '../engines/engine.ts'
import { pause, toTheTop } from '../rules/keyboard.ts'
import { type Appearing, type Came, installAppearing } from './appearing.ts'
import { styledTriggers } from './hover-triggers.ts'
import { listenersOf, pathsOf } from './listeners.ts'

const MOST_TRIGGERS = 12
const MOST_SHOWN = 4
/** How long something may take to come, or to go. */
const REACTION_MS = [40, 120, 300] as const
const STAYS_MS = 3_000
/** Where the pointer rests in between. */
const AWAY = { x: 1278, y: 798 }

interface Point {
  readonly x: number
  readonly y: number
}
interface Shown {
  readonly came: Came
  readonly trigger: { readonly selector: string } & Point & { readonly width: number; readonly height: number }
}

type Seen = { readonly __mustdoAppearing: Appearing; readonly __mustdoKit: { selector(element: Element): string } }

/** Runs in the page. */
const prepare = (path: string) => {
  const { __mustdoAppearing: appearing, __mustdoKit: kit } = globalThis as unknown as Seen
  const element = appearing.find(path)
  element?.scrollIntoView({ block: 'center', behavior: 'instant' })
  const box = element?.getBoundingClientRect()
  if (!element || !box || box.width < 2 || box.height < 2 || box.width * box.height > 300_000) return null
  appearing.before()
  return { selector: kit.selector(element), x: box.x, y: box.y, width: box.width, height: box.height }
}
const freshNow = () => (globalThis as unknown as Seen).__mustdoAppearing.fresh()
const cameFor = (path: string) => {
  const { __mustdoAppearing: appearing } = globalThis as unknown as Seen
  const trigger = appearing.find(path)
  return trigger ? appearing.came(trigger) : undefined
}
const still = () => (globalThis as unknown as Seen).__mustdoAppearing.still()
const takeKeyboard = (path: string) =>
  (globalThis as unknown as Seen).__mustdoAppearing.find(path)?.focus({ preventScroll: true })
const dropKeyboard = () => (document.activeElement as HTMLElement | null)?.blur()

/** Whether it is gone in the time that things may take to go. */
async function gone(page: Page): Promise<boolean> {
  for (const ms of REACTION_MS) {
    if (!(await page.evaluate(still))) return true
    await pause(ms)
  }
  return !(await page.evaluate(still))
}

const middle = ({ x, y, width, height }: Point & { width: number; height: number }): Point => ({
  x: x + width / 2,
  y: y + height / 2,
})

/** Puts pointer or keyboard on the trigger; undefined where nothing comes. */
async function show(page: Page, path: string, by: HoverShown['by']): Promise<Shown | undefined> {
  await leave(page)
  const trigger = await page.evaluate(prepare, path)
  if (!trigger) return undefined
  if (by === 'hover') await page.mouse.move(middle(trigger).x, middle(trigger).y)
  else await page.evaluate(takeKeyboard, path)
  for (const ms of REACTION_MS) {
    await pause(ms)
    if ((await page.evaluate(freshNow)) === 0) continue
    const came = await page.evaluate(cameFor, path)
    return came && { came, trigger }
  }
  return undefined
}

async function leave(page: Page): Promise<void> {
  await page.mouse.move(AWAY.x, AWAY.y)
  await page.evaluate(dropKeyboard)
}

/** Takes the pointer from the trigger to what came the shortest way, and says whether that is still there. */
async function reach(page: Page, { came, trigger }: Shown): Promise<boolean> {
  const clamp = (value: number, from: number, size: number) => Math.min(Math.max(value, from + 1), from + size - 1)
  const goal = middle(came)
  const edge = { x: clamp(goal.x, trigger.x, trigger.width), y: clamp(goal.y, trigger.y, trigger.height) }
  const entry = { x: clamp(edge.x, came.x, came.width), y: clamp(edge.y, came.y, came.height) }
  for (const { x, y } of [edge, entry, goal]) await page.mouse.move(x, y, { steps: 6 })
  await pause(REACTION_MS[2])
  return !(await gone(page))
}

/** Whether a thing was so twice; null where the two times differ or nothing came. */
async function twice(once: () => Promise<boolean | null>): Promise<boolean | null> {
  const first = await once()
  return first !== null && (await once()) === first ? first : null
}

/** Everything that is asked of what a trigger shows; undefined where it shows nothing, or not because of this. */
async function tryTrigger(
  page: Page,
  path: string,
  by: HoverShown['by'],
  waits: boolean,
): Promise<HoverShown | undefined> {
  const shown = await show(page, path, by)
  if (!shown || shown.came.error) return undefined
  await leave(page)
  // What stays when pointer and keyboard have left came by itself, or is opened for good.
  if (!(await gone(page))) return undefined
  const { came, trigger } = shown
  const dismissed = await twice(async () => {
    if (!(await show(page, path, by))) return null
    await page.keyboard.press('Escape')
    return gone(page)
  })
  const reached =
    by === 'focus'
      ? null
      : await twice(async () => {
          const again = await show(page, path, by)
          return again ? reach(page, again) : null
        })
  let stays: boolean | null = null
  if (waits && (await show(page, path, by))) {
    await pause(STAYS_MS)
    stays = await page.evaluate(still)
  }
  await leave(page)
  await gone(page)
  const { obscures } = came
  return { trigger: trigger.selector, content: came.selector, by, obscures, dismissed, reached, stays }
}

/**
 * Content that comes with pointer or keyboard: whether Escape sends it away, the pointer can go onto it, and it stays. Elements that
 * listen, and those that style sheets or attributes tell of, are tried with a real pointer; a page that has none costs nothing.
 */
export async function readHoverContent({ page, cdp }: Scanned): Promise<HoverContent> {
  const listeners = await listenersOf(cdp, /^(mouse|pointer)(enter|over)$|^focus(in)?$/, 'everywhere')
  const about = (types: RegExp) => listeners.filter(({ type }) => types.test(type))
  const hovered = await pathsOf(cdp, about(/^[mp]/), MOST_TRIGGERS + 1)
  const focused = await pathsOf(cdp, about(/^f/), MOST_TRIGGERS + 1)
  const listening = [...hovered, ...focused]
  const { paths, drawnByStyle, unread } = await page.evaluate(styledTriggers)
  const triggers = [...new Set([...listening, ...paths])]
  const shown: HoverShown[] = []
  if (triggers.length > 0) await page.evaluate(installAppearing)
  for (const path of triggers.slice(0, MOST_TRIGGERS)) {
    if (shown.length >= MOST_SHOWN) break
    const waits = listening.includes(path) && shown.length < 2
    const styled = paths.includes(path)
    const byPointer = styled || hovered.includes(path) ? await tryTrigger(page, path, 'hover', waits) : undefined
    const found =
      byPointer ?? (styled || focused.includes(path) ? await tryTrigger(page, path, 'focus', waits) : undefined)
    if (found) shown.push(found)
  }
  if (triggers.length > 0) await page.evaluate(toTheTop)
  return {
    tried: Math.min(triggers.length, MOST_TRIGGERS),
    complete: !unread && triggers.length <= MOST_TRIGGERS && shown.length < MOST_SHOWN,
    shown,
    drawnByStyle: drawnByStyle.length,
  }
}

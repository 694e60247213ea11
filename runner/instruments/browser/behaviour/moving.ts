/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { Moving } from '../../../../reports/record.ts'
import type { Scanned } from '../engines/engine.ts'
import type { Kit } from '../engines/kit.ts'
import { pause } from '../rules/keyboard.ts'
import { difference, picture } from '../rules/pixels.ts'
import { watchChanges } from './change-watch.ts'
import { findMoving, type MovingThing } from './moving-things.ts'

const MOST_THINGS = 4
/** WCAG 2.2.2: what goes on for longer needs a control. */
const LONG_S = 5
const WATCH_MS = 6_200
/** A show of slides often waits that long for the next. */
const SLIDES_MS = 11_000
/** Uneven, and more than a few: what comes and goes twice a second would else look the same each time on a busy machine. */
const BETWEEN_MS = [450, 580, 710, 130, 370, 230, 530]

/** Whether scripts change something, or the page has a part that is called after things that do. Runs in the page. */
function hints(): { readonly moved: boolean; readonly slides: boolean } {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const changes = (globalThis as unknown as { __mustdoChanges?: { times: Map<Element, { at: number[] }> } })
    .__mustdoChanges
  const slides =
    '[aria-roledescription=carousel i],[class*=carousel i],[class*=slider i],[class*=slick i],[class*=swiper i],[class*=ticker i],[class*=marquee i],[class*=slideshow i],[data-autoplay]'
  return {
    moved: Array.from(changes?.times.values() ?? []).some(({ at }) => at.length > 0),
    slides: kit.all(slides).some(element => kit.shown(element)),
  }
}

/** The controls that a page may have against motion. Runs in the page. */
function controls(): string[] {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  return kit
    .all('button,[role=button],input[type=button],input[type=checkbox],[role=switch],summary,label')
    .filter(element => kit.shown(element))
    .filter(element =>
      /\b(pause|stop|hide|freeze|still|animations?|motion|moving|autoplay)\b/i.test(
        `${element.textContent} ${element.getAttribute('aria-label')} ${element.getAttribute('title')} ${(element as HTMLInputElement).value ?? ''}`,
      ),
    )
    .slice(0, 3)
    .map(element => kit.path(element))
}
const use = (path: string) => {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  ;(kit.all('*').find(element => kit.path(element) === path) as HTMLElement | undefined)?.click()
}
/** Whether there is anything to read beside the element. Runs in the page. */
const standsAlone = (path: string) => {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const element = kit.all('*').find(one => kit.path(one) === path) as HTMLElement | undefined
  return (document.body.innerText ?? '').trim().length - (element?.innerText ?? '').trim().length < 20
}

/** Whether pixels change there by themselves. */
async function changes({ page, cdp }: Scanned, { box }: MovingThing): Promise<boolean> {
  const clip = {
    x: Math.max(box.x - 20, 0),
    y: Math.max(box.y - 20, 0),
    width: Math.min(box.width + 40, 700),
    height: Math.min(box.height + 40, 500),
  }
  const first = await picture(cdp, clip)
  for (const ms of BETWEEN_MS) {
    await pause(ms)
    if ((await difference(page, first, await picture(cdp, clip))) > 8) return true
  }
  return false
}

/** Watches what scripts change, for as long as it takes to tell whether it goes on. */
async function watched(page: Page, ms: number): Promise<MovingThing[]> {
  await page.evaluate(watchChanges)
  await pause(ms)
  const things = await page.evaluate(findMoving)
  return things.filter(({ kind }) => kind === 'script')
}

/**
 * What starts by itself, goes on for more than five seconds beside other content, and whether a control of the page stops it. Pixels
 * are compared where something tells of motion; only there the page is watched for longer. Looked at with the wish for less motion, and
 * then without it.
 */
export async function readMoving(scanned: Scanned): Promise<Moving> {
  const { page } = scanned
  const { moved, slides } = await page.evaluate(hints)
  await page.mouse.move(1278, 798)
  const calm = (await page.evaluate(findMoving)).filter(({ kind }) => kind !== 'script')
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  try {
    const lively = (await page.evaluate(findMoving)).filter(({ kind }) => kind !== 'script')
    const calmPaths = new Set(calm.map(({ path }) => path))
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const byScript = moved || slides ? await watched(page, slides ? SLIDES_MS : WATCH_MS) : []
    const long = [
      ...calm.map(thing => ({ thing, preference: false })),
      ...byScript.map(thing => ({ thing, preference: false })),
      ...lively.filter(({ path }) => !calmPaths.has(path)).map(thing => ({ thing, preference: true })),
    ].filter(({ thing }) => thing.lasts === null || thing.lasts > (thing.kind === 'script' ? LONG_S - 1 : LONG_S))
    const paths = long.length > 0 ? await page.evaluate(controls) : []
    const things: Moving['things'][number][] = []
    for (const { thing, preference } of long.slice(0, MOST_THINGS)) {
      if (await page.evaluate(standsAlone, thing.path)) continue
      if (preference) await page.emulateMedia({ reducedMotion: 'no-preference' })
      const seen = await changes(scanned, thing)
      let stops: boolean | null = null
      for (const path of seen ? paths : []) {
        await page.evaluate(use, path)
        await pause(200)
        stops = !(await changes(scanned, thing))
        if (stops) break
      }
      if (preference) await page.emulateMedia({ reducedMotion: 'reduce' })
      const { selector, kind, lasts, busy, words } = thing
      things.push({
        selector,
        kind,
        lasts: lasts === null ? null : Math.round(lasts),
        busy,
        words,
        preference,
        seen,
        stops,
      })
    }
    return { complete: long.length <= MOST_THINGS, things }
  } finally {
    await page.emulateMedia({ reducedMotion: 'reduce' })
  }
}

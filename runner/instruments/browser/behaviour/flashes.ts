/// <reference lib="dom" />
import type { Flashes } from '../../../../reports/record.ts'
import type { Scanned } from '../engines/engine.ts'
import { countFlashes, type Frame, LIMITS } from './flash-count.ts'
import { findMoving, type MovingThing } from './moving-things.ts'

const WATCH_MS = 1_600
/** Fewer changes of light in a second cannot be more than three flashes. */
const SLOW = 6
/** Where the browser draws less often, or far fewer pictures come than the page says that it changes, a quick flash is missed. */
const FEWEST_DRAWN = 20
const FEWEST_PICTURES = 14
const SHARE_OF_CHANGES = 0.6

/** Runs in the page. */
const hasCanvas = () =>
  Array.from(document.querySelectorAll('canvas')).some(({ width, height }) => width * height > 20_000)

/** How often the browser draws in that time. Runs in the page. */
const drawing = (ms: number) =>
  new Promise<number>(resolve => {
    const end = performance.now() + ms
    let count = 0
    const draw = () => {
      count++
      if (performance.now() < end) requestAnimationFrame(draw)
      else resolve(count)
    }
    requestAnimationFrame(draw)
  })

/** Whether it may flash, and over an area that is not safe. */
const mayFlash = ({ rate, box }: MovingThing): boolean =>
  rate >= SLOW && box.width * box.height >= LIMITS.width * LIMITS.height * LIMITS.share

/**
 * Films the window for a second and a half where something quick and large enough moves, without the wish for less motion, and counts
 * flashes in the pictures. Of what lies below, the window is moved to the first.
 */
export async function readFlashes({ page, cdp }: Scanned): Promise<Flashes> {
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  try {
    const things = (await page.evaluate(findMoving)).filter(mayFlash)
    if (things.length === 0 && !(await page.evaluate(hasCanvas)))
      return { filmed: 0, frames: 0, complete: true, turns: 0, redTurns: 0, selectors: [] }
    await page.evaluate(y => window.scrollTo(0, y), Math.max((things[0]?.box.y ?? 0) - 100, 0))
    const frames: Frame[] = []
    const take = ({
      data,
      metadata,
      sessionId,
    }: {
      data: string
      metadata: { timestamp?: number }
      sessionId: number
    }) => {
      frames.push({ data, at: metadata.timestamp ?? 0 })
      cdp.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined)
    }
    cdp.on('Page.screencastFrame', take)
    await cdp.send('Page.startScreencast', { format: 'jpeg', quality: 70, maxWidth: 320, maxHeight: 200 })
    const drawn = (await page.evaluate(drawing, WATCH_MS)) / (WATCH_MS / 1000)
    await cdp.send('Page.stopScreencast')
    cdp.off('Page.screencastFrame', take)
    const size = page.viewportSize() ?? { width: 1280, height: 800 }
    const seconds = (frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0)
    const expected = Math.min(FEWEST_PICTURES, Math.max(0, ...things.map(({ rate }) => rate * SHARE_OF_CHANGES)))
    const counted = await page.evaluate(countFlashes, { frames, window: size, limits: LIMITS })
    return {
      filmed: Math.round(seconds * 10) / 10,
      frames: frames.length,
      complete: drawn >= FEWEST_DRAWN && frames.length >= expected * seconds && things.every(({ box }) => box.y < 700),
      ...counted,
      selectors: things.map(({ selector }) => selector).slice(0, 5),
    }
  } finally {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.evaluate(() => window.scrollTo(0, 0))
  }
}

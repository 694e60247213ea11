/// <reference lib="dom" />
import type { Scanned } from '../engines/engine.ts'
import { type FocusLook, giveBack, loseFocus, readLook, stillness } from './focus-look.ts'
import { type PixelChange, pixelChange } from './focus-pixels.ts'
import { countStops, toTheTop } from './keyboard.ts'
import { type Box, picture } from './pixels.ts'
import type { ActingRule, Place } from './rule.ts'

const MOST_STOPS = 40
const MOST_KINDS = 16
/** A page on which nothing shows is compared whole at every stop; the rest of its visit needs time too. */
const PATIENCE_MS = 8_000
/** Fewer pixels than these are noise, or nothing that anybody sees. */
const ANY_PIXELS = 4
const CLEAR_PIXELS = 12
const NOT_REACHED =
  'Whether the focus can be seen at the stops of the keyboard after this one, which were not looked at.'

/** What a stop looks like with the keyboard against without, near it and, where that shows too little, in the whole window. */
async function measure({ page, cdp }: Scanned, { box, path }: FocusLook): Promise<PixelChange> {
  const compare = async (place: Box): Promise<PixelChange> => {
    const focused = await picture(cdp, place, true)
    await page.evaluate(loseFocus)
    const plain = await picture(cdp, place, true)
    await page.evaluate(giveBack, path)
    return pixelChange(page, focused, plain)
  }
  const close = box && (await compare(box))
  if (close && close.strong >= CLEAR_PIXELS) return close
  const { x, y } = await page.evaluate(() => ({ x: scrollX, y: scrollY }))
  return compare({ x, y, ...(page.viewportSize() ?? { width: 1280, height: 800 }) })
}

/** What is to be said of a stop; 1.4.11 is about what the product's own style draws, beside what is next to it. */
function judged(look: FocusLook, { changed, strong, apart, contrast }: PixelChange): readonly Place[] {
  const { path, selector, html } = look
  const place = { path, selector, html }
  if (changed < ANY_PIXELS) {
    if (look.covered)
      return [{ ...place, sure: false, look: 'Whether the focus can be seen here, where something else lies over it.' }]
    return look.writes
      ? [{ ...place, sure: false, look: 'Whether the cursor alone shows well enough that this field has the focus.' }]
      : [place]
  }
  if (strong >= CLEAR_PIXELS) return []
  const faint: Place = {
    ...place,
    sure: false,
    look: `Whether the change can be seen that shows the focus here: it reaches ${contrast.toFixed(1)} to 1.`,
  }
  const drawn = look.changes.length > 0 && look.changes.every(part => /^(outline|shadow|border)$/.test(part))
  if (!drawn || look.ownRing || apart * 10 >= changed) return [faint]
  const pale: Place = {
    ...place,
    rule: 'focus-contrast',
    act: [],
    criteria: ['1.4.11'],
    sure: !look.writes && !look.changes.includes('border'),
    look: 'Whether the mark of the focus here stands out by 3 to 1 from what is next to it.',
  }
  return [faint, pale]
}

/**
 * Some pixel of the window changes when an element gets the keyboard (2.4.7; technique F78), by 3 to 1 or a person looks. What the
 * product itself draws as a mark stands out by 3 to 1 from what is beside it (1.4.11; technique G195). One stop of each look is
 * measured, on pictures with and without the keyboard there.
 */
export const focusVisible: ActingRule = {
  id: 'focus-visible',
  act: ['oj04fd'],
  criteria: ['2.4.7'],
  async find(scanned) {
    const { page } = scanned
    const stops = await page.evaluate(countStops)
    if (stops === 0) return []
    await page.evaluate(stillness, true)
    await page.evaluate(toTheTop)
    const places: Place[] = []
    const seen = new Set<string>()
    const known = new Set<string>()
    let measured = 0
    let last: Place | undefined
    let ended = false
    const end = performance.now() + PATIENCE_MS
    for (let i = 0; i < Math.min(stops + 2, MOST_STOPS) && measured < MOST_KINDS; i++) {
      if (performance.now() > end) break
      await page.keyboard.press('Tab')
      const look = await page.evaluate(readLook)
      ended = !look || seen.has(look.path)
      if (!look || ended) break
      const { path, selector, html, kind } = look
      seen.add(path)
      last = { path, selector, html }
      // What a frame shows when it has the keyboard is its own page's matter.
      if (look.frame || known.has(kind)) continue
      measured++
      const found = judged(look, await measure(scanned, look))
      // Nothing at all is looked at again: what lies round the next one may differ.
      if (found.every(({ sure = true, rule }) => !sure || rule)) known.add(kind)
      places.push(...found)
    }
    await page.evaluate(stillness, false)
    // What was not reached is no pass.
    return last && !ended && seen.size < stops ? [...places, { ...last, sure: false, look: NOT_REACHED }] : places
  },
}

/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { ForcedColours } from '../../../../reports/record.ts'
import type { Scanned } from '../engines/engine.ts'
import type { Kit } from '../engines/kit.ts'
import { toTheTop } from '../rules/keyboard.ts'
import { type Box, difference, picture } from '../rules/pixels.ts'

const MOST = 6
/** Fewer changed pixels are the rounding of an edge. */
const FEWEST_PIXELS = 6

interface Candidate {
  readonly path: string
  readonly selector: string
  readonly kind: ForcedColours['lost'][number]['kind']
  readonly box: Box
  /** Empty, so that what is seen of it is its edge or its ground. */
  readonly empty: boolean
}

/**
 * Fields to write in, controls without text or picture, and stops whose mark of focus is no outline: one of each that are drawn alike.
 * Runs in the page.
 */
function candidates(most: number): { readonly found: Candidate[]; readonly more: boolean } {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const found: Candidate[] = []
  const alike = new Set<string>()
  const add = (element: Element, kind: Candidate['kind'], empty = false) => {
    const style = getComputedStyle(element)
    const { border, backgroundColor, backgroundImage, boxShadow, borderRadius } = style
    const look = [kind, empty, border, backgroundColor, backgroundImage, boxShadow, borderRadius].join('|')
    if (kind !== 'icon' && alike.has(look)) return
    alike.add(look)
    const { left, top, width, height } = element.getBoundingClientRect()
    if (width <= 4 || height <= 4 || left + width + scrollX <= 0 || top + height + scrollY <= 0) return
    const box = {
      x: Math.max(left + scrollX - 4, 0),
      y: Math.max(top + scrollY - 4, 0),
      width: Math.min(width + 8, 600),
      height: Math.min(height + 8, 300),
    }
    found.push({ path: kit.path(element), selector: kit.selector(element), kind, box, empty })
  }
  const controls = kit.all(
    'a[href],button,summary,input:not([type=hidden]),select,textarea,[role=button],[role=link],[tabindex="0"]',
  )
  for (const element of controls as HTMLElement[]) {
    if (!kit.shown(element) || element.matches(':disabled')) continue
    const style = getComputedStyle(element)
    if (style.forcedColorAdjust === 'none') continue
    if (element.matches('input,textarea,select')) {
      const { value, placeholder, readOnly } = element as HTMLInputElement
      const writes = element.matches(
        'textarea,input:not([type]),input:is([type=text],[type=email],[type=tel],[type=search],[type=url],[type=number],[type=password])',
      )
      if (writes && !readOnly) add(element, 'field', value === '' && !placeholder && !element.matches(':focus'))
    } else if ((element.innerText ?? '').trim() === '' && !element.querySelector('img,svg,canvas,video,picture'))
      add(element, 'icon')
    element.focus({ preventScroll: true })
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    if (element.matches(':focus-visible') && (outlineStyle === 'none' || outlineWidth === '0px')) add(element, 'focus')
  }
  ;(document.activeElement as HTMLElement | null)?.blur()
  return { found: found.slice(0, most), more: found.length > most }
}

/**
 * How many pixels of a picture are not of the colour of its corner, and how many of them have a contrast of nearly 3 to 1 with it.
 * Decoded by the browser, in the page.
 */
const drawn = (page: Page, image: string): Promise<{ readonly any: number; readonly strong: number }> =>
  page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    canvas?.drawImage(bitmap, 0, 0)
    const pixels = canvas?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray()
    const linear = (value = 0) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    const light = (at: number) =>
      0.2126 * linear(pixels[at]) + 0.7152 * linear(pixels[at + 1]) + 0.0722 * linear(pixels[at + 2])
    const ground = light(0)
    let any = 0
    let strong = 0
    for (let i = 0; i < pixels.length; i += 4) {
      if (![0, 1, 2].some(part => Math.abs((pixels[i + part] ?? 0) - (pixels[part] ?? 0)) > 12)) continue
      any++
      const here = light(i)
      // Edges are smoothed a little.
      if ((Math.max(here, ground) + 0.05) / (Math.min(here, ground) + 0.05) >= 2.9) strong++
    }
    return { any, strong }
  }, image)

const focusOn = ({ path, on }: { path: string; on: boolean }) => {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const element = kit.all('*').find(one => kit.path(one) === path) as HTMLElement | undefined
  if (on) element?.focus({ preventScroll: true })
  else element?.blur()
}

/** How much of the candidate there is to see as the page is now: for a mark of focus, how much it changes. */
async function visible(
  { page, cdp }: Scanned,
  { path, kind, box }: Candidate,
): Promise<{ any: number; strong: number }> {
  if (kind !== 'focus') return drawn(page, await picture(cdp, box))
  const plain = await picture(cdp, box)
  await page.evaluate(focusOn, { path, on: true })
  const focused = await picture(cdp, box)
  await page.evaluate(focusOn, { path, on: false })
  const any = await difference(page, plain, focused)
  return { any, strong: any }
}

/**
 * What is drawn in the page's own colours and gone where the browser forces those of its user, and empty fields that are hardly told from
 * what is round them. Only candidates are pictured: a page without fields, whose controls have text and whose focus has an outline,
 * costs one look.
 */
export async function readForcedColours(scanned: Scanned): Promise<ForcedColours> {
  const { page } = scanned
  // A key pressed last is what makes browsers show the focus that a script gives.
  await page.keyboard.press('Shift')
  const { found, more } = await page.evaluate(candidates, MOST)
  const lost: ForcedColours['lost'][number][] = []
  const faint: string[] = []
  for (const candidate of found) {
    const before = await visible(scanned, candidate)
    await page.emulateMedia({ forcedColors: 'active' })
    const after = await visible(scanned, candidate)
    await page.emulateMedia({ forcedColors: 'none' })
    const { selector, kind, empty } = candidate
    if (before.any >= FEWEST_PIXELS && after.any < FEWEST_PIXELS) lost.push({ selector, kind })
    if (kind === 'field' && empty && before.any >= FEWEST_PIXELS && before.strong < FEWEST_PIXELS) faint.push(selector)
  }
  await page.evaluate(toTheTop)
  return { complete: !more, lost, faint }
}

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
}

/**
 * What may depend on colours that a browser replaces: fields without a border, controls without text or picture, and stops whose mark
 * of focus is no outline. Runs in the page.
 */
function candidates(most: number): { readonly found: Candidate[]; readonly more: boolean } {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const bare = (style: CSSStyleDeclaration) =>
    ['Top', 'Right', 'Bottom', 'Left'].every(side => {
      const part = (name: string) => String(style[`border${side}${name}` as keyof CSSStyleDeclaration])
      return part('Style') === 'none' || part('Width') === '0px'
    })
  const found: Candidate[] = []
  const add = (element: Element, kind: Candidate['kind']) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    if (width <= 4 || height <= 4 || left + width + scrollX <= 0 || top + height + scrollY <= 0) return
    const box = {
      x: Math.max(left + scrollX - 4, 0),
      y: Math.max(top + scrollY - 4, 0),
      width: Math.min(width + 8, 600),
      height: Math.min(height + 8, 300),
    }
    found.push({ path: kit.path(element), selector: kit.selector(element), kind, box })
  }
  const controls = kit.all(
    'a[href],button,summary,input:not([type=hidden]),select,textarea,[role=button],[role=link],[tabindex="0"]',
  )
  for (const element of controls as HTMLElement[]) {
    if (!kit.shown(element) || element.matches(':disabled')) continue
    const style = getComputedStyle(element)
    if (style.forcedColorAdjust === 'none') continue
    const native =
      style.appearance !== 'none' &&
      element.matches('[type=checkbox],[type=radio],[type=range],[type=color],[type=file]')
    if (element.matches('input,textarea,select')) {
      if (!native && bare(style) && !element.matches('[type=submit],[type=button],[type=image]')) add(element, 'field')
    } else if ((element.innerText ?? '').trim() === '' && !element.querySelector('img,svg,canvas,video,picture'))
      add(element, 'icon')
    element.focus({ preventScroll: true })
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    if (element.matches(':focus-visible') && (outlineStyle === 'none' || outlineWidth === '0px')) add(element, 'focus')
  }
  ;(document.activeElement as HTMLElement | null)?.blur()
  return { found: found.slice(0, most), more: found.length > most }
}

/** How many pixels of a picture are not of the colour of its corner. Decoded by the browser, in the page. */
const drawn = (page: Page, image: string): Promise<number> =>
  page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    canvas?.drawImage(bitmap, 0, 0)
    const pixels = canvas?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray()
    let count = 0
    for (let i = 0; i < pixels.length; i += 4)
      if ([0, 1, 2].some(part => Math.abs((pixels[i + part] ?? 0) - (pixels[part] ?? 0)) > 12)) count++
    return count
  }, image)

const focusOn = ({ path, on }: { path: string; on: boolean }) => {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const element = kit.all('*').find(one => kit.path(one) === path) as HTMLElement | undefined
  if (on) element?.focus({ preventScroll: true })
  else element?.blur()
}

/** How much of the candidate there is to see as the page is now: for a mark of focus, how much it changes. */
async function visible({ page, cdp }: Scanned, { path, kind, box }: Candidate): Promise<number> {
  if (kind !== 'focus') return drawn(page, await picture(cdp, box))
  const plain = await picture(cdp, box)
  await page.evaluate(focusOn, { path, on: true })
  const focused = await picture(cdp, box)
  await page.evaluate(focusOn, { path, on: false })
  return difference(page, plain, focused)
}

/**
 * What is drawn in the page's own colours and gone where the browser forces those of its user. Only candidates are pictured: a page
 * whose fields have borders, whose controls have text and whose focus has an outline costs one look.
 */
export async function readForcedColours(scanned: Scanned): Promise<ForcedColours> {
  const { page } = scanned
  // A key pressed last is what makes browsers show the focus that a script gives.
  await page.keyboard.press('Shift')
  const { found, more } = await page.evaluate(candidates, MOST)
  const lost: ForcedColours['lost'][number][] = []
  for (const candidate of found) {
    const before = await visible(scanned, candidate)
    await page.emulateMedia({ forcedColors: 'active' })
    const after = await visible(scanned, candidate)
    await page.emulateMedia({ forcedColors: 'none' })
    if (before >= FEWEST_PIXELS && after < FEWEST_PIXELS)
      lost.push({ selector: candidate.selector, kind: candidate.kind })
  }
  await page.evaluate(toTheTop)
  return { complete: !more, lost }
}

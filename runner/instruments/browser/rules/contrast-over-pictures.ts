/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'
import { picture } from './pixels.ts'
import type { ActingRule, Place } from './rule.ts'

const MOST = 20
const NOT_REACHED =
  'Whether this text and those after it before pictures and gradients have enough contrast: they were not measured.'

/** Texts before a picture, a gradient or with a shadow, marked so that they can be found again. Runs in the page. */
function candidates(most: number) {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const disabled = ':disabled,[aria-disabled=true],label:has(:disabled)'
  const backed = (element: Element): boolean => {
    for (let at: Element | null = element; at; at = kit.parent(at)) {
      const { backgroundImage, backgroundColor, backgroundClip } = getComputedStyle(at)
      if (backgroundClip === 'text') return false
      if (backgroundImage !== 'none') return true
      if (/^rgb\(/.test(backgroundColor)) return false
    }
    return false
  }
  return kit
    .all('body *')
    .filter(element =>
      Array.from(element.childNodes).some(node => node instanceof Text && /[\p{L}\p{N}]/u.test(node.data)),
    )
    .filter(element => kit.shown(element) && !element.closest(disabled))
    .filter(element => getComputedStyle(element).textShadow !== 'none' || backed(element))
    .slice(0, most)
    .map((element, i) => {
      element.setAttribute('data-mustdo-contrast', String(i))
      const { x, y, width, height } = element.getBoundingClientRect()
      return { ...kit.at(element), box: { x: x + scrollX, y: y + scrollY, width, height } }
    })
}

/** The best contrast that the worst character reaches with any pixel around it. Runs in the page. */
async function worstCharacter([index, base64]: readonly [number, string]) {
  const element = document.querySelector<HTMLElement>(`[data-mustdo-contrast="${index}"]`)
  if (!element) return undefined
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
  canvas?.drawImage(bitmap, 0, 0)
  const image = canvas?.getImageData(0, 0, bitmap.width, bitmap.height)
  const style = getComputedStyle(element)
  const [red = 0, green = 0, blue = 0, alpha = 1] = (style.color.match(/[\d.]+/g) ?? []).map(Number)
  if (!image || !style.color.startsWith('rgb') || alpha < 1) return undefined
  const luminance = (r: number, g: number, b: number) => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map(value => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const ink = luminance(red, green, blue)
  const { left, top } = element.getBoundingClientRect()
  const range = document.createRange()
  let worst = 21
  let seen = 0
  for (const node of Array.from(element.childNodes)) {
    if (!(node instanceof Text)) continue
    for (let i = 0; i < node.length && seen < 120; i++) {
      if (!/[\p{L}\p{N}]/u.test(node.data[i] ?? '')) continue
      range.setStart(node, i)
      range.setEnd(node, i + 1)
      const box = range.getBoundingClientRect()
      if (box.width === 0) continue
      seen++
      let best = 1
      for (let y = Math.max(0, Math.floor(box.top - top)); y < Math.min(image.height, box.bottom - top); y++)
        for (let x = Math.max(0, Math.floor(box.left - left)); x < Math.min(image.width, box.right - left); x++) {
          const at = (y * image.width + x) * 4
          const paper = luminance(image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0)
          best = Math.max(best, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05))
        }
      worst = Math.min(worst, best)
    }
  }
  const size = Number.parseFloat(style.fontSize)
  const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
  return seen > 0 ? { worst, large } : undefined
}

/**
 * Contrast of text before pictures and gradients, and with shadows, measured on the pixels that are drawn when the text itself is
 * left out. A text fails where one of its characters has enough contrast with no pixel around it at all.
 */
export const contrastOverPictures: ActingRule = {
  id: 'contrast-over-pictures',
  act: ['afw4f7'],
  criteria: ['1.4.3'],
  async find({ page, cdp }) {
    const texts = await page.evaluate(candidates, MOST + 1)
    const places: Place[] = []
    for (const [index, { box, ...place }] of texts.slice(0, MOST).entries()) {
      if (box.width < 1 || box.height < 1 || box.width * box.height > 2_000_000) continue
      const hide = (hidden: boolean) =>
        page.evaluate(
          ([at, on]) => {
            const style = document.querySelector<HTMLElement>(`[data-mustdo-contrast="${at}"]`)?.style
            if (on) style?.setProperty('-webkit-text-fill-color', 'transparent', 'important')
            else style?.removeProperty('-webkit-text-fill-color')
          },
          [index, hidden] as const,
        )
      await hide(true)
      const drawn = await picture(cdp, box)
      await hide(false)
      const measured = await page.evaluate(worstCharacter, [index, drawn] as const)
      if (!measured) continue
      const { worst, large } = measured
      // A twentieth below the limit is within what anti-aliasing and rounding do.
      if (worst < (large ? 3 : 4.5) - 0.05) places.push(place)
      if (worst < (large ? 4.5 : 7) - 0.05) places.push({ ...place, act: ['09o5cg'], criteria: ['1.4.6'] })
    }
    await page.evaluate(() => {
      for (const element of Array.from(document.querySelectorAll('[data-mustdo-contrast]')))
        element.removeAttribute('data-mustdo-contrast')
    })
    const [next] = texts.slice(MOST)
    if (!next) return places
    const { box: _box, ...place } = next
    return [...places, { ...place, sure: false, look: NOT_REACHED }]
  },
}

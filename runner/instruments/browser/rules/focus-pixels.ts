/// <reference lib="dom" />
import type { Page } from 'playwright-core'

/** How two pictures of one place differ, with the keyboard there and without. */
export interface PixelChange {
  /** Pixels that differ visibly. */
  readonly changed: number
  /** Those that stand out by 3 to 1 from what they were. */
  readonly strong: number
  /** Those that, with the keyboard, stand out by 3 to 1 from a pixel beside them that is as it was, or from what they were. */
  readonly apart: number
  /** The contrast that the best tenth of the changed pixels reaches with what they were. */
  readonly contrast: number
}

const NONE: PixelChange = { changed: 0, strong: 0, apart: 0, contrast: 1 }

/** Compares two PNGs, with and without the keyboard. Decoded by the browser, in the page. */
export const pixelChange = (page: Page, focused: string, plain: string): Promise<PixelChange> =>
  focused === plain
    ? Promise.resolve(NONE)
    : page.evaluate(
        async ([first = '', second = '']) => {
          const read = async (base64: string) => {
            const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
            const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
            const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
            canvas?.drawImage(bitmap, 0, 0)
            return canvas?.getImageData(0, 0, bitmap.width, bitmap.height)
          }
          const [one, two] = await Promise.all([read(first), read(second)])
          if (!one || !two || one.data.length !== two.data.length)
            return { changed: Number.MAX_SAFE_INTEGER, strong: Number.MAX_SAFE_INTEGER, apart: 0, contrast: 21 }
          // A tenth below 3 to 1 is within what anti-aliasing and rounding do.
          const enough = 2.9
          const { width, height } = one
          const [a, b] = [new Uint32Array(one.data.buffer), new Uint32Array(two.data.buffer)]
          const linear = Array.from({ length: 256 }, (_, value) =>
            value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
          )
          const light = (pixel: number) =>
            0.2126 * (linear[pixel & 255] ?? 0) +
            0.7152 * (linear[(pixel >> 8) & 255] ?? 0) +
            0.0722 * (linear[(pixel >> 16) & 255] ?? 0) +
            0.05
          const ratio = (p: number, q: number) => (p > q ? p / q : q / p)
          const differs = (p: number, q: number) =>
            Math.abs((p & 255) - (q & 255)) +
              Math.abs(((p >> 8) & 255) - ((q >> 8) & 255)) +
              Math.abs(((p >> 16) & 255) - ((q >> 16) & 255)) >
            24
          const places: number[] = []
          const is = new Uint8Array(a.length)
          for (let i = 0; i < a.length; i++)
            if (a[i] !== b[i] && differs(a[i] ?? 0, b[i] ?? 0)) {
              is[i] = 1
              places.push(i)
            }
          let strong = 0
          let apart = 0
          const contrasts: number[] = []
          for (const i of places) {
            const lit = light(a[i] ?? 0)
            const own = ratio(lit, light(b[i] ?? 0))
            contrasts.push(own)
            let best = own
            if (own >= enough) strong++
            else {
              const [x, y] = [i % width, Math.floor(i / width)]
              for (let down = Math.max(0, y - 2); down <= Math.min(height - 1, y + 2); down++)
                for (let across = Math.max(0, x - 2); across <= Math.min(width - 1, x + 2); across++) {
                  const beside = down * width + across
                  if (!is[beside]) best = Math.max(best, ratio(lit, light(a[beside] ?? 0)))
                }
            }
            if (best >= enough) apart++
          }
          contrasts.sort((p, q) => q - p)
          return {
            changed: places.length,
            strong,
            apart,
            contrast: contrasts[Math.floor(contrasts.length / 10)] ?? 1,
          }
        },
        [focused, plain],
      )

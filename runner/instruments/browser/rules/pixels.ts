/// <reference lib="dom" />
import type { CDPSession, Page } from 'playwright-core'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A picture of a part of the page, as base64 of a PNG; quicker where all of it lies in the window. */
export async function picture(cdp: CDPSession, box: Box, inWindow = false): Promise<string> {
  const { data } = await cdp.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    captureBeyondViewport: !inWindow,
    clip: { ...box, scale: 1 },
  })
  return data
}

/** How many pixels of two pictures of one size differ visibly. Decoded by the browser, in the page. */
export const difference = (page: Page, a: string, b: string): Promise<number> =>
  a === b
    ? Promise.resolve(0)
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
          if (!one || !two || one.data.length !== two.data.length) return Number.MAX_SAFE_INTEGER
          let count = 0
          for (let i = 0; i < one.data.length; i += 4)
            if (
              Math.abs((one.data[i] ?? 0) - (two.data[i] ?? 0)) +
                Math.abs((one.data[i + 1] ?? 0) - (two.data[i + 1] ?? 0)) +
                Math.abs((one.data[i + 2] ?? 0) - (two.data[i + 2] ?? 0)) >
              24
            )
              count++
          return count
        },
        [a, b],
      )

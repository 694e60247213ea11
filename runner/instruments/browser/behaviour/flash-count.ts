/// <reference lib="dom" />
import type { Flashes } from '../../../../reports/record.ts'

export interface Frame {
  /** Base64 of a JPEG. */
  readonly data: string
  /** Seconds. */
  readonly at: number
}

/** The definition of general and red flashes in WCAG 2.2, and of the area that is safe. */
export const LIMITS = {
  /** A flash is a pair of opposing changes of a tenth of the greatest luminance, the darker below 0.8. */
  step: 0.1,
  dark: 0.8,
  /** A quarter of any rectangle of 341 by 256 CSS pixels. */
  width: 341,
  height: 256,
  share: 0.25,
} as const
export type Limits = typeof LIMITS

/**
 * Counts flashes in pictures of the window. Each cell of a coarse grid keeps its own turns of light; what counts is how often the worst
 * quarter of a rectangle of the size that WCAG names has turned within one second. Runs in the page.
 */
export async function countFlashes({
  frames,
  window,
  limits,
}: {
  readonly frames: readonly Frame[]
  readonly window: { readonly width: number; readonly height: number }
  readonly limits: Limits
}): Promise<Pick<Flashes, 'turns' | 'redTurns'>> {
  const CELL = 8
  const columns = Math.round(window.width / CELL)
  const rows = Math.round(window.height / CELL)
  const canvas = new OffscreenCanvas(columns, rows).getContext('2d', { willReadFrequently: true })
  if (!canvas) throw new Error('no canvas')
  const linear = Array.from({ length: 256 }, (_, value) =>
    value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  )
  const cells = columns * rows
  const turnsOf = () => Array.from({ length: cells }, (): number[] => [])
  const light = { extreme: new Float32Array(cells), way: new Int8Array(cells), turns: turnsOf() }
  const red = { extreme: new Float32Array(cells), way: new Int8Array(cells), turns: turnsOf() }
  /** A turn is noted when a value has gone on by a step against the way it went last. */
  const follow = (
    state: typeof light,
    cell: number,
    value: number,
    step: number,
    at: number,
    counts: (low: number) => boolean,
  ) => {
    const from = state.extreme[cell] ?? 0
    const way = state.way[cell] ?? 0
    const change = value - from
    if (Math.abs(change) >= step && Math.sign(change) !== way && counts(Math.min(value, from))) {
      state.turns[cell]?.push(at)
      state.way[cell] = Math.sign(change)
      state.extreme[cell] = value
    } else if (way !== 0 && Math.sign(change) === way) state.extreme[cell] = value
  }
  let first = true
  for (const { data, at } of frames) {
    const bytes = Uint8Array.from(atob(data), character => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }))
    canvas.drawImage(bitmap, 0, 0, columns, rows)
    bitmap.close()
    const pixels = canvas.getImageData(0, 0, columns, rows).data
    for (let cell = 0; cell < cells; cell++) {
      const r = linear[pixels[cell * 4] ?? 0] ?? 0
      const g = linear[pixels[cell * 4 + 1] ?? 0] ?? 0
      const b = linear[pixels[cell * 4 + 2] ?? 0] ?? 0
      const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b
      const redness = r + g + b > 0 && r / (r + g + b) >= 0.8 ? Math.max(r - g - b, 0) * 320 : 0
      if (first) {
        light.extreme[cell] = luminance
        red.extreme[cell] = redness
        continue
      }
      follow(light, cell, luminance, limits.step, at, low => low < limits.dark)
      follow(red, cell, redness, 20, at, () => true)
    }
    first = false
  }
  const worstSecond = (turns: readonly number[]): number => {
    let most = 0
    let from = 0
    for (let to = 0; to < turns.length; to++) {
      while ((turns[to] ?? 0) - (turns[from] ?? 0) > 1) from++
      most = Math.max(most, to - from + 1)
    }
    return most
  }
  const across = Math.min(Math.round(limits.width / CELL), columns)
  const down = Math.min(Math.round(limits.height / CELL), rows)
  const enough = (limits.width * limits.height * limits.share) / (CELL * CELL)
  /** The most turns that a large enough part of some rectangle has made. */
  const worstArea = (state: typeof light): number => {
    const counts = state.turns.map(worstSecond)
    const most = counts.reduce((a, b) => Math.max(a, b), 0)
    for (let level = most; level > 0; level--) {
      const sums = new Int32Array((columns + 1) * (rows + 1))
      const sum = (x: number, y: number) => sums[y * (columns + 1) + x] ?? 0
      for (let y = 1; y <= rows; y++)
        for (let x = 1; x <= columns; x++)
          sums[y * (columns + 1) + x] =
            sum(x - 1, y) +
            sum(x, y - 1) -
            sum(x - 1, y - 1) +
            ((counts[(y - 1) * columns + x - 1] ?? 0) >= level ? 1 : 0)
      for (let y = down; y <= rows; y++)
        for (let x = across; x <= columns; x++)
          if (sum(x, y) - sum(x - across, y) - sum(x, y - down) + sum(x - across, y - down) >= enough) return level
    }
    return 0
  }
  return { turns: worstArea(light), redTurns: worstArea(red) }
}

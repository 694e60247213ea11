import type { PageBehaviour } from '../../../../reports/record.ts'
import type { Scanned } from '../engines/engine.ts'
import { readDarkScheme } from './dark-scheme.ts'
import { readFlashes } from './flashes.ts'
import { readFocusOrder } from './focus-order.ts'
import { readForcedColours } from './forced-colours.ts'
import { readHoverContent } from './hover-content.ts'
import { readMoving } from './moving.ts'
import { readShortcuts } from './shortcuts.ts'

type Readers = { readonly [K in keyof PageBehaviour]-?: (scanned: Scanned) => Promise<NonNullable<PageBehaviour[K]>> }

/** In this order, each on the page as the one before left it. */
const readers: Readers = {
  focusOrder: readFocusOrder,
  hoverContent: readHoverContent,
  shortcuts: readShortcuts,
  // Before what moves is stopped by its own controls.
  flashes: readFlashes,
  moving: readMoving,
  forcedColours: readForcedColours,
  darkScheme: readDarkScheme,
}

/**
 * What the page does when it is used. Needs the kit and the watch over its context in the page, as the rules of a visit leave them.
 * A part that breaks is left out and costs the others nothing.
 */
export async function readBehaviour(scanned: Scanned): Promise<PageBehaviour> {
  const seen: Record<string, unknown> = {}
  for (const [part, read] of Object.entries(readers)) {
    const found = await read(scanned).catch(() => undefined)
    if (found) seen[part] = found
  }
  return seen
}

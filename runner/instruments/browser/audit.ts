/// <reference lib="dom" />
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { CDPSession, Frame, Page } from 'playwright-core'

let source: Promise<string> | undefined
/** axe-core's own text, read once in a process. */
const axeSource = (): Promise<string> => {
  source ??= readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8').then(
    // A page's own module loader must not take it for one of its modules.
    text => `(function (define, module, exports) {${text}\n}).call(window)`,
  )
  return source
}

/**
 * Puts axe-core into every frame of the page that has none. Evaluated from outside, which a page's content security policy does
 * not stop; the main frame through the DevTools protocol, which is a third quicker for a text of this size.
 */
export async function installAxe(page: Page, cdp: CDPSession): Promise<void> {
  const text = await axeSource()
  const lacks = (frame: Frame) => frame.evaluate('typeof axe === "undefined" || !axe.commons').catch(() => false)
  await Promise.all(
    page.frames().map(async frame => {
      if (!(await lacks(frame))) return
      if (frame === page.mainFrame()) await cdp.send('Runtime.evaluate', { expression: `${text};0` })
      // A frame of its own process may be gone by now; axe-core then says that it could not look into it.
      else await frame.evaluate(text).catch(() => undefined)
    }),
  )
}

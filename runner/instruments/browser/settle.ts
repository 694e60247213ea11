/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { Wire } from './wire.ts'

/** How long two snapshots lie apart, and how long a page may take to come to rest. */
const PAUSE_MS = 60
const CAP_MS = 4_000
/** An application may show nothing before its script has run; a page that stays blank is blank. */
const BLANK_MS = 1_500

/** Ends what moves, and describes the page in a few characters that change when it does. */
async function still(): Promise<string> {
  for (const animation of document.getAnimations())
    try {
      animation.finish()
    } catch {
      // One that never ends can only be cancelled.
      animation.cancel()
    }
  await Promise.race([document.fonts.ready, new Promise(resolve => setTimeout(resolve, 1_000))])
  if (document.readyState !== 'complete' || document.querySelector('[aria-busy="true"]')) return 'busy'
  const html = document.documentElement.outerHTML
  let hash = 0
  for (let i = 0; i < html.length; i++) hash = (hash * 31 + html.charCodeAt(i)) | 0
  const { scrollHeight, scrollWidth } = document.documentElement
  return (document.body?.innerText ?? '').trim() === ''
    ? 'blank'
    : `${html.length} ${hash} ${scrollHeight} ${scrollWidth}`
}

/**
 * Waits until the page has come to rest: loaded, fonts in, nothing in flight, two equal snapshots. A page that does not within
 * the cap is audited as it stands, and the visit says so.
 */
export async function settle(
  page: Page,
  wire: Wire,
  capMs: number = CAP_MS,
): Promise<{ complete: boolean; ms: number }> {
  const from = performance.now()
  const spent = () => Math.round(performance.now() - from)
  let before = ''
  while (spent() < Math.min(capMs, CAP_MS)) {
    const now = await page.evaluate(still).catch(() => 'busy')
    const quiet = wire.inFlight() === 0 && now !== 'busy' && (now !== 'blank' || spent() > BLANK_MS)
    if (quiet && now === before) return { complete: true, ms: spent() }
    before = quiet ? now : ''
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  }
  return { complete: false, ms: spent() }
}

/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { Wire } from './wire.ts'

/** How long two snapshots of a page without scripts lie apart, and how long a page may take to come to rest. */
const PAUSE_MS = 60
const CAP_MS = 4_000
/** How long nothing may change on a page with scripts: what they draw by a timer is preceded by no request. */
const QUIET_MS = 500
/** An application may show nothing before its script has run; a page that stays blank is blank. */
const BLANK_MS = 1_500

interface Still {
  /** Whether nothing changed for the whole stretch; undefined where no script could change anything. */
  readonly quiet: boolean | undefined
  /** A few characters that change when the page does. */
  readonly look: string
}

/** Ends what moves, waits for a stretch without changes where scripts run, and describes the page. Runs in the page. */
async function still({ quietMs, mostMs }: { quietMs: number; mostMs: number }): Promise<Still> {
  for (const animation of document.getAnimations())
    try {
      animation.finish()
    } catch {
      // One that never ends can only be cancelled.
      animation.cancel()
    }
  await Promise.race([document.fonts.ready, new Promise(resolve => setTimeout(resolve, 1_000))])
  const scripted = Array.from(document.querySelectorAll('script,[onload],[onerror]')).some(
    element => !(element instanceof HTMLScriptElement) || /^$|module|javascript|ecmascript/i.test(element.type),
  )
  const quiet = scripted ? await undisturbed() : undefined
  if (document.readyState !== 'complete' || document.querySelector('[aria-busy="true"]')) return { quiet, look: 'busy' }
  if ((document.body?.innerText ?? '').trim() === '') return { quiet, look: 'blank' }
  if (scripted) return { quiet, look: 'drawn' }
  const html = document.documentElement.outerHTML
  let hash = 0
  for (let i = 0; i < html.length; i++) hash = (hash * 31 + html.charCodeAt(i)) | 0
  const { scrollHeight, scrollWidth } = document.documentElement
  return { quiet, look: `${html.length} ${hash} ${scrollHeight} ${scrollWidth}` }

  function undisturbed(): Promise<boolean> {
    return new Promise(resolve => {
      const end = (was: boolean) => {
        observer.disconnect()
        clearTimeout(stretch)
        clearTimeout(limit)
        resolve(was)
      }
      const begin = () => setTimeout(() => end(true), quietMs)
      let stretch = begin()
      const limit = setTimeout(() => end(false), mostMs)
      const observer = new MutationObserver(() => {
        clearTimeout(stretch)
        stretch = begin()
      })
      const roots = [
        document,
        ...Array.from(document.querySelectorAll('*'), element => element.shadowRoot ?? []),
      ].flat()
      for (const root of roots)
        observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true })
    })
  }
}

/**
 * Waits until the page has come to rest: loaded, fonts in, nothing in flight, and for a stretch no change where scripts run; two equal
 * snapshots where none do. A page that does not within the cap is audited as it stands, and the visit says so.
 */
export async function settle(
  page: Page,
  wire: Wire,
  capMs: number = CAP_MS,
): Promise<{ complete: boolean; ms: number }> {
  const from = performance.now()
  const spent = () => Math.round(performance.now() - from)
  const cap = Math.min(capMs, CAP_MS)
  let before = ''
  while (spent() < cap) {
    const mostMs = Math.max(0, cap - spent())
    const { quiet, look } = await page
      .evaluate(still, { quietMs: QUIET_MS, mostMs })
      .catch((): Still => ({ quiet: undefined, look: 'busy' }))
    const atRest =
      wire.inFlight() === 0 && quiet !== false && look !== 'busy' && (look !== 'blank' || spent() > BLANK_MS)
    if (atRest && (quiet || look === before)) return { complete: true, ms: spent() }
    before = atRest ? look : ''
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  }
  return { complete: false, ms: spent() }
}

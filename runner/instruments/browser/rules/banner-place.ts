/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'
import type { ActingRule, Place } from './rule.ts'

/** A window so low that most screens of one patient have to scroll. */
const LOW = { width: 1280, height: 480 }

/**
 * Where the patient banner is, at the top of the page and at its end: the smallest box with the labels of a date of birth, a gender and
 * an NHS number before their values, and then the largest around it that tells no more. Runs in the page.
 */
async function bannerPlaces(): Promise<Place[]> {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const text = (element: Element) => (element as HTMLElement).innerText ?? ''
  const parts = [
    /\b(born|d\.?o\.?b\.?|date of birth)\b/i,
    /\b(gender|sex)\b/i,
    /\bnhs (no\.?|number):?\s*\d{3}\D?\d{3}\D?\d{4}(?!\d)/i,
  ]
  const holds = (element: Element) => {
    const told = text(element).replace(/\s+/g, ' ')
    return told.length < 600 && parts.every(part => part.test(told))
  }
  const all = kit
    .all('body *')
    .filter(element => kit.shown(element) && !element.matches('table,table *') && holds(element))
  const inner = all.find(element => !all.some(other => other !== element && element.contains(other)))
  if (!inner) return []
  let banner = inner
  for (let up = inner.parentElement; up && up !== document.body && text(up) === text(banner); up = up.parentElement)
    banner = up
  const frame = document.scrollingElement ?? document.documentElement
  window.scrollTo({ top: 0, behavior: 'instant' })
  const first = banner.getBoundingClientRect()
  window.scrollTo({ top: frame.scrollHeight, behavior: 'instant' })
  await new Promise(resolve => setTimeout(resolve, 30))
  const scrolled = frame.scrollTop
  const last = banner.getBoundingClientRect()
  window.scrollTo({ top: 0, behavior: 'instant' })
  const place = kit.at(banner)
  // The whole banner has gone: a page that scrolls by less than the banner's own height proves nothing.
  if (scrolled > first.bottom && (last.bottom <= 0 || last.top >= innerHeight)) return [{ ...place, sure: true }]
  const narrow = first.width < 0.95 * document.documentElement.clientWidth
  const low = first.top > innerHeight / 3
  const look = 'Whether this patient banner is at the top of the area for the patient, over its full width.'
  return narrow || low ? [{ ...place, sure: false, look }] : []
}

/** The patient banner stays in the window when the page is scrolled (CUI PAB-0009 to 0012). */
export const bannerPlace: ActingRule = {
  id: 'banner-scrolls-away',
  act: [],
  criteria: ['PAB-0009'],
  async find({ page }) {
    if (!(await page.evaluate(() => /\bnhs (no\b|number)/i.test(document.body?.innerText ?? '')))) return []
    const before = page.viewportSize()
    await page.setViewportSize(LOW)
    const found = await page.evaluate(bannerPlaces)
    if (before) await page.setViewportSize(before)
    return found
  },
}

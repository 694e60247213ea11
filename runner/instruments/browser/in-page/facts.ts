/// <reference lib="dom" />
import type { PageFacts } from '../../../../reports/record.ts'
import type { Axe } from './axe.ts'
import type { Cut } from './cut.ts'

/** The facts that can be read without touching the page; `wraps` is for the viewport as it is now. */
export type StaticFacts = Pick<PageFacts, 'title' | 'lang' | 'headings' | 'landmarks' | 'links' | 'text'> & Cut

/** Runs in the page, so it must not refer to anything outside itself. Needs axe-core there. */
export function readFacts(): StaticFacts {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const landmarkRoles = new Set([
    'banner',
    'complementary',
    'contentinfo',
    'form',
    'main',
    'navigation',
    'region',
    'search',
  ])
  const MOST = 1_000
  const MOST_TEXT = 100_000
  const cut: string[] = []
  const some = <T>(name: string, all: readonly T[]): readonly T[] => {
    if (all.length > MOST) cut.push(name)
    return all.slice(0, MOST)
  }
  const clean = (text: string, most = 200) => text.replace(/\s+/g, ' ').trim().slice(0, most)
  axe.setup(document)
  try {
    const { accessibleText } = axe.commons.text
    const { getRole } = axe.commons.aria
    const seen = (element: Element) => axe.commons.dom.isVisibleToScreenReaders(element)
    const text = document.body?.innerText ?? ''
    if (text.length > MOST_TEXT) cut.push('text')
    const all = (selector: string) => Array.from(document.querySelectorAll(selector)).filter(seen)
    return {
      title: document.title,
      lang: document.documentElement.lang,
      headings: some(
        'headings',
        all('h1,h2,h3,h4,h5,h6,[role=heading]').filter(element => getRole(element) === 'heading'),
      ).map(element => ({
        level: Number(element.getAttribute('aria-level') ?? (/^h(\d)$/.exec(element.localName)?.[1] || 2)),
        text: clean(accessibleText(element)),
      })),
      landmarks: some(
        'landmarks',
        all('main,nav,header,footer,aside,form,section,search,[role]')
          .map(element => ({ role: getRole(element) ?? '', name: clean(accessibleLabel(element), 100) }))
          .filter(
            ({ role, name }) => landmarkRoles.has(role) && (name !== '' || (role !== 'form' && role !== 'region')),
          ),
      ),
      links: some('links', all('a[href],area[href]')).map(element => ({
        text: clean(accessibleText(element)),
        href: (element as HTMLAnchorElement).href,
      })),
      text: text.slice(0, MOST_TEXT),
      cut,
    }
  } finally {
    axe.teardown()
  }

  // A landmark is named by its author, never by its content.
  function accessibleLabel(element: Element): string {
    const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(id => id !== '')
    const referred = ids.map(id => document.getElementById(id)?.textContent ?? '').join(' ')
    return referred || element.getAttribute('aria-label') || element.getAttribute('title') || ''
  }
}

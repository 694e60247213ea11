/// <reference lib="dom" />
import type { PageDetails } from '../../../../reports/record.ts'
import type { Axe } from './axe.ts'
import type { Cut } from './cut.ts'

/**
 * What stands around the main content, part by part in the order of the code: the links, and the controls of forms, each with the
 * name that assistive technology tells and where it leads. Runs in the page, so it must not refer to anything outside itself.
 */
export function readSurroundings(): Required<Pick<PageDetails, 'surroundings'>> & Cut {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const MOST = 1_000
  type Part = NonNullable<PageDetails['surroundings']>[number]
  type Item = Part['items'][number]
  const roles = new Set(['banner', 'navigation', 'search', 'complementary', 'contentinfo'])
  const clean = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 100)
  const landmarkOf = (element: Element): Element | null => {
    for (let at = element.parentElement; at; at = at.parentElement)
      if (roles.has(axe.commons.aria.getRole(at) ?? '')) return at
    return null
  }
  const nameOf = (landmark: Element): string => {
    const ids = (landmark.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(id => id !== '')
    const referred = ids.map(id => document.getElementById(id)?.textContent ?? '').join(' ')
    return clean(referred || landmark.getAttribute('aria-label') || '').toLowerCase()
  }
  axe.setup(document)
  try {
    const main = document.querySelector('main,[role=main]')
    const sideOf = (element: Element): Part['side'] => {
      if (!main) return 'unknown'
      return element.compareDocumentPosition(main) & Node.DOCUMENT_POSITION_FOLLOWING ? 'before' : 'after'
    }
    const itemOf = (element: Element): Item | undefined => {
      const name = clean(axe.commons.text.accessibleText(element))
      if (element instanceof HTMLAnchorElement) {
        const inside = element.hash !== '' && element.href.split('#', 1)[0] === location.href.split('#', 1)[0]
        return inside ? undefined : { kind: 'link', name, to: element.href }
      }
      const control = element as HTMLInputElement
      if (!control.form) return undefined
      const kind = control.matches('button,[type=submit],[type=image]') ? 'button' : 'field'
      return { kind, name, to: `${control.form.action} ${control.name}` }
    }
    const found = new Map<Element | Part['side'], Part & { readonly items: Item[] }>()
    const all = document.querySelectorAll(
      'a[href],button,input:not([type=hidden],[type=button],[type=reset]),select,textarea',
    )
    let count = 0
    let cut = false
    for (const element of all) {
      if (main?.contains(element) || !axe.commons.dom.isVisibleToScreenReaders(element)) continue
      const item = itemOf(element)
      if (!item) continue
      cut = count >= MOST
      if (cut) break
      count += 1
      const landmark = landmarkOf(element)
      const side = sideOf(element)
      const part = found.get(landmark ?? side) ?? {
        role: landmark ? (axe.commons.aria.getRole(landmark) ?? '') : '',
        name: landmark ? nameOf(landmark) : '',
        side,
        items: [],
      }
      part.items.push(item)
      found.set(landmark ?? side, part)
    }
    return { surroundings: [...found.values()], cut: cut ? ['surroundings'] : [] }
  } finally {
    axe.teardown()
  }
}

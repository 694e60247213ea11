/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'
import type { Axe } from '../in-page/axe.ts'
import type { RuleKit } from './rule.ts'

/** Runs in the page, so it must not refer to anything outside itself. Needs axe-core there, set up. */
export function makeRuleKit(kit: Kit): RuleKit {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const drawn = (element: Element): boolean => {
    const style = getComputedStyle(element)
    if (style.display === 'contents') return true
    const { width, height, right, bottom } = element.getBoundingClientRect()
    const clips = style.overflow !== 'visible' || style.clipPath !== 'none' || style.clip !== 'auto'
    if (Number(style.opacity) === 0 || style.visibility !== 'visible') return false
    if (clips && (width <= 1 || height <= 1 || /inset\((50|100)%/.test(style.clipPath))) return false
    return style.position === 'static' || (right + scrollX > 0 && bottom + scrollY > 0)
  }
  const visibleText = (element: Element): string => {
    if (!element.checkVisibility({ visibilityProperty: false }) && getComputedStyle(element).display !== 'contents')
      return ''
    if (element.localName === 'br') return ' '
    if (/^(script|style|noscript|template|select|textarea|svg|iframe|audio|video|object)$/.test(element.localName))
      return ''
    const shows = drawn(element)
    const inner = Array.from((element.shadowRoot ?? element).childNodes, node =>
      node instanceof Element ? visibleText(node) : node instanceof Text && shows ? node.data : '',
    ).join('')
    return /^(inline|contents|ruby)/.test(getComputedStyle(element).display) ? inner : ` ${inner} `
  }
  return {
    ...kit,
    name: element => axe.commons.text.accessibleText(element).trim(),
    role: element => axe.commons.aria.getRole(element),
    visibleText: element => visibleText(element).replace(/\s+/g, ' ').trim(),
    words: text =>
      text
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [],
  }
}

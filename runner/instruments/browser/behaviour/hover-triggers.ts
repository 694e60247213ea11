/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'

/** Elements that style sheets or attributes say show something when they have the pointer or the keyboard. Runs in the page. */
export function styledTriggers(): {
  readonly paths: string[]
  readonly drawnByStyle: string[]
  readonly unread: boolean
} {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const shows =
    /(^|;)\s*(display|visibility|opacity|clip|clip-path|transform|scale|left|right|top|bottom|height|max-height|width|content|z-index)\s*:/
  const state = /:(hover|focus-within|focus-visible|focus)(?![\w-])/
  const triggers = new Set<Element>()
  const byStyle = new Set<Element>()
  let unread = false
  const add = (query: string, into: Set<Element>) => {
    try {
      // Of `.menu li:hover > ul` it is `.menu li` that takes the pointer.
      for (const element of kit.all(query)) if (kit.shown(element)) into.add(element)
    } catch {
      unread = true
    }
  }
  const read = (rules: CSSRuleList) => {
    for (const rule of Array.from(rules)) {
      if (rule instanceof CSSStyleRule) {
        if (state.test(rule.selectorText) && shows.test(rule.style.cssText))
          for (const one of rule.selectorText.split(/,(?![^(]*\))/)) {
            const at = one.search(state)
            const rest = one.slice(at).replace(/^(:[\w-]+(\([^)]*\))?)+/, '')
            const own = one.slice(0, at).trim() || '*'
            if (/^\s*[>+~]|^\s+\S/.test(rest)) add(/[>+~]$/.test(own) ? `${own} *` : own, triggers)
            else if (
              /^::(before|after)/.test(rest) &&
              /content:\s*(attr\(|"[^"]*[\w\u00c0-\uffff])/.test(rule.style.cssText)
            )
              add(own, byStyle)
          }
      } else if (rule instanceof CSSMediaRule) {
        if (matchMedia(rule.media.mediaText).matches) read(rule.cssRules)
      } else if ('cssRules' in rule) read((rule as CSSGroupingRule).cssRules)
    }
  }
  for (const sheet of [...Array.from(document.styleSheets), ...document.adoptedStyleSheets])
    try {
      read(sheet.cssRules)
    } catch {
      unread = true
    }
  const hidden = (id: string | null) => {
    const element = id ? document.getElementById(id) : null
    return element !== null && !kit.shown(element)
  }
  for (const element of kit.all(
    '[aria-describedby],[aria-haspopup]:not([aria-haspopup=false]),[data-tooltip],[data-tip],[data-popover],[onmouseover],[onmouseenter],[onpointerenter]',
  ))
    if (
      kit.shown(element) &&
      (!element.matches('[aria-describedby]') || hidden(element.getAttribute('aria-describedby')))
    )
      triggers.add(element)
  const paths = (set: Set<Element>) =>
    Array.from(set)
      .filter(element => element !== document.body && element !== document.documentElement)
      .map(element => kit.path(element))
  return { paths: paths(triggers), drawnByStyle: paths(byStyle), unread }
}

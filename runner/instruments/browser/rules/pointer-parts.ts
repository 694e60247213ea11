/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'
import type { Place } from './rule.ts'

/**
 * Parts that a pointer sets off and the keyboard does not reach. `types` says for each of `elements` what it listens to; `above` what
 * window and document do. Runs in the page, so it must not refer to anything outside itself.
 */
export function pointerParts(
  types: readonly (readonly string[])[],
  above: readonly string[],
  ...elements: readonly unknown[]
): Place[] {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const CONTROLS = 'a[href],area[href],button,input,select,textarea,summary,iframe,audio[controls],video[controls]'
  const MANAGED =
    '[role=toolbar],[role=menu],[role=menubar],[role=listbox],[role=tablist],[role=grid],[role=tree],[role=radiogroup],[role=treegrid],[role=combobox],[role=spinbutton]'
  const ROLES = /^(button|link|checkbox|switch)$/
  const heard = new Map<Element, readonly string[]>()
  for (const [at, element] of elements.entries())
    if (element instanceof Element && element.ownerDocument === document) heard.set(element, types[at] ?? [])
  const reached = (element: Element) =>
    (element as HTMLElement).tabIndex >= 0 &&
    !element.matches(':disabled,[type=hidden]') &&
    element.checkVisibility({ visibilityProperty: true })
  const up = (element: Element, holds: (one: Element) => boolean): Element | null => {
    for (
      let at: Element | null = element;
      at && at !== document.body && at !== document.documentElement;
      at = kit.parent(at)
    )
      if (holds(at)) return at
    return null
  }
  const hears = (element: Element, what: RegExp) => heard.get(element)?.some(type => what.test(type)) ?? false
  const key = /^key(down|up|press)$/
  const press = /^(click|dblclick|mousedown|mouseup|pointerdown|pointerup|touchstart|touchend)$/
  const words = (element: Element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim()
  const drawn = (element: Element) =>
    words(element) !== '' ||
    element.querySelector('img,svg,canvas') !== null ||
    element.matches('img,svg,canvas,[aria-label]') ||
    getComputedStyle(element).backgroundImage !== 'none'
  const looked = (element: Element): boolean => {
    if (!kit.shown(element) || !kit.exposed(element) || element.closest('label,[aria-disabled=true],[inert]'))
      return false
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && drawn(element) && up(element, one => one.matches(MANAGED)) === null
  }
  /** Something with the keyboard is in it or round it, which does the same. */
  const backed = (element: Element) =>
    up(element, reached) !== null || kit.all('*', element).some(reached) || element.hasAttribute('tabindex')
  const pointed = (element: Element) =>
    getComputedStyle(element).cursor === 'pointer' &&
    (!element.parentElement || getComputedStyle(element.parentElement).cursor !== 'pointer')
  const found = new Map<Element, Place>()
  const say = (element: Element, sure: boolean, look: string) => {
    if (!found.has(element)) found.set(element, { ...kit.at(element), sure, ...(sure ? {} : { look }) })
  }
  const NOT_REACHED = 'Whether what a pointer does here can be done with the keyboard too, here or elsewhere.'
  const anywhere =
    above.some(type => press.test(type)) || hears(document.body, press) || hears(document.documentElement, press)
  const keysAbove =
    above.some(type => key.test(type)) || hears(document.body, key) || hears(document.documentElement, key)
  const takesKeyboard = (element: Element) => {
    const html = element as HTMLElement
    html.focus({ preventScroll: true })
    const takes = document.activeElement === html
    html.blur()
    return takes
  }
  for (const [element, events] of heard) {
    if (element === document.body || element === document.documentElement || !looked(element)) continue
    const role = element.getAttribute('role') ?? ''
    const presses = events.filter(type => press.test(type))
    const keys = up(element, one => hears(one, key)) !== null
    if (presses.length > 0 && !element.matches(CONTROLS) && !backed(element)) {
      const leads = /\blocation\b|\bopen\(|\.submit\(/.test(element.getAttribute('onclick') ?? '')
      const declared = ROLES.test(role) || leads
      if (declared || pointed(element) || words(element).length <= 100) say(element, declared, NOT_REACHED)
    } else if (presses.length > 0 && reached(element) && !element.matches(CONTROLS) && ROLES.test(role) && !keys)
      say(element, !keysAbove, NOT_REACHED)
    else if (
      presses.length > 0 &&
      element.matches('button[type=button],button:not([form],form *),[role=button]') &&
      !keys &&
      !keysAbove &&
      up(element, one => hears(one, /^click$/)) === null &&
      !anywhere
    )
      say(
        element,
        false,
        'Whether this button does something when it is pressed with the keyboard: it listens to the pointer only.',
      )
    if (events.some(type => /^drag(start|end)?$/.test(type)) && !backed(element) && !element.matches(CONTROLS))
      say(element, false, 'Whether this can be moved with the keyboard too, and not by dragging alone.')
  }
  // Where one element listens for all, the hand of the pointer says what can be pressed.
  for (const element of kit.all('body *')) {
    if (found.has(element) || heard.has(element) || element.matches(CONTROLS) || !pointed(element)) continue
    const delegated = anywhere || up(element, one => hears(one, press)) !== null
    if (delegated && looked(element) && !backed(element)) say(element, false, NOT_REACHED)
  }
  for (const element of kit.all('[draggable=true]'))
    if (looked(element) && !backed(element) && !element.matches(CONTROLS))
      say(element, false, 'Whether this can be moved with the keyboard too, and not by dragging alone.')
  for (const element of kit.all('body *')) {
    if (element.scrollHeight - element.clientHeight < 14 && element.scrollWidth - element.clientWidth < 14) continue
    const { overflowX, overflowY } = getComputedStyle(element)
    const scrolls =
      (/^(auto|scroll)$/.test(overflowY) && element.scrollHeight - element.clientHeight >= 14) ||
      (/^(auto|scroll)$/.test(overflowX) && element.scrollWidth - element.clientWidth >= 14)
    if (!scrolls || element.clientHeight < 14 || element.matches('textarea,select,iframe') || !kit.shown(element))
      continue
    if (words(element) === '' || reached(element) || kit.all('*', element).some(reached)) continue
    // Browsers let Tab reach what scrolls by itself, unless the page takes it out; this one is asked.
    if (element.hasAttribute('tabindex') || !takesKeyboard(element))
      say(element, false, 'Whether the keyboard can scroll this part: Tab does not stop at it.')
  }
  return [...found.values()]
}

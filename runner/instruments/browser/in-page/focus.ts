/// <reference lib="dom" />
import type { Axe } from './axe.ts'

/** The element that has the keyboard, as seen before and after it lost it. */
export interface Stop {
  readonly text: string
  readonly href: string
  readonly visible: boolean
  /** Leads to a place in this page, so that Enter keeps us here. */
  readonly stays: boolean
  readonly selector: string
  readonly changes: readonly string[]
}

/** The element that has the keyboard; null for none. Runs in the page, so it must not refer to anything outside itself. */
export function readStop(): Stop | null {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  let stop: Element | null = document.activeElement
  while (stop?.shadowRoot?.activeElement) stop = stop.shadowRoot.activeElement
  if (!(stop instanceof HTMLElement) || stop === document.body) return null
  const watched = [
    'outline-style',
    'outline-width',
    'outline-color',
    'box-shadow',
    'border-top-color',
    'border-bottom-color',
    'border-bottom-width',
    'background-color',
    'color',
    'text-decoration-line',
    'clip-path',
    'clip',
    'position',
    'transform',
    'opacity',
  ]
  const look = (element: HTMLElement) => {
    const style = getComputedStyle(element)
    const { left, top, width, height } = element.getBoundingClientRect()
    const values = new Map(watched.map(name => [name, style.getPropertyValue(name)]))
    if (values.get('outline-style') === 'none')
      for (const name of ['outline-width', 'outline-color']) values.delete(name)
    return values.set('place', [left, top, width, height].map(Math.round).join(' '))
  }
  const focused = look(stop)
  const { left, top, right, bottom, width, height } = stop.getBoundingClientRect()
  const style = getComputedStyle(stop)
  const { innerWidth, innerHeight } = window
  const middle = document.elementFromPoint(
    Math.min(Math.max((left + right) / 2, 0), innerWidth - 1),
    Math.min(Math.max((top + bottom) / 2, 0), innerHeight - 1),
  )
  const visible =
    width > 1 &&
    height > 1 &&
    right > 0 &&
    bottom > 0 &&
    left < innerWidth &&
    top < innerHeight &&
    style.visibility === 'visible' &&
    Number(style.opacity) > 0.1 &&
    (middle === null || stop.contains(middle) || middle.contains(stop) || middle.shadowRoot !== null)
  // The keyboard was the last thing used, so a focus by script shows the same ring as one by Tab.
  stop.blur()
  const plain = look(stop)
  stop.focus({ preventScroll: true })

  axe.setup(document)
  try {
    const link = stop.closest<HTMLAnchorElement>('a[href]')
    const here = location.href.split('#', 1)[0]
    const stays = link
      ? link.hash.length > 1 && link.href.split('#', 1)[0] === here
      : stop.localName === 'button' && /\b(skip|jump)\b/i.test(stop.textContent ?? '')
    return {
      text: axe.commons.text.accessibleText(stop).replace(/\s+/g, ' ').trim().slice(0, 200),
      href: link?.getAttribute('href') ?? '',
      visible,
      stays,
      selector: [axe.utils.getSelector(stop)].flat().join(' >>> '),
      changes: Array.from(new Set([...focused.keys(), ...plain.keys()])).filter(
        name => focused.get(name) !== plain.get(name),
      ),
    }
  } finally {
    axe.teardown()
  }
}

/** Where the keyboard is, or the page's target, as a selector; '' when it is nowhere. Runs in the page. */
export function readFocus(): string {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  if (!element || element === document.body || element === document.documentElement) return ''
  axe.setup(document)
  try {
    return [axe.utils.getSelector(element)].flat().join(' >>> ')
  } finally {
    axe.teardown()
  }
}

/** The fragment's target, if the keyboard stands in it or after it, as a selector; else ''. Runs in the page. */
export function readTarget(): string {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null
  const element = document.activeElement
  if (!target || !element || element === document.body) return ''
  const after = target.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING
  if (!target.contains(element) && !after) return ''
  axe.setup(document)
  try {
    return [axe.utils.getSelector(target)].flat().join(' >>> ')
  } finally {
    axe.teardown()
  }
}

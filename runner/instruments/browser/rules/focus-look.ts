/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'
import type { Box } from './pixels.ts'

/** What has the keyboard, and what is to be known of it before pictures of it are compared. */
export interface FocusLook {
  readonly path: string
  readonly selector: string
  readonly html: string
  /** Stops of one kind look alike with and without the keyboard, on a like ground: one of them is measured for all. */
  readonly kind: string
  /** The parts of its own style that the keyboard changes. */
  readonly changes: readonly string[]
  /** The ring that browsers draw by themselves. */
  readonly ownRing: boolean
  /** A place to write in, in which browsers show where the next letter goes. */
  readonly writes: boolean
  /** Something else lies over all of it. */
  readonly covered: boolean
  readonly frame: boolean
  /** The element with some room round it, in the document's pixels; null where it is not in the window. */
  readonly box: Box | null
}

/** What has the keyboard, and how its style differs without; null for nothing. Runs in the page. */
export function readLook(): FocusLook | null {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const room = 12
  let stop: Element | null = document.activeElement
  while (stop?.shadowRoot?.activeElement) stop = stop.shadowRoot.activeElement
  if (!stop || stop === document.body || stop === document.documentElement) return null
  const shows = (color: string) => !/,\s*0\)$|^transparent$/.test(color)
  const look = (element: Element): Record<string, string> => {
    const style = getComputedStyle(element)
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = style
    const outlined = outlineStyle !== 'none' && outlineWidth !== '0px' && shows(outlineColor)
    return {
      outline: outlined ? [outlineStyle, outlineWidth, outlineColor, outlineOffset].join() : '',
      shadow: style.boxShadow,
      background: style.backgroundColor,
      color: style.color,
      border: style.borderStyle === 'none' ? '' : [style.borderColor, style.borderWidth].join(),
      decoration: style.textDecorationLine,
    }
  }
  const html = stop as HTMLElement
  const focused = look(stop)
  const { left, top, right, bottom, width, height } = stop.getBoundingClientRect()
  const inWindow = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight
  const over = (x: number, y: number): boolean => {
    let at = document.elementFromPoint(x, y)
    let inner = at?.shadowRoot?.elementFromPoint(x, y)
    while (inner && inner !== at) {
      at = inner
      inner = at.shadowRoot?.elementFromPoint(x, y)
    }
    return at !== null && !stop.contains(at) && !at.contains(stop)
  }
  const points = [0.1, 0.5, 0.9].flatMap(across => [0.1, 0.5, 0.9].map(down => [across, down] as const))
  const covered =
    inWindow &&
    width > 1 &&
    height > 1 &&
    points.every(([across, down]) => over(left + width * across, top + height * down))
  const ground: string[] = []
  for (let at = kit.parent(stop); at; at = kit.parent(at)) {
    const style = getComputedStyle(at)
    const box = at.getBoundingClientRect()
    const near =
      left - box.left < room || top - box.top < room || box.right - right < room || box.bottom - bottom < room
    if ((style.overflow !== 'visible' || style.clipPath !== 'none') && near) ground.push(kit.path(at))
    if (ground.includes('solid')) continue
    if (style.backgroundImage !== 'none') ground.push(kit.path(at))
    if (shows(style.backgroundColor)) ground.push(style.backgroundColor)
    if (/^rgb\(/.test(style.backgroundColor)) ground.push('solid')
  }
  const name = (element: Element | null) => `${element?.localName}.${element?.getAttribute('class') ?? ''}`
  const [x, y] = [Math.max(left - room, 0), Math.max(top - room, 0)]
  const shown = inWindow && width > 0 && height > 0
  const writes = 'text,search,url,tel,email,password,number,'.split(',').map(type => `input[type="${type}"]`)
  html.blur?.()
  const plain = look(stop)
  html.focus?.({ preventScroll: true })
  return {
    ...kit.at(stop),
    kind: JSON.stringify([name(stop), stop.getAttribute('type'), name(kit.parent(stop)), focused, plain, ground]),
    changes: Object.keys(plain).filter(part => focused[part] !== plain[part]),
    ownRing: focused.outline?.startsWith('auto') === true,
    writes:
      stop.matches(`input:not([type]),textarea,[contenteditable=""],[contenteditable=true],${writes.join()}`) &&
      !stop.matches('[readonly]'),
    covered,
    frame: stop.localName === 'iframe',
    box: shown
      ? {
          x: Math.floor(x + scrollX),
          y: Math.floor(y + scrollY),
          width: Math.ceil(Math.min(right + room, innerWidth) - x),
          height: Math.ceil(Math.min(bottom + room, innerHeight) - y),
        }
      : null,
  }
}

/** The element at this path gets the keyboard back. Runs in the page. */
export function giveBack(path: string): void {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const element = kit.all('*').find(one => kit.path(one) === path) as HTMLElement | undefined
  element?.focus({ preventScroll: true })
}

/** The focused element loses the keyboard and what it looked like is kept for comparison. Runs in the page. */
export function loseFocus(): void {
  let stop: Element | null = document.activeElement
  while (stop?.shadowRoot?.activeElement) stop = stop.shadowRoot.activeElement
  ;(stop as HTMLElement | null)?.blur()
}

/** Nothing may blink or move while pixels are compared. Runs in the page. */
export function stillness(on: boolean): void {
  if (!on) return void document.adoptedStyleSheets.pop()
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    '*,*::before,*::after{transition:none!important;animation:none!important;caret-color:transparent!important;scroll-behavior:auto!important}',
  )
  document.adoptedStyleSheets.push(sheet)
}

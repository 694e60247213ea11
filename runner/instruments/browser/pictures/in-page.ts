import type { Box } from './covers.ts'

/** Brings an element into view and says what to picture of it, in the document's CSS pixels; null where there is nothing to see. */
export function bringIntoView({ selector, most }: { selector: string; most: { width: number; height: number } }): {
  clip: Box
  scroll: { x: number; y: number }
} | null {
  const margin = 12
  let root: ParentNode = document
  let element: Element | null = null
  for (const part of selector.split(' >>> ')) {
    element = root.querySelector(part)
    if (!element) return null
    root = element.shadowRoot ?? element
  }
  if (!element?.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return null
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
  const { left, top, right, bottom } = element.getBoundingClientRect()
  if (right - left < 1 || bottom - top < 1) return null
  const x = Math.max(0, Math.floor(left - margin))
  const y = Math.max(0, Math.floor(top - margin))
  const width = Math.min(most.width, innerWidth - x, Math.ceil(right + margin) - x)
  const height = Math.min(most.height, innerHeight - y, Math.ceil(bottom + margin) - y)
  if (width < 8 || height < 8) return null
  return { clip: { x: x + scrollX, y: y + scrollY, width, height }, scroll: { x: scrollX, y: scrollY } }
}

/** Lays covers over everything, dialogs too; `uncover` takes them away. False where that failed. */
export function cover({ boxes, scroll }: { boxes: readonly Box[]; scroll: { x: number; y: number } }): boolean {
  const put = (element: HTMLElement, style: { [name: string]: string }) => {
    for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value, 'important')
  }
  const pane = document.createElement('div')
  pane.id = 'mustdo-covers'
  pane.setAttribute('popover', 'manual')
  const none = { margin: '0', padding: '0', border: '0', opacity: '1', transform: 'none', filter: 'none' }
  put(pane, {
    ...none,
    display: 'block',
    position: 'fixed',
    inset: '0',
    width: '100vw',
    height: '100vh',
    'max-width': 'none',
    'max-height': 'none',
    overflow: 'hidden',
    background: 'transparent',
    'pointer-events': 'none',
    'z-index': '2147483647',
  })
  for (const { x, y, width, height } of boxes) {
    const box = document.createElement('div')
    put(box, {
      ...none,
      display: 'block',
      position: 'absolute',
      left: `${Math.floor(x - scroll.x) - 1}px`,
      top: `${Math.floor(y - scroll.y) - 1}px`,
      width: `${Math.ceil(width) + 3}px`,
      height: `${Math.ceil(height) + 3}px`,
      background: '#6b7280',
      'forced-color-adjust': 'none',
    })
    pane.append(box)
  }
  document.documentElement.append(pane)
  pane.showPopover()
  return scrollX === scroll.x && scrollY === scroll.y && pane.matches(':popover-open')
}

export function uncover(): void {
  document.getElementById('mustdo-covers')?.remove()
}

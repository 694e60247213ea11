/// <reference lib="dom" />

/** What the page changed by itself while nobody touched it. */
export interface ChangeWatch {
  /** When it began, in milliseconds of the page's clock. */
  readonly since: number
  /** Elements that changed, with when they did, in milliseconds of the page's clock. */
  readonly times: ReadonlyMap<Element, { readonly at: number[]; textOnly: boolean }>
  stop(): void
}

/** Begins to watch, until somebody presses a key or changes the window. Runs in the page. */
export function watchChanges(): void {
  const times = new Map<Element, { at: number[]; textOnly: boolean }>()
  const MOST = 400
  const observer = new MutationObserver(records => {
    for (const { target, type, addedNodes } of records) {
      const element = target instanceof Element ? target : target.parentElement
      if (!element || !document.body?.contains(element) || times.size > MOST) continue
      const words = type === 'characterData' || Array.from(addedNodes).every(node => node instanceof Text)
      const seen = times.get(element) ?? { at: [], textOnly: true }
      seen.textOnly &&= type !== 'attributes' && words
      if (seen.at.length < MOST) seen.at.push(performance.now())
      times.set(element, seen)
    }
  })
  observer.observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['style', 'class', 'hidden', 'src', 'transform', 'x', 'y', 'aria-hidden', 'd'],
  })
  const stop = () => observer.disconnect()
  for (const type of ['keydown', 'resize', 'mousemove']) addEventListener(type, stop, { once: true, capture: true })
  ;(globalThis as unknown as { __mustdoChanges: ChangeWatch }).__mustdoChanges = {
    since: performance.now(),
    times,
    stop,
  }
}

/** As long as a clock may take from one change to the next. */
export const CLOCK_MS = 1_050

/** Resolves when the watch has lasted that long, or at once on a page without scripts: nothing changes there. Runs in the page. */
export async function watchedFor(ms: number): Promise<void> {
  if (document.scripts.length === 0 && !document.querySelector('[onload],[onerror]')) return
  const { since } = (globalThis as unknown as { __mustdoChanges: ChangeWatch }).__mustdoChanges
  await new Promise(resolve => setTimeout(resolve, since + ms - performance.now()))
}

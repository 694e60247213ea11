/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'

/** What a page did by itself that takes people elsewhere. */
export interface ContextWatch {
  /** Forgets what was seen, and tells it. */
  take(): string[]
}

interface Navigate extends Event {
  readonly hashChange: boolean
  readonly downloadRequest: string | null
  readonly destination: { readonly sameDocument: boolean }
}

/**
 * From now on the page goes nowhere: what would lead to another page, open a window, send a form or ask in a box of the browser is
 * kept and not done. Runs in the page.
 */
export function watchContext(): void {
  const seen: string[] = []
  const navigation = (globalThis as unknown as { navigation?: EventTarget }).navigation
  const leaving = (event: Event) => {
    const { hashChange, downloadRequest, destination } = event as Navigate
    if (hashChange || downloadRequest !== null || destination.sameDocument) return
    seen.push('navigation')
    if (event.cancelable) event.preventDefault()
  }
  const sending = (event: Event) => {
    seen.push('submission')
    event.preventDefault()
  }
  navigation?.addEventListener('navigate', leaving)
  document.addEventListener('submit', sending, true)
  window.open = () => {
    seen.push('window')
    return null
  }
  window.alert = () => void seen.push('box')
  window.confirm = () => seen.push('box') < 0
  window.prompt = () => {
    seen.push('box')
    return null
  }
  HTMLFormElement.prototype.submit = () => void seen.push('submission')
  HTMLFormElement.prototype.requestSubmit = () => void seen.push('submission')
  const watch: ContextWatch = { take: () => seen.splice(0) }
  ;(globalThis as unknown as { __mustdoWatch: ContextWatch }).__mustdoWatch = watch
}

/** What the rules that watch find in the page. */
export interface Watched {
  readonly __mustdoKit: Kit
  readonly __mustdoWatch: ContextWatch
}

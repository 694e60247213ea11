/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { Shortcuts } from '../../../../reports/record.ts'
import type { Scanned } from '../engines/engine.ts'
import type { Watched } from '../rules/context-watch.ts'
import { toTheTop } from '../rules/keyboard.ts'
import { listenersOf } from './listeners.ts'

const KEYS = [...'abcdefghijklmnopqrstuvwxyz0123456789/?.,;[]-=#*+!']
/** Named in the end; one is enough to judge by. */
const MOST_KEYS = 6
/** Keys that print nothing, to see what a page does at any key. */
const OTHERS = ['Shift', 'F8', 'Shift'] as const

type Does = Shortcuts['keys'][number]['does']
/** Notes in the page what the last key did. */
interface KeyWatch {
  /** Forgets what was seen and lets nothing have the keyboard. */
  begin(): void
  /** What happened since; undefined for nothing. */
  end(): Promise<Does | undefined>
}
type Seen = Watched & { readonly __mustdoKeys: KeyWatch }

/** Runs in the page, which has the kit and the watch over its context. */
function installKeyWatch(): void {
  const { __mustdoWatch: context } = globalThis as unknown as Watched
  let event: KeyboardEvent | undefined
  let changed = false
  // Marks on the root are how pages remember that somebody uses the keyboard.
  new MutationObserver(records => {
    changed ||= records.some(
      ({ target, type }) => type !== 'attributes' || !/^(html|body|head)$/i.test(target.nodeName),
    )
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  for (const type of ['keydown', 'keypress'] as const)
    window.addEventListener(
      type,
      one => {
        if (!event?.defaultPrevented) event = one
      },
      true,
    )
  const watch: KeyWatch = {
    begin() {
      ;(document.activeElement as HTMLElement | null)?.blur?.()
      context.take()
      event = undefined
      changed = false
    },
    async end() {
      await new Promise(resolve => setTimeout(resolve, 12))
      if (context.take().length > 0) return 'leaves'
      const at = document.activeElement
      if (at && at !== document.body && at !== document.documentElement) return 'moves'
      return changed ? 'changes' : event?.defaultPrevented ? 'keeps' : undefined
    },
  }
  ;(globalThis as unknown as { __mustdoKeys: KeyWatch }).__mustdoKeys = watch
}
const begin = () => (globalThis as unknown as Seen).__mustdoKeys.begin()
const end = () => (globalThis as unknown as Seen).__mustdoKeys.end()

/** Runs in the page. */
function hasSettings(): boolean {
  const { __mustdoKit: kit } = globalThis as unknown as Watched
  return kit
    .all('a[href],button,input,select,summary,[role=button],[role=switch],label')
    .some(element =>
      /shortcut|hot ?key|keyboard|setting|preference|options|account|profile/i.test(
        `${element.textContent} ${element.getAttribute('aria-label')} ${element.getAttribute('title')}`,
      ),
    )
}

async function press(page: Page, key: string): Promise<Does | undefined> {
  await page.evaluate(begin)
  await page.keyboard.press(key)
  const does = await page.evaluate(end)
  if (does) {
    // What a key has opened is closed, so that the next key is not typed into it.
    await page.keyboard.press('Escape')
    await page.evaluate(begin)
  }
  return does
}

/**
 * Presses every letter, digit and common sign while nothing has the keyboard, and those that did something once more. Only where
 * the page listens for keys as a whole; cut off from the network meanwhile, for nobody knows what a key does.
 */
export async function readShortcuts({ page, cdp }: Scanned): Promise<Shortcuts> {
  const none: Shortcuts = { tried: 0, keys: [], nearlyAll: false, restless: false, settings: false }
  const whole = ['window', 'document', 'document.documentElement', 'document.body'] as const
  const listening = await Promise.all(whole.map(on => listenersOf(cdp, /^key(down|press|up)$/, on)))
  if (listening.flat().length === 0) return none
  await page.context().setOffline(true)
  try {
    await page.evaluate(installKeyWatch)
    const anyway = new Set<Does | undefined>()
    for (const key of OTHERS) anyway.add(await press(page, key))
    const suspects: { key: string; does: Does }[] = []
    for (const key of KEYS) {
      const does = await press(page, key)
      if (does && !anyway.has(does)) suspects.push({ key, does })
    }
    const nearlyAll = suspects.length > KEYS.length * 0.8
    const keys = []
    // Those that did something come first; one that does not do it again takes no other's place.
    const most = nearlyAll ? 1 : MOST_KEYS
    for (const { key, does } of suspects.toSorted((a, b) => Number(a.does === 'keeps') - Number(b.does === 'keeps'))) {
      if (keys.length >= most) break
      if ((await press(page, key)) === does) keys.push({ key, does })
    }
    const settings = keys.length > 0 && (await page.evaluate(hasSettings))
    return { tried: KEYS.length, keys, nearlyAll, restless: anyway.has('changes'), settings }
  } finally {
    await page.context().setOffline(false)
    await page.evaluate(toTheTop)
  }
}

/// <reference lib="dom" />
import type { Watched } from './context-watch.ts'
import { toTheTop } from './keyboard.ts'
import type { ActingRule, Place } from './rule.ts'

/** Scripts that react to focus a moment later. */
const REACTION_MS = 80

/**
 * Gives each stop the keyboard and tells at which ones the page went elsewhere, or took the keyboard away. The first round is quick;
 * where something happened in it, each stop is tried twice with time to react, and both times must show the same. Runs in the page.
 */
async function focusEach(reactionMs: number): Promise<Place[]> {
  const { __mustdoKit: kit, __mustdoWatch: watch } = globalThis as unknown as Watched
  const MOST = 60
  const all = kit
    .all(
      'a[href],area[href],button,input,select,textarea,summary,[tabindex],[contenteditable=""],[contenteditable=true]',
    )
    .filter(
      element =>
        (element as HTMLElement).tabIndex >= 0 && kit.shown(element) && !element.matches(':disabled,[type=hidden]'),
    )
    .map(element => element as HTMLElement)
  const stops = all.slice(0, MOST)
  const unreached = all.slice(MOST, MOST + 1).map(element => ({
    ...kit.at(element),
    sure: false,
    look: 'Whether anything changes when the stops from here on get the keyboard, which were not looked at.',
  }))
  const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
  const active = () => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element
  }
  const rest = () => (active() as HTMLElement | null)?.blur?.()
  const composite =
    '[role=dialog],[role=alertdialog],[aria-modal=true],dialog,[role=grid],[role=toolbar],[role=listbox],[role=menu],[role=menubar],[role=radiogroup],[role=tablist],[role=tree],[role=combobox],[role=application]'
  /** What happened when this stop got the keyboard: '' for nothing. */
  const tryOne = async (stop: HTMLElement, ms: number): Promise<string> => {
    rest()
    watch.take()
    let got = false
    const note = () => {
      got = true
    }
    stop.addEventListener('focus', note, { capture: true, once: true })
    stop.focus({ preventScroll: true })
    await pause(ms)
    stop.removeEventListener('focus', note, { capture: true })
    const [left] = watch.take()
    if (left) return left
    const now = active()
    if (!got || now === stop || !stop.isConnected) return ''
    if (!now || now === document.body) return 'lost'
    const { width, height } = stop.getBoundingClientRect()
    const named = (stop.textContent ?? '').trim() !== '' || stop.matches('input,select,textarea,[aria-label]')
    const own = stop.contains(now) || now.contains(stop) || now.closest(composite) || stop.closest(composite)
    return own || !named || width <= 1 || height <= 1 ? '' : 'moved'
  }
  let suspicious = false
  for (const stop of stops) if ((await tryOne(stop, 0)) !== '') suspicious = true
  await pause(reactionMs)
  if (watch.take().length > 0) suspicious = true
  if (!suspicious) return unreached
  // A page that leaves by itself, as one that refreshes does, does so without the keyboard too.
  rest()
  await pause(reactionMs * 2)
  const restless = watch.take().length > 0
  const found: Place[] = []
  for (const stop of stops) {
    const first = await tryOne(stop, reactionMs)
    if (first === '') continue
    const again = await tryOne(stop, reactionMs)
    if (again !== first) continue
    const sure = first !== 'moved' && !restless
    found.push({
      ...kit.at(stop),
      sure,
      ...(sure ? {} : { look: 'Whether the keyboard, put here, is taken elsewhere without being asked.' }),
    })
  }
  rest()
  return [...found, ...unreached]
}

/**
 * Nothing but the focus changes when an element gets the keyboard: no other page, window, form sent or box, and it is not taken away
 * (techniques F52, F55). A move to another element is for a person: parts made of several elements may do so.
 * Needs the watch in the page.
 */
export const onFocus: ActingRule = {
  id: 'context-on-focus',
  act: [],
  criteria: ['3.2.1'],
  async find({ page }) {
    const found = await page.evaluate(focusEach, REACTION_MS)
    await page.evaluate(toTheTop)
    return found
  },
}

/// <reference lib="dom" />
import type { Watched } from './context-watch.ts'
import type { ActingRule, Place } from './rule.ts'

const REACTION_MS = 60

/** Changes fields as people do and tells after which ones the page went elsewhere; each is put back. Runs in the page. */
async function changeEach(reactionMs: number): Promise<Place[]> {
  const { __mustdoKit: kit, __mustdoWatch: watch } = globalThis as unknown as Watched
  const MOST = 12
  const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
  const told =
    /\b(automatic(ally)?|as soon as|immediately|straight away|when(ever)? you (select|choose|change|pick|tick|type|enter)|selecting|choosing|opens? (in )?a new (window|tab)|page will (reload|update|change))\b/i
  const tell = (element: Element, ...types: string[]) => {
    for (const type of types) element.dispatchEvent(new Event(type, { bubbles: true }))
  }
  const write = (field: HTMLInputElement | HTMLTextAreaElement, text: string) => {
    for (const key of text) {
      field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      // As typed: the page sees an event that it can trust.
      document.execCommand('insertText', false, key)
      field.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true }))
    }
  }
  const samples: Readonly<Record<string, string>> = { email: 'a', tel: '0', number: '1', url: 'h', search: 'a' }
  /** Changes a field and returns how to put it back; undefined where there is nothing to change. */
  const change = (field: HTMLElement): (() => void) | undefined => {
    if (field instanceof HTMLSelectElement) {
      const before = field.selectedIndex
      const other = Array.from(field.options).findIndex((option, at) => at !== before && !option.disabled)
      if (other < 0) return undefined
      field.selectedIndex = other
      tell(field, 'input', 'change')
      return () => {
        field.selectedIndex = before
      }
    }
    const input = field as HTMLInputElement
    if (input.type === 'checkbox' || input.type === 'radio') {
      const checked = kit
        .all('input[type=radio]:checked')
        .find(other => (other as HTMLInputElement).name === input.name && input.type === 'radio') as
        | HTMLInputElement
        | undefined
      const before = input.checked
      input.click()
      return () => {
        input.checked = before
        if (checked) checked.checked = true
      }
    }
    if (input.readOnly || !(field instanceof HTMLTextAreaElement || input.type in samples || input.type === 'text'))
      return undefined
    const before = input.value
    const most = input.maxLength > 0 && input.maxLength <= 6 ? input.maxLength : 1
    write(input, (samples[input.type] ?? '1').repeat(most))
    return () => {
      input.value = before
      tell(input, 'input')
    }
  }
  const tryOne = async (field: HTMLElement): Promise<string> => {
    field.focus({ preventScroll: true })
    await pause(0)
    watch.take()
    const undo = change(field)
    if (!undo) return ''
    await pause(reactionMs)
    const moved = field.isConnected && document.activeElement !== field && document.activeElement !== document.body
    // Some fields tell of a change only when the keyboard leaves them.
    ;(document.activeElement as HTMLElement | null)?.blur()
    await pause(0)
    const [left] = watch.take()
    undo()
    await pause(0)
    watch.take()
    return left ?? (moved && !field.matches('[type=radio],[type=checkbox]') ? 'moved' : '')
  }
  const groups = new Set<string>()
  const all = (kit.all('select,textarea,input') as HTMLInputElement[])
    .filter(field => kit.shown(field) && !field.matches(':disabled,[type=hidden],[multiple]'))
    .filter(field => {
      if (field.type !== 'radio') return true
      const known = groups.has(field.name) || field.checked
      if (!field.checked) groups.add(field.name)
      return !known
    })
  const fields = all.slice(0, MOST)
  const unreached = all.slice(MOST, MOST + 1).map(field => ({
    ...kit.at(field),
    sure: false,
    look: 'Whether entering something in the fields from here on takes people elsewhere, which was not tried.',
  }))
  const found: Place[] = []
  const warned = told.test(document.body?.innerText ?? '')
  for (const field of fields) {
    const first = await tryOne(field)
    if (first === '' || (await tryOne(field)) !== first) continue
    const sure = !warned && (first === 'navigation' || first === 'submission' || first === 'window')
    found.push({
      ...kit.at(field),
      sure,
      ...(sure ? {} : { look: 'Whether people are told beforehand of what entering something here does.' }),
    })
  }
  return [...found, ...unreached]
}

/**
 * Entering something takes nobody elsewhere: no other page, window or form sent (techniques F36, F37). Where the page's text seems to
 * warn of it, and where only the keyboard moves on, a person decides. The page is cut off from the network meanwhile, so that
 * nothing that was entered leaves it. Needs the watch in the page.
 */
export const onInput: ActingRule = {
  id: 'context-on-input',
  act: [],
  criteria: ['3.2.2'],
  async find({ page }) {
    if ((await page.evaluate(() => document.querySelectorAll('select,textarea,input').length)) === 0) return []
    await page.context().setOffline(true)
    try {
      return await page.evaluate(changeEach, REACTION_MS)
    } finally {
      await page.context().setOffline(false)
    }
  },
}

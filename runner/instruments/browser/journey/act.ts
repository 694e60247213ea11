import type { Locator, Page } from 'playwright-core'
import type { JourneyStep } from '../../../target/model.ts'
import { findField, findOption, findPressable } from './find-control.ts'

/** A step that could not be done; the message says why and names no value that was to be entered. */
export class StepError extends Error {
  override readonly name = 'StepError'
}

const PATIENCE_MS = 5_000
const PAUSE_MS = 100
const KEYS = /^(Enter|Escape|Tab|Space|Arrow(Up|Down|Left|Right))$/

const field = async (page: Page, what: string): Promise<Locator> =>
  (await findField(page, what)) ?? fail(`no field is shown that is called "${what}"`)

const fail = (because: string): never => {
  throw new StepError(because)
}

/** A step in words, without what is entered. */
export function wordsOf(step: JourneyStep): string {
  if (step.does === 'go') return `go to ${new URL(step.url).pathname}`
  if (step.does === 'fill' || step.does === 'choose')
    return `${step.does} ${step.fields.map(one => `"${one.field}"`).join(', ')}`
  if (step.does === 'check') return `check ${step.fields.map(one => `"${one}"`).join(', ')}`
  return `${step.does} "${step.what}"`
}

/** Types a value into a field, and gives the field. */
export async function fill(page: Page, what: string, value: string): Promise<Locator> {
  const found = await field(page, what)
  await found.fill(value, { timeout: PATIENCE_MS }).catch(() => fail(`the field "${what}" takes no text`))
  return found
}

export async function choose(page: Page, what: string, option: string): Promise<void> {
  const radio = await findOption(page, what, option)
  if (radio) return radio.check({ timeout: PATIENCE_MS, force: true }).catch(() => fail(`"${option}" cannot be chosen`))
  const list = await field(page, what)
  await list
    .selectOption({ label: option }, { timeout: PATIENCE_MS })
    .catch(() => fail(`the field "${what}" offers no option of the text that was to be chosen`))
}

export async function tick(page: Page, what: string): Promise<void> {
  const box = await field(page, what)
  await box.check({ timeout: PATIENCE_MS, force: true }).catch(() => fail(`"${what}" cannot be ticked`))
}

/** Presses what is called so, else the key of that name. */
export async function press(page: Page, what: string): Promise<void> {
  const isKey = KEYS.test(what)
  const found = await findPressable(page, what, isKey ? 0 : PATIENCE_MS)
  if (found) return found.click({ timeout: PATIENCE_MS }).catch(() => fail(`"${what}" cannot be pressed`))
  if (!isKey) fail(`no button or link is shown that is called "${what}"`)
  await page.keyboard.press(what)
}

/** Waits until the page shows a text, or has an address. */
export async function expectShown(page: Page, what: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  const squeeze = (text: string) => text.replace(/\s+/g, ' ')
  const met = async () => {
    const { pathname, search } = new URL(page.url())
    if (what.startsWith('/') && (pathname === what || pathname + search === what)) return true
    const texts = page.frames().map(frame => frame.evaluate(() => document.body?.innerText ?? '').catch(() => ''))
    return (await Promise.all(texts)).some(text => squeeze(text).includes(squeeze(what)))
  }
  while (!(await met())) {
    if (performance.now() > until)
      fail(what.startsWith('/') ? `the page is ${new URL(page.url()).pathname}` : 'the page does not show that text')
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  }
}

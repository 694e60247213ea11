import type { CDPSession, Page } from 'playwright-core'
import type { FormSent } from '../../../../reports/record.ts'
import { installAxe } from '../audit.ts'
import type { Failure } from '../failure.ts'
import { type FormAfter, type FormBefore, goTo, readForm } from '../in-page/form.ts'
import { settle } from '../settle.ts'
import type { Wire } from '../wire.ts'

/** How long a page may take to begin to leave after the button was pressed. */
const LEAVING_MS = 700

/**
 * Presses the button of the page's form by the keyboard, with nothing entered or with `text` in its only field, and tells what came of
 * it. A form that is filled in beforehand is not sent: what is there may be somebody's.
 */
export async function sendForm(
  { page, cdp, wire }: { page: Page; cdp: CDPSession; wire: Wire },
  text: string,
  settleMs: number,
): Promise<{ readonly sent: FormSent; readonly cut: readonly string[] } | { readonly error: Failure }> {
  const boxes: string[] = []
  page.on('dialog', dialog => {
    boxes.push(dialog.message())
    void dialog.dismiss().catch(() => undefined)
  })
  let status = 0
  page.on('response', response => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) status = response.status()
  })
  const before = (await page.evaluate(readForm, null)) as FormBefore | undefined
  if (!before) return { error: { code: 'no-form', message: `${page.url()} shows no form with a field and a button` } }
  if (before.filled)
    return {
      error: { code: 'form-filled', message: `the form of ${page.url()} is filled in beforehand; it was not sent` },
    }
  if (text !== '') {
    if (before.fields.length !== 1)
      return { error: { code: 'other-fields', message: `the form of ${page.url()} asks for more; it was not sent` } }
    await page.evaluate(goTo, { control: 'field' as const })
    await page.keyboard.insertText(text)
    await page.evaluate(goTo, { control: 'button' as const })
  }
  // On a busy machine the key press may outlast the wait for what it does.
  const left = page
    .waitForEvent('framenavigated', { predicate: frame => frame === page.mainFrame(), timeout: LEAVING_MS })
    .catch(() => undefined)
  await page.keyboard.press('Enter')
  await left
  await page.waitForLoadState('load')
  await settle(page, wire, settleMs)
  await installAxe(page, cdp)
  const { cut, ...after } = (await page.evaluate(readForm, before)) as FormAfter
  return {
    sent: {
      fields: before.fields.map(({ look: _look, ...field }) => field),
      ...(text !== '' && { entered: text }),
      button: before.button,
      status,
      ...after,
      messages: [
        ...after.messages,
        ...boxes.map(text => ({ text, selector: '', live: 'dialog', of: [], byCode: false, focused: true })),
      ],
    },
    cut: cut.map(name => `sent.${name}`),
  }
}

import type { Page } from 'playwright-core'
import type { PageDetails } from '../../../reports/record.ts'
import { endOffer, type FoundSignIn, focusField, offerText, readSignInForm, takeText } from './in-page/sign-in.ts'

type SignIn = NonNullable<PageDetails['signIn']>

/** A code, and a password as good as any. */
const PASTED = '135790'
const REACTION_MS = 80
/** No field of the form has this place; the text that was offered takes its own again. */
const CONTROL = -1

/**
 * How the page's sign-in takes what people do not type: filled by a program, and pasted by real keys. That a field takes nothing
 * counts only where a plain field beside it took the same. Undefined where nobody signs in here. Meanwhile the page is cut off from
 * the network; what keeps it from leaving has to be there already.
 */
export async function readSignIn(page: Page): Promise<SignIn | undefined> {
  if ((await page.evaluate(() => document.querySelectorAll('input').length)) === 0) return undefined
  await page.context().setOffline(true)
  try {
    const found = await page.evaluate(readSignInForm)
    return found && { ...found, fields: await pasteInto(page, found.fields) }
  } finally {
    await page.evaluate(endOffer).catch(() => undefined)
    await page.context().setOffline(false)
  }
}

async function pasteInto(page: Page, found: FoundSignIn['fields']): Promise<SignIn['fields']> {
  const fields: SignIn['fields'][number][] = []
  for (const [at, field] of found.entries()) {
    const most = field.boxes === 1 ? PASTED.length : Math.min(PASTED.length, field.boxes)
    const first = await paste(page, at)
    const taken = first >= most ? first : await paste(page, at)
    const control = taken >= most || (await paste(page, CONTROL)) >= PASTED.length
    fields.push({ ...field, paste: taken >= most ? 'taken' : !control ? 'unknown' : taken > 0 ? 'cut' : 'refused' })
  }
  return fields
}

/** How many characters came in. */
async function paste(page: Page, at: number): Promise<number> {
  await page.evaluate(endOffer)
  await page.evaluate(offerText, PASTED)
  await page.keyboard.press('ControlOrMeta+C')
  await page.evaluate(focusField, at)
  await page.keyboard.press('ControlOrMeta+V')
  await page.waitForTimeout(REACTION_MS)
  return page.evaluate(takeText, at)
}

/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'
import type { ActingRule } from './rule.ts'

const UPRIGHT = { width: 400, height: 800 }
const SIDEWAYS = { width: 800, height: 400 }

/** Which elements are turned by a quarter, and how much text is shown. Runs in the page. */
function posture() {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const turned = (element: Element): boolean => {
    const { transform, rotate } = getComputedStyle(element)
    const angle =
      transform === 'none' ? 0 : (Math.atan2(new DOMMatrix(transform).b, new DOMMatrix(transform).a) * 180) / Math.PI
    const whole = Math.abs(angle + (Number.parseFloat(rotate) || 0)) % 180
    return Math.abs(whole - 90) < 2
  }
  return {
    turned: kit
      .all('html,body,body *')
      .filter(turned)
      .slice(0, 10)
      .map(element => kit.at(element)),
    text: (document.body?.innerText ?? '').trim().length,
  }
}

/** Pages work held upright and sideways: nothing is turned by a quarter, and no text goes, in one of the two only. */
export const orientation: ActingRule = {
  id: 'orientation',
  act: ['b33eff'],
  criteria: ['1.3.4'],
  async find({ page }) {
    const before = page.viewportSize()
    await page.setViewportSize(UPRIGHT)
    const upright = await page.evaluate(posture)
    await page.setViewportSize(SIDEWAYS)
    const sideways = await page.evaluate(posture)
    if (before) await page.setViewportSize(before)
    const paths = new Set(upright.turned.map(({ path }) => path))
    const others = new Set(sideways.turned.map(({ path }) => path))
    const places = [
      ...sideways.turned.filter(({ path }) => !paths.has(path)),
      ...upright.turned.filter(({ path }) => !others.has(path)),
    ]
    // A page that asks people to turn the screen shows little else.
    const hidden = Math.min(upright.text, sideways.text) * 4 < Math.max(upright.text, sideways.text)
    const whole = { path: '/html[1]/body[1]', selector: 'html > body', html: '<body>' }
    return [
      ...places,
      ...(hidden
        ? [
            {
              ...whole,
              sure: false,
              look: 'Whether the page can be used both upright and sideways: in one of the two most of its text is gone.',
            },
          ]
        : []),
    ]
  },
}

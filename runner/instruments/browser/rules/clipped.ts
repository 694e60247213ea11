/// <reference lib="dom" />
import type { Kit } from '../engines/kit.ts'
import type { ActingRule } from './rule.ts'

/** 1280 by 1024 at 200 %. */
const ZOOMED = { width: 640, height: 512 }

/** WCAG 1.4.12. Inline `!important` wins over this, and is told apart by engines. */
const SPACED =
  '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}'

/** Elements whose own text is cut off by a box that neither scrolls nor grows. Runs in the page. */
function clipped() {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  const range = document.createRange()
  return kit
    .all('body *')
    .filter(element => {
      const texts = Array.from(element.childNodes).filter(node => node instanceof Text && node.data.trim() !== '')
      if (texts.length === 0 || !kit.shown(element)) return false
      const size = Number.parseFloat(getComputedStyle(element).fontSize)
      const lines = texts.flatMap(text => {
        range.selectNodeContents(text)
        return Array.from(range.getClientRects())
      })
      // A box that scrolls in one direction saves the text in that direction, whatever lies around it.
      let aside = true
      let below = true
      for (let box: Element | null = element; box && box !== document.body; box = kit.parent(box)) {
        const style = getComputedStyle(box)
        aside &&= !/auto|scroll/.test(style.overflowX)
        below &&= !/auto|scroll/.test(style.overflowY)
        const hides = style.overflowX !== 'visible' || style.overflowY !== 'visible'
        if (!hides || style.display === 'inline' || box === document.documentElement) continue
        const { left, right, top, bottom, width, height } = box.getBoundingClientRect()
        // Hidden on purpose, or shortened with a sign that there is more.
        if (width <= 1 || height <= 1 || style.clipPath !== 'none' || style.clip !== 'auto') return false
        if (style.textOverflow !== 'clip' || style.webkitLineClamp !== 'none') return false
        const inside = lines.filter(
          line => line.right > left && line.left < right && line.bottom > top && line.top < bottom,
        )
        if (inside.length === 0) return false
        if (below && style.overflowY !== 'visible' && lines.some(line => line.bottom - bottom > 0.4 * size)) return true
        if (aside && style.overflowX !== 'visible' && inside.some(line => line.right - right > 0.5 * size)) return true
      }
      return false
    })
    .slice(0, 10)
    .map(element => kit.at(element))
}

/** How long a page may take to answer by script to another width. */
const ANSWERED_MS = 500

/** Text at twice its size is not cut off: the window is halved, which is what zooming does to a page. */
export const clippedWhenZoomed: ActingRule = {
  id: 'clipped-when-zoomed',
  act: ['59br37'],
  criteria: ['1.4.4'],
  async find({ page }) {
    const before = page.viewportSize()
    await page.setViewportSize(ZOOMED)
    let found = await page.evaluate(clipped)
    // What a script makes fit a moment later is not cut off.
    if (found.length > 0) {
      await page.waitForTimeout(ANSWERED_MS)
      found = await page.evaluate(clipped)
    }
    if (before) await page.setViewportSize(before)
    return found
  },
}

/**
 * Text set wider is not cut off. Only what the spacing itself cuts counts: elements that are whole before.
 */
export const clippedWhenSpaced: ActingRule = {
  id: 'clipped-when-spaced',
  act: [],
  criteria: ['1.4.12'],
  async find({ page }) {
    const before = new Set((await page.evaluate(clipped)).map(({ path }) => path))
    // A constructed sheet is not subject to the page's content security policy, as a person's own style is not.
    await page.evaluate(text => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(text)
      document.adoptedStyleSheets.push(sheet)
    }, SPACED)
    const found = await page.evaluate(clipped)
    await page.evaluate(() => void document.adoptedStyleSheets.pop())
    return found.filter(({ path }) => !before.has(path))
  },
}

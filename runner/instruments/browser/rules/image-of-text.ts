/// <reference lib="dom" />
import type { CDPSession } from 'playwright-core'
import type { Kit } from '../engines/kit.ts'
import type { ActingRule, Place } from './rule.ts'

/** Drawings shown as images that may be more than a logotype, with what the page knows of them. Runs in the page. */
function drawings() {
  const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
  return (kit.all('img[src],input[type=image][src]') as HTMLImageElement[])
    .filter(element => kit.shown(element))
    .filter(({ alt, className, src }) => !/logo|brand/i.test(`${alt} ${className} ${src.slice(0, 200)}`))
    .map(element => ({ ...kit.at(element), url: new URL(element.src, location.href).href }))
    .filter(({ url }) => (url.startsWith('data:') ? url.startsWith('data:image/svg+xml') : /\.svg([?#]|$)/i.test(url)))
}

/** What the browser has loaded already: nothing is asked for a second time. Undefined where it has let go of it. */
async function sourceOf(cdp: CDPSession, frameId: string, url: string): Promise<string | undefined> {
  if (url.startsWith('data:')) {
    const cut = url.indexOf(',')
    const [head, body] = [url.slice(0, cut), url.slice(cut + 1)]
    return /;base64$/i.test(head) ? Buffer.from(body, 'base64').toString() : unescaped(body)
  }
  return cdp
    .send('Page.getResourceContent', { frameId, url })
    .then(({ content, base64Encoded }) => (base64Encoded ? Buffer.from(content, 'base64').toString() : content))
    .catch(() => undefined)
}

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const MOST = 40

/**
 * A picture whose own drawing holds words as text (an SVG with `text` elements), shown as an image, is an image of text. Logotypes
 * are exempt, so what calls itself a logo is left out; a drawing of more than text may be a chart, which a person has to tell.
 */
export const imageOfText: ActingRule = {
  id: 'image-of-text',
  act: ['0va7u6'],
  criteria: ['1.4.5'],
  async find({ page, cdp }) {
    const images = await page.evaluate(drawings)
    if (images.length === 0) return []
    await cdp.send('Page.enable')
    const { frameTree } = await cdp.send('Page.getFrameTree')
    const found: Place[] = []
    for (const { url, ...place } of images.slice(0, MOST)) {
      const drawing = (await sourceOf(cdp, frameTree.frame.id, url))?.replace(/<!--[\s\S]*?-->/g, '')
      if (drawing === undefined) continue
      const texts = [...drawing.matchAll(/<(?:\w+:)?text\b[^>]*>([\s\S]*?)<\/(?:\w+:)?text>/g)].map(([, text]) => text)
      const words =
        texts
          .join(' ')
          .replace(/<[^>]*>/g, ' ')
          .match(/[\p{L}\p{N}]+/gu) ?? []
      if (words.join('').length < 3) continue
      found.push({
        ...place,
        sure: !/<(?:\w+:)?(path|image|polygon|polyline|circle|ellipse)\b/.test(drawing),
        look: `Whether the words "${words.join(' ')}" in this picture could be text on the page.`,
      })
    }
    const [next] = images.slice(MOST)
    if (next) {
      const { url: _url, ...place } = next
      found.push({ ...place, sure: false, look: `Whether pictures after the first ${MOST} are images of text.` })
    }
    return found
  },
}

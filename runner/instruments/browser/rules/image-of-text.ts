/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/**
 * A picture whose own drawing holds words as text (an SVG with `text` elements), shown as an image, is an image of text. Logotypes
 * are exempt, so what links home or calls itself a logo is left out, and so are charts: drawings of more than text.
 */
export const imageOfText = pageRule({
  id: 'image-of-text',
  act: ['0va7u6'],
  criteria: ['1.4.5'],
  find: async kit => {
    const found = []
    for (const element of kit.all('img[src],input[type=image][src]') as HTMLImageElement[]) {
      if (!kit.shown(element) || /logo|brand/i.test(`${element.alt} ${element.className} ${element.src.slice(0, 200)}`))
        continue
      const url = new URL(element.src, location.href)
      const isSvg = url.protocol === 'data:' ? url.href.startsWith('data:image/svg+xml') : /\.svg$/i.test(url.pathname)
      if (!isSvg || (url.protocol !== 'data:' && url.origin !== location.origin)) continue
      const text = await fetch(url.href.replaceAll('\n', ' '))
        .then(answer => answer.text())
        .catch(() => '')
      const drawing = new DOMParser().parseFromString(text, 'image/svg+xml')
      const words = kit.words(Array.from(drawing.querySelectorAll('text'), part => part.textContent ?? '').join(' '))
      const other = drawing.querySelectorAll('path,image,polygon,polyline,circle,ellipse').length
      if (words.join('').length < 3) continue
      found.push({
        element,
        sure: other === 0,
        look: `Whether the words "${words.join(' ')}" in this picture could be text on the page.`,
      })
    }
    return found
  },
})

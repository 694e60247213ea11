/// <reference lib="dom" />
import type { PageDetails } from '../../../../reports/record.ts'
import type { Axe } from './axe.ts'
import type { Cut } from './cut.ts'

export type Parts = Pick<PageDetails, 'elements' | 'languages' | 'fields' | 'images' | 'media'> & Cut

/** Fields, pictures, media and parts in other languages. Runs in the page, so it must not refer to anything outside itself. */
export function readParts(): Parts {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const MOST = 1_000
  const cut: string[] = []
  const clean = (text: string, most = 100) => text.replace(/\s+/g, ' ').trim().slice(0, most)
  /** The document and every shadow tree in it that scripts may look into. */
  const trees = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
    root,
    ...Array.from(root.querySelectorAll('*')).flatMap(({ shadowRoot }) => (shadowRoot ? trees(shadowRoot) : [])),
  ]
  const roots = trees(document)
  const all = <E extends Element>(name: string, selector: string, holds: (element: E) => boolean = () => true) => {
    const found = roots.flatMap(root => Array.from(root.querySelectorAll<E>(selector)).filter(holds))
    if (found.length > MOST) cut.push(name)
    return found.slice(0, MOST)
  }
  axe.setup(document)
  try {
    const selectorOf = (element: Element) => [axe.utils.getSelector(element)].flat().join(' >>> ')
    const screen = document.documentElement.clientHeight
    return {
      elements: document.querySelectorAll('*').length,
      languages: all<HTMLElement>('languages', 'body [lang], body[lang]').map(element => ({
        lang: element.lang,
        text: clean(element.innerText ?? '', 60),
        selector: selectorOf(element),
      })),
      fields: all<HTMLInputElement>('fields', 'input:not([type=hidden]),select,textarea', element =>
        axe.commons.dom.isVisibleToScreenReaders(element),
      ).map(element => ({
        selector: selectorOf(element),
        type: element.localName === 'input' ? element.type : element.localName,
        name: element.name,
        label: clean(axe.commons.text.accessibleText(element)),
        autocomplete: element.getAttribute('autocomplete') ?? '',
        required: element.required || element.getAttribute('aria-required') === 'true',
      })),
      images: all<HTMLImageElement>('images', 'img').map(element => {
        const { width, height, top } = element.getBoundingClientRect()
        return {
          selector: selectorOf(element),
          url: element.currentSrc || element.src,
          alt: element.getAttribute('alt'),
          natural: { width: element.naturalWidth, height: element.naturalHeight },
          displayed: { width: Math.round(width), height: Math.round(height) },
          format: '',
          lazy: element.loading === 'lazy',
          belowFold: top >= screen,
        }
      }),
      media: all<HTMLMediaElement>('media', 'audio,video').map(element => ({
        selector: selectorOf(element),
        kind: element.localName === 'audio' ? ('audio' as const) : ('video' as const),
        url: element.currentSrc || element.src,
        autoplay: element.autoplay,
        muted: element.muted,
        loop: element.loop,
        controls: element.controls,
        preload: element.preload,
        seconds: Number.isFinite(element.duration) ? element.duration : null,
      })),
      cut,
    }
  } finally {
    axe.teardown()
  }
}

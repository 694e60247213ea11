/// <reference lib="dom" />
import type { PageDetails } from '../../../../reports/record.ts'
import type { Axe } from './axe.ts'
import type { Cut } from './cut.ts'

/** Links and buttons that open another window, each with its name. Runs in the page, so it must not refer to anything outside itself. */
export function readNewWindows(): Required<Pick<PageDetails, 'newWindows'>> & Cut {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const MOST = 500
  const ownName = /^(_self|_top|_parent)?$/i
  const framed = (target: string) => document.querySelector(`iframe[name="${CSS.escape(target)}"]`) !== null
  const targetOf = (element: Element) =>
    element.getAttribute(element.matches('a,area') ? 'target' : 'formtarget') ??
    (element as HTMLButtonElement).form?.getAttribute('target') ??
    (element.matches('a,area') ? (document.querySelector('base[target]')?.getAttribute('target') ?? '') : '')
  axe.setup(document)
  try {
    const opening = Array.from(
      document.querySelectorAll('a[href],area[href],button,input[type=submit],input[type=image]'),
    ).filter(element => {
      const target = targetOf(element)
      const opens = /\bwindow\.open\(/.test(element.getAttribute('onclick') ?? '')
      return (opens || !(ownName.test(target) || framed(target))) && axe.commons.dom.isVisibleToScreenReaders(element)
    })
    const newWindows = opening.slice(0, MOST).map(element => ({
      text: axe.commons.text.accessibleText(element).replace(/\s+/g, ' ').trim().slice(0, 200),
      selector: [axe.utils.getSelector(element)].flat().join(' >>> '),
    }))
    return { newWindows, cut: opening.length > MOST ? ['newWindows'] : [] }
  } finally {
    axe.teardown()
  }
}

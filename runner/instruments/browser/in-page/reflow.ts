/// <reference lib="dom" />
import type { PageFacts } from '../../../../reports/record.ts'
import type { Axe } from './axe.ts'

/** Lets a page that answers by script to another width do so: until its content fits, at most `ms`. Runs in the page. */
export async function comeToFit(ms: number): Promise<void> {
  const rest = () => new Promise(resolve => setTimeout(resolve, 50))
  const { scrollingElement, documentElement } = document
  const end = performance.now() + ms
  do await rest()
  while ((scrollingElement ?? documentElement).scrollWidth > documentElement.clientWidth + 1 && performance.now() < end)
}

/**
 * The width that content needs at this viewport, and what sticks out. Left out: what WCAG 1.4.10 lets scroll both ways (tables,
 * pictures, maps, video, code), and what lies in a box that scrolls or clips for itself. Runs in the page.
 */
export function readReflow(): PageFacts['reflow'] {
  const axe = (globalThis as unknown as { axe: Axe }).axe
  const twoWays =
    'table,img,svg,canvas,video,object,embed,iframe,map,pre,math,[role=grid],[role=application],[role=toolbar]'
  const viewport = document.documentElement.clientWidth
  const scrollWidth = (document.scrollingElement ?? document.documentElement).scrollWidth
  const holdsItself = (element: Element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== 'visible') return true
    return false
  }
  const beyond = ({ right, width, height }: DOMRect) => width > 0 && height > 0 && right + window.scrollX > viewport + 1
  const range = document.createRange()
  /** What its box cuts off, lets scroll or hides from the eye makes no page wider. */
  const spills = (element: Element) => {
    const { overflowX, clipPath, clip } = getComputedStyle(element)
    return overflowX === 'visible' && clipPath === 'none' && clip === 'auto'
  }
  /** Its box, or its own text where that is longer than the box. */
  const sticksOut = (element: Element) =>
    beyond(element.getBoundingClientRect()) ||
    (spills(element) &&
      Array.from(element.childNodes).some(node => {
        if (!(node instanceof Text) || node.data.trim() === '') return false
        range.selectNodeContents(node)
        return Array.from(range.getClientRects()).some(beyond)
      }))
  const out =
    scrollWidth > viewport + 1
      ? Array.from(document.querySelectorAll('body *')).filter(
          element => sticksOut(element) && !element.closest(twoWays) && !holdsItself(element),
        )
      : []
  // The innermost elements are the cause; what holds them is only stretched.
  const inner = out.filter(element => !out.some(other => other !== element && element.contains(other)))
  axe.setup(document)
  try {
    return {
      viewport,
      scrollWidth,
      offenders: inner.slice(0, 10).map(element => [axe.utils.getSelector(element)].flat().join(' >>> ')),
    }
  } finally {
    axe.teardown()
  }
}

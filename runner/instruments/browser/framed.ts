/// <reference lib="dom" />
import type { Frame, Page } from 'playwright-core'
import type { Axe } from './in-page/axe.ts'
import { type Parts, readParts } from './in-page/parts.ts'

type FrameParts = Pick<Parts, 'fields' | 'images' | 'media' | 'cut'>

export interface Framed extends FrameParts {
  /** Frames that are shown and could not be looked into, or were too many. */
  readonly unread: number
}

/** More frames than a page for people has. */
const MOST_FRAMES = 20

/**
 * Fields, pictures and media of frames that are shown, each by its frame's selector and its own, as axe-core writes them. Axe-core stands in
 * every frame already, but where the frame leads outside the target or went away.
 */
export async function readFramed(page: Page): Promise<Framed> {
  const frames = page.frames().filter(frame => frame !== page.mainFrame() && !frame.isDetached())
  const all = await Promise.all(
    frames.slice(0, MOST_FRAMES).map(frame => partsOf(frame).catch(() => 'unread' as const)),
  )
  const found = all.filter(one => typeof one === 'object')
  return {
    fields: found.flatMap(({ fields }) => fields),
    images: found.flatMap(({ images }) => images),
    media: found.flatMap(({ media }) => media),
    cut: found.flatMap(({ cut }) => cut),
    unread: all.filter(one => one === 'unread').length + Math.max(0, frames.length - MOST_FRAMES),
  }
}

async function partsOf(frame: Frame): Promise<FrameParts | undefined> {
  const path = await pathTo(frame)
  if (path === undefined) return undefined
  const leads = await (await frame.frameElement()).evaluate(node => (node as HTMLIFrameElement).src ?? '')
  if (/^https?:/.test(leads) && !/^https?:/.test(frame.url())) throw new Error(`${leads} was not fetched`)
  const { fields, images, media, cut } = await frame.evaluate(readParts)
  const within = <T extends { readonly selector: string }>(parts: readonly T[]): T[] =>
    parts.map(part => ({ ...part, selector: `${path} >>> ${part.selector}` }))
  return { fields: within(fields), images: within(images), media: within(media), cut }
}

/** Selectors of the frame's element and of those around it; undefined where one of them is not shown. */
async function pathTo(frame: Frame): Promise<string | undefined> {
  const parent = frame.parentFrame()
  if (!parent) return ''
  const element = await frame.frameElement()
  const own = await element.evaluate(node => {
    const { axe } = globalThis as unknown as { axe: Axe }
    const { width, height } = (node as Element).getBoundingClientRect()
    if (width === 0 || height === 0) return undefined
    axe.setup(document)
    try {
      return [axe.utils.getSelector(node as Element)].flat().join(' >>> ')
    } finally {
      axe.teardown()
    }
  })
  const above = await pathTo(parent)
  return own === undefined || above === undefined ? undefined : [above, own].filter(Boolean).join(' >>> ')
}

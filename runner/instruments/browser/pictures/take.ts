import type { CDPSession, Page } from 'playwright-core'
import type { PagePicture } from '../../../../reports/record.ts'
import { coveredBy, coversFor, type Snapshot } from './covers.ts'
import { bringIntoView, cover, uncover } from './in-page.ts'

/** A picture before it is stored: `data` is base64. */
export type RawPicture = Omit<PagePicture, 'digest'> & { readonly data: string }

export interface PicturesAsked {
  /** How many at most. */
  readonly most: number
  /** Whether a text holds a secret that is known by now. */
  readonly secret: (text: string) => boolean
}

const MOST = { width: 600, height: 300 }
/** Bytes of a picture; each quality is tried in turn. */
const MOST_BYTES = 15_000
const QUALITIES = [55, 25, 8]
/** All pictures of a page together, in milliseconds: they are worth no more. */
const PATIENCE_MS = 6_000

/** Pictures of the elements that `selectors` names, as many as are asked for and can be taken without showing what is private. */
export async function takePictures(
  { page, cdp }: { page: Page; cdp: CDPSession },
  selectors: readonly string[],
  asked: PicturesAsked,
): Promise<readonly RawPicture[]> {
  const taken: RawPicture[] = []
  const end = Date.now() + PATIENCE_MS
  for (const selector of selectors) {
    if (taken.length >= asked.most || Date.now() > end) break
    const picture = await takeOne({ page, cdp }, selector, asked.secret).catch(() => undefined)
    if (picture) taken.push(picture)
  }
  return taken
}

async function takeOne(
  { page, cdp }: { page: Page; cdp: CDPSession },
  selector: string,
  secret: (text: string) => boolean,
): Promise<RawPicture | undefined> {
  const place = await page.evaluate(bringIntoView, { selector, most: MOST })
  if (!place) return undefined
  const { clip, scroll } = place
  const snapshot = async () => (await cdp.send('DOMSnapshot.captureSnapshot', { computedStyles: [] })) as Snapshot
  const covers = coversFor(await snapshot(), clip, secret)
  if (!covers) return undefined
  try {
    if (!(await page.evaluate(cover, { boxes: covers, scroll }))) return undefined
    for (const quality of QUALITIES) {
      const { data } = await cdp.send('Page.captureScreenshot', {
        format: 'webp',
        quality,
        clip: { ...clip, scale: 1 },
      })
      if (Buffer.byteLength(data, 'base64') > MOST_BYTES) continue
      // A page that draws anew may have put something private beside its cover meanwhile.
      const after = coversFor(await snapshot(), clip, secret)
      if (!after || !coveredBy(after, covers)) return undefined
      const { width, height } = clip
      return { selector, type: 'image/webp', width, height, covered: covers.length, data }
    }
    return undefined
  } finally {
    await page.evaluate(uncover)
  }
}

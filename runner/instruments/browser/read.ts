import type { BrowserContext, Page } from 'playwright-core'
import type { PageDetails, PageFacts, PageVisit } from '../../../reports/record.ts'
import { CLOCK_MS, watchChanges, watchedFor } from './behaviour/change-watch.ts'
import { readBehaviour } from './behaviour/index.ts'
import { axeEngine } from './engines/axe.ts'
import type { Engine } from './engines/engine.ts'
import { type Looked, runEngines } from './engines/run.ts'
import { readFirstStop } from './first-stop.ts'
import { readFramed } from './framed.ts'
import { readDocuments } from './in-page/documents.ts'
import { readFacts } from './in-page/facts.ts'
import { readNewWindows } from './in-page/new-windows.ts'
import { readParts } from './in-page/parts.ts'
import { comeToFit, readReflow } from './in-page/reflow.ts'
import { readStorage } from './in-page/storage.ts'
import { readSurroundings } from './in-page/surroundings.ts'
import { readTexts } from './in-page/texts.ts'
import { type PicturesAsked, type RawPicture, takePictures } from './pictures/take.ts'
import { wantedElements } from './pictures/wanted.ts'
import { withoutExempt } from './rules/exemptions.ts'
import { visitRules } from './rules/index.ts'
import { readSignIn } from './sign-in.ts'
import type { Wire } from './wire.ts'

/** As captured, before redaction; the recorder gives it an id and says whose visit it was. */
export type RawPageVisit = Omit<PageVisit, 'id' | 'key' | 'kind' | 'as' | 'pictures'> & {
  /** Its pictures before they are stored under their digests. */
  readonly shots?: { readonly taken: readonly RawPicture[]; readonly left: number }
}

/** What a visit has seen so far; it grows step by step. */
export type Seen = {
  -readonly [K in
    | 'finalUrl'
    | 'status'
    | 'code'
    | 'facts'
    | 'details'
    | 'behaviour'
    | 'shots'
    | 'sent'
    | 'cut'
    | 'journey'
    | 'error']?: RawPageVisit[K]
} & {
  /** What the engines have said so far. */
  looked?: Looked
  wire?: Wire
  /** How many answers had come before the page that is read. */
  from?: number
}

/** WCAG 1.4.10: 1280 by 1024 at 400 %. */
const NARROW = { width: 320, height: 256 }
/** How long a page may take to answer by script to another width, on a busy machine. */
const FIT_MS = 1_000
export const WIDE = { width: 1280, height: 800 }

/** Everything that is read of a page at rest. What touches it (keys, another width) comes last; what breaks that costs only that. */
export async function read(
  page: Page,
  context: BrowserContext,
  settled: PageDetails['settled'],
  seen: Seen,
  engines: readonly Engine[],
  pictures?: PicturesAsked,
): Promise<void> {
  const cdp = await context.newCDPSession(page)
  // Engines other than axe-core touch what they look at, and that must not be taken for the page's own doing.
  const first = await runEngines(
    { page, cdp },
    engines.filter(engine => engine !== axeEngine),
  )
  await page.evaluate(watchChanges)
  const axe = await runEngines({ page, cdp }, [axeEngine])
  const others = { engines: [...axe.engines, ...first.engines], hits: [...axe.hits, ...first.hits] }
  seen.looked = others
  const { cut: factsCut, ...facts } = await page.evaluate(readFacts)
  const texts = await page.evaluate(readTexts)
  const { cut: partsCut, ...unframed } = await page.evaluate(readParts)
  const framed = await readFramed(page)
  const parts = {
    ...unframed,
    fields: [...unframed.fields, ...framed.fields],
    images: [...unframed.images, ...framed.images],
    media: [...unframed.media, ...framed.media],
  }
  const around = await page.evaluate(readSurroundings)
  const opening = await page.evaluate(readNewWindows)
  const linked = await page.evaluate(readDocuments)
  const kept = await page.evaluate(readStorage)
  const cookies = await readCookies(context)
  // Before the first key, which ends the watch.
  await page.evaluate(watchedFor, CLOCK_MS)
  const { firstStop, focusChanges } = await readFirstStop(page)
  await page.setViewportSize(NARROW)
  await page.evaluate(comeToFit, FIT_MS)
  const reflow = await page.evaluate(readReflow)
  const narrow = await page.evaluate(readTexts)
  seen.facts = { ...facts, firstStop, reflow, numbers: wrappedAnywhere(texts.numbers, narrow.numbers) }
  const formats = new Map(
    seen.wire?.resources().map(({ url, contentType }) => [url, contentType.split(';', 1)[0] ?? '']),
  )
  seen.details = {
    settled,
    ...parts,
    ...(framed.unread > 0 && { framesUnread: framed.unread }),
    ...(linked.documents.length > 0 && { documents: linked.documents }),
    images: parts.images.map(image => ({ ...image, format: formats.get(image.url) ?? '' })),
    dates: texts.dates,
    focusChanges,
    surroundings: around.surroundings,
    newWindows: opening.newWindows,
    storage: kept.storage,
    cookies,
  }
  const lists = [framed, texts, narrow, around, opening, linked, kept].flatMap(one => one.cut)
  const cut = new Set([...factsCut, ...partsCut, ...lists])
  const holder = (list: string) => (list in facts || list === 'numbers' ? 'facts' : 'details')
  if (cut.size > 0) seen.cut = [...cut].map(list => `${holder(list)}.${list}`)
  await page.setViewportSize(WIDE)
  const own = await runEngines({ page, cdp }, [visitRules])
  seen.looked = {
    engines: [...others.engines, ...own.engines],
    hits: await withoutExempt(page, [...others.hits, ...own.hits]),
  }
  // After the rules: their watch keeps the page from leaving.
  const signIn = own.engines.some(({ error }) => error) ? undefined : await readSignIn(page).catch(() => undefined)
  if (signIn) seen.details = { ...seen.details, signIn }
  seen.behaviour = await readBehaviour({ page, cdp })
  if (!pictures) return
  const wanted = wantedElements(seen.looked.hits, seen.behaviour)
  if (wanted.length === 0) return
  const taken = await takePictures({ page, cdp }, wanted, pictures)
  seen.shots = { taken, left: wanted.length - taken.length }
}

/** A number that breaks on a wide screen or on a narrow one. Numbers that only the narrow layout shows are added. */
function wrappedAnywhere(wide: PageFacts['numbers'], narrow: PageFacts['numbers']): PageFacts['numbers'] {
  const key = ({ text, selector }: PageFacts['numbers'][number]) => `${selector} ${text}`
  const known = new Set(wide.map(key))
  const broken = new Set(narrow.filter(({ wraps }) => wraps).map(key))
  return [
    ...wide.map(number => ({ ...number, wraps: number.wraps || broken.has(key(number)) })),
    ...narrow.filter(number => !known.has(key(number))),
  ]
}

const DAY_S = 86_400

async function readCookies(context: BrowserContext): Promise<PageDetails['cookies']> {
  const now = Date.now() / 1000
  return (await context.cookies()).map(({ name, domain, path, secure, httpOnly, sameSite, expires }) => ({
    name,
    domain,
    path,
    secure,
    httpOnly,
    sameSite,
    expiresInDays: expires < 0 ? null : Math.round((expires - now) / DAY_S),
  }))
}

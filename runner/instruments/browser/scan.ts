import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { EngineName, EngineUse, Hit } from '../../../suites/shared/accessibility/hit.ts'
import { foreignEngines } from './engines/index.ts'
import { runEngines } from './engines/run.ts'
import { type Failure, failureOf } from './failure.ts'
import { guardFor } from './guard.ts'
import { attachGuard } from './interception.ts'
import { type RawPicture, takePictures } from './pictures/take.ts'
import { withoutExempt } from './rules/exemptions.ts'
import { ownRules } from './rules/index.ts'
import { settle } from './settle.ts'
import { listen } from './wire.ts'

export interface ScanRequest {
  readonly url: string
  readonly engines: readonly EngineName[]
  /** Requests to other origins are not sent. */
  readonly allowedOrigins: readonly string[]
  readonly timeoutMs: number
  /** The elements to picture, by what was found; what may be private is covered. None where it is left out. */
  readonly pictures?: (hits: readonly Hit[]) => readonly string[]
}

/** What the engines said of one page. */
export interface Scan {
  readonly url: string
  readonly finalUrl: string
  readonly title: string
  /** False where the page did not come to rest. */
  readonly settled: boolean
  readonly engines: readonly EngineUse[]
  readonly hits: readonly Hit[]
  readonly pictures?: readonly RawPicture[]
  readonly error?: Failure
}

/** Of one page. */
const MOST_PICTURES = 50

const SCREEN: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  locale: 'en-GB',
  timezoneId: 'Europe/London',
  reducedMotion: 'reduce',
  serviceWorkers: 'block',
  acceptDownloads: false,
}

/** Loads a page in a context of its own and runs the engines on it. Rejects never; a hung page costs its time limit. */
export async function scan(browser: Browser, request: ScanRequest): Promise<Scan> {
  const context = await browser.newContext(SCREEN)
  const state: { -readonly [K in keyof Scan]: Scan[K] } = {
    url: request.url,
    finalUrl: request.url,
    title: '',
    settled: false,
    engines: [],
    hits: [],
  }
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<Failure>(resolve => {
    timer = setTimeout(
      () =>
        resolve({ code: 'timeout', message: `${request.url} was not loaded and read within ${request.timeoutMs} ms` }),
      request.timeoutMs,
    )
  })
  const work = context
    .newPage()
    .then(page => look(page, request, state))
    .catch(failureOf)
  const error = await Promise.race([work, limit])
  clearTimeout(timer)
  const result: Scan = { ...state, ...(error ? { error } : {}) }
  // A page in an endless loop does not close by itself, and nobody waits for it.
  await Promise.race([
    context.close().catch(() => undefined),
    new Promise(resolve => setTimeout(resolve, 2_000).unref()),
  ])
  return result
}

async function look(
  page: Page,
  request: ScanRequest,
  state: { -readonly [K in keyof Scan]: Scan[K] },
): Promise<Failure | undefined> {
  const cdp = await page.context().newCDPSession(page)
  const wire = await listen(cdp)
  await attachGuard(page.context(), page, cdp, guardFor(request.allowedOrigins, undefined))
  page.on('dialog', dialog => void dialog.dismiss().catch(() => undefined))
  const response = await page.goto(request.url, { waitUntil: 'commit', timeout: request.timeoutMs })
  if (response && response.status() >= 400)
    return { code: `status-${response.status()}`, message: `${request.url} answered ${response.status()}` }
  await page.waitForLoadState('load', { timeout: request.timeoutMs / 3 }).catch(() => undefined)
  const { complete } = await settle(page, wire, request.timeoutMs / 4)
  state.settled = complete
  state.finalUrl = page.url()
  state.title = await page.title()
  // Our own rules come last: they press keys.
  const engines = [...foreignEngines, ownRules].filter(({ name }) => request.engines.includes(name))
  const looked = await runEngines({ page, cdp }, engines)
  state.engines = looked.engines
  state.hits = await withoutExempt(page, looked.hits)
  const wanted = [...new Set(request.pictures?.(state.hits))].filter(selector => !/^(html|body|head)?$/i.test(selector))
  if (wanted.length > 0)
    state.pictures = await takePictures({ page, cdp }, wanted, { most: MOST_PICTURES, secret: () => false })
  return undefined
}

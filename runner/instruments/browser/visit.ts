import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core'
import type { StorageState } from '../../target/storage-state.ts'
import { whyStopped } from '../politeness.ts'
import { installAxe } from './audit.ts'
import { watchCode } from './code-use.ts'
import { engineSets, foreignEngines } from './engines/index.ts'
import { type Failure, failureOf } from './failure.ts'
import { sendForm } from './form/send-form.ts'
import { type BoundHeaders, type Guard, guardFor } from './guard.ts'
import { attachGuard } from './interception.ts'
import { type JourneyRequest, walkJourney } from './journey/walk.ts'
import { listed } from './listed.ts'
import type { PicturesAsked } from './pictures/take.ts'
import { type RawPageVisit, read, type Seen, WIDE } from './read.ts'
import { settle } from './settle.ts'
import { listen, type Wire } from './wire.ts'

export type { RawPageVisit } from './read.ts'

type ContextState = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>

export interface VisitRequest {
  readonly url: string
  /** Origins of the target file; a request to any other is not sent. */
  readonly allowedOrigins: readonly string[]
  /** An identity's headers, each bound to its origins. */
  readonly headers?: BoundHeaders
  readonly cookies?: NonNullable<Parameters<BrowserContext['addCookies']>[0]>
  /** What the browser begins with, in place of `cookies`. */
  readonly stored?: StorageState
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /**
   * Sends the page's form, to the page's own origin, and reads what comes of it instead of the page: with this text in its only field, or
   * for '' with nothing entered.
   */
  readonly sends?: string
  /** Walks a declared journey that begins at `url`, and reads what it is asked for on the way. */
  readonly journey?: JourneyRequest
  /** The accessibility engines beside our own rules; the small set where it is left out. */
  readonly engines?: keyof typeof engineSets
  /** Pictures of elements that something is found about; none where it is left out. */
  readonly pictures?: PicturesAsked
  /** Appended to the browser's own name, so that operators know who calls. */
  readonly userAgentSuffix?: string
}

/** A page heavier than this is left unread. */
const MOST_BYTES = 64 * 1024 * 1024

/** One visit with a browser that is there. */
export async function visitWith(browser: Browser, userAgent: string, request: VisitRequest): Promise<RawPageVisit> {
  const at = new Date()
  const guard = guardFor(
    request.allowedOrigins,
    request.headers,
    request.journey
      ? { to: request.journey.sendsTo, methods: ['POST', 'PUT', 'PATCH'] }
      : request.sends !== undefined
        ? { to: [new URL(request.url).origin], methods: ['POST'] }
        : undefined,
  )
  const seen: Seen = {}
  let context: BrowserContext | undefined
  let ended = request.signal?.aborted ?? false
  const open = async () => {
    if (ended) return
    context = await browser.newContext(contextOptions(userAgent, request))
    // The end may have come while the context was being made; nothing is sent after it.
    if (ended) return context.close()
    if (request.cookies) await context.addCookies([...request.cookies])
    await look(context, request, guard, seen)
  }
  const error = await withLimit(
    open()
      .then(() => seen.error)
      .catch(failureOf),
    request,
  )
  ended = true
  // A page in an endless loop does not close by itself, and nobody waits for it.
  await Promise.race([
    context?.close().catch(() => undefined),
    new Promise(resolve => setTimeout(resolve, 2_000).unref()),
  ])
  return {
    at: at.toISOString(),
    ms: Date.now() - at.getTime(),
    url: request.url,
    finalUrl: seen.finalUrl ?? request.url,
    status: seen.status ?? 0,
    browser: `Chromium ${browser.version()}`,
    engines: seen.looked?.engines ?? [],
    ...listed(seen.looked?.hits ?? []),
    ...(seen.behaviour ? { behaviour: seen.behaviour } : {}),
    ...(seen.shots ? { shots: seen.shots } : {}),
    ...(seen.sent ? { sent: seen.sent } : {}),
    ...(seen.cut?.length ? { cut: seen.cut } : {}),
    ...(seen.journey ? { journey: seen.journey } : {}),
    ...(seen.code ? { code: seen.code } : {}),
    ...(seen.facts ? { facts: seen.facts } : {}),
    ...(seen.details ? { details: seen.details } : {}),
    resources: seen.wire?.resources().slice(seen.from ?? 0) ?? [],
    wouldHaveSent: guard.wouldHaveSent,
    ...(error ? { error } : {}),
  }
}

const contextOptions = (userAgent: string, request: VisitRequest): BrowserContextOptions => ({
  viewport: WIDE,
  locale: 'en-GB',
  timezoneId: 'Europe/London',
  reducedMotion: 'reduce',
  serviceWorkers: 'block',
  acceptDownloads: false,
  ...(request.stored ? { storageState: structuredClone(request.stored) as ContextState } : {}),
  ...(request.userAgentSuffix ? { userAgent: `${userAgent} ${request.userAgentSuffix}` } : {}),
})

/** Ends at the time limit, or when the run is stopped; whichever comes first names the failure. */
function withLimit(work: Promise<Failure | undefined>, request: VisitRequest): Promise<Failure | undefined> {
  const { signal, timeoutMs, url } = request
  return new Promise(resolve => {
    const end = (failure: Failure | undefined) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      resolve(failure)
    }
    const stop = () => end({ code: 'stopped', message: signal ? whyStopped(signal) : '' })
    const timer = setTimeout(
      () => end({ code: 'timeout', message: `${url} was not loaded and read within ${timeoutMs} ms` }),
      timeoutMs,
    )
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
    work.then(end)
  })
}

/** Fills `seen` step by step, so that a visit cut short still shows how far it came. */
async function look(context: BrowserContext, request: VisitRequest, guard: Guard, seen: Seen): Promise<void> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const wire = await listen(cdp)
  seen.wire = wire
  await attachGuard(context, page, cdp, guard)
  const code = request.journey || request.sends !== undefined ? undefined : await watchCode(cdp)
  const tooHeavy = setInterval(() => {
    if (wire.bytes() <= MOST_BYTES) return
    seen.error = { code: 'too-heavy', message: `more than ${MOST_BYTES / 1024 / 1024} MB arrived; the page was left` }
    void context.close()
  }, 100)
  try {
    const response = await page.goto(request.url, { waitUntil: 'commit', timeout: 0 }).catch((error: unknown) => {
      const refused = guard.wouldHaveSent.find(({ url }) => url !== request.url) ?? guard.wouldHaveSent[0]
      if (!refused || !/ERR_BLOCKED_BY_CLIENT|ERR_FAILED|ERR_ABORTED/.test(String(error))) throw error
      seen.error = { code: 'led-outside', message: `leads to ${refused.url}; ${refused.because}` }
      return null
    })
    if (!response) return
    seen.status = response.status()
    seen.finalUrl = page.url()
    const type = (await response.headerValue('content-type')) ?? ''
    if (!/html/i.test(type)) {
      seen.error = { code: 'not-html', message: `the answer is ${type || 'of no stated type'}, not a web page` }
      return
    }
    // One picture that never comes must not cost the audit: it then says that the page had not come to rest.
    await page.waitForLoadState('load', { timeout: request.timeoutMs / 3 }).catch(() => undefined)
    // Most of the time goes into parsing axe-core: that can happen while the page comes to rest.
    const [settled] = await Promise.all([
      settle(page, wire, request.timeoutMs / 4),
      installAxe(page, cdp).catch(() => undefined),
    ])
    seen.finalUrl = page.url()
    // Before anything of ours is run: it would count as the page's use, and the audit would be slowed by the watch.
    if (code) seen.code = await code.end()
    if (leftTheTarget(page, guard, seen)) return
    await installAxe(page, cdp)
    const engines = foreignEngines.filter(({ name }) => engineSets[request.engines ?? 'small'].includes(name))
    if (request.journey) {
      await walk(page, { cdp, wire }, request, request.journey, seen)
      if (seen.journey?.stopped || leftTheTarget(page, guard, seen)) return
      // What follows presses keys on a page whose form could be sent. What was filled in on the way is no matter for pictures.
      guard.onlyRead()
      await read(page, context, await settle(page, wire, request.timeoutMs / 4), seen, engines)
    } else if (request.sends !== undefined)
      Object.assign(seen, await sendForm({ page, cdp, wire }, request.sends, request.timeoutMs / 4))
    else await read(page, context, settled, seen, engines, request.pictures)
    if (!seen.journey?.stopped) leftTheTarget(page, guard, seen)
  } catch (error) {
    seen.error ??= failureOf(error)
  } finally {
    clearInterval(tooHeavy)
  }
}

/** What a journey was asked for on its way, and how far it came. */
async function walk(
  page: Page,
  { cdp, wire }: { cdp: CDPSession; wire: Wire },
  { timeoutMs }: VisitRequest,
  journey: JourneyRequest,
  seen: Seen,
): Promise<void> {
  page.on('request', request => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) seen.from = wire.resources().length
  })
  page.on('response', response => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame())
      seen.status = response.status()
  })
  seen.journey = await walkJourney({ page, cdp, wire }, journey, timeoutMs / 4)
  seen.finalUrl = page.url()
  const { stopped } = seen.journey
  if (stopped) {
    const message = `the journey ${journey.name} stopped at step ${stopped.step}, ${stopped.does}: ${stopped.because}`
    seen.error = { code: 'journey-stopped', message }
  }
}

/**
 * A script or a refresh that leads outside ends on the browser's own error page, which must not be taken for the product's: what
 * was read of it is dropped.
 */
function leftTheTarget(page: Page, guard: Guard, seen: Seen): boolean {
  if (!page.url().startsWith('chrome-error:')) return false
  const refused = guard.wouldHaveSent.at(-1)
  seen.error = refused
    ? { code: 'led-outside', message: `leads on to ${refused.url}; ${refused.because}` }
    : { code: 'trouble', message: 'the page led on to an address that gave no page' }
  for (const key of ['finalUrl', 'code', 'facts', 'details', 'looked', 'behaviour', 'shots', 'sent', 'cut'] as const)
    delete seen[key]
  return true
}

import type { Browser } from 'playwright-core'
import { type RawPageVisit, type VisitRequest, visitWith } from './visit.ts'

export interface PageBrowser {
  /** Loads one page in a context of its own and reads it. Rejects never: what went wrong is `error`, beside what was seen. */
  visit(request: VisitRequest): Promise<RawPageVisit>
  /** Lets go of the browser; the process goes on. */
  close(): Promise<void>
}

interface Connection {
  readonly browser: Browser
  readonly userAgent: string
}

/** How long a browser that died may take to be there again. */
const PATIENCE_MS = 15_000
const PAUSE_MS = 200
const LOST_MS = 1_000

async function connect(wsEndpoint: string): Promise<Connection> {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.connect(wsEndpoint)
  const session = await browser.newBrowserCDPSession()
  const { userAgent } = await session.send('Browser.getVersion')
  await session.detach()
  return { browser, userAgent }
}

/**
 * Connects to the browser that the main process started (35 ms), and again where that one died. A page that was alone when it did is
 * left; where several were under way nobody knows whose fault it was, and each is visited once more, one after the other, unless its
 * visit may have changed something.
 */
export async function connectBrowser(wsEndpoint: string): Promise<PageBrowser> {
  let patience = PATIENCE_MS
  const reconnect = async () => {
    const until = Date.now() + patience
    do {
      const made = await connect(wsEndpoint).catch(() => undefined)
      if (made) return made
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
    } while (Date.now() < until)
    // It will not come back: the pages that are left do not wait as long.
    patience = 0
    return undefined
  }
  let connection = connect(wsEndpoint).catch(async (error: unknown): Promise<Connection | undefined> => {
    const made = await reconnect()
    if (made) return made
    throw error
  })
  const connected = async (): Promise<Connection | undefined> => {
    const before = connection
    const now = await before
    if (now?.browser.isConnected()) return now
    // Only the first of those who find it gone connects again.
    if (connection === before) connection = reconnect()
    return connection
  }
  await connection

  /** Visits under way. */
  let busy = 0
  const attempt = async (request: VisitRequest): Promise<{ seen: RawPageVisit; died: boolean; alone: boolean }> => {
    const now = await connected()
    if (!now) return { seen: unseen(request), died: false, alone: true }
    busy++
    let alone = true
    let tell = () => {}
    const ended = new Promise<void>(resolve => {
      tell = () => {
        alone = busy === 1
        resolve()
      }
    })
    now.browser.once('disconnected', tell)
    const seen = await visitWith(now.browser, now.userAgent, request)
    // Pages are lost a moment before their browser is known to be.
    if (/^(gone|trouble)$/.test(seen.error?.code ?? ''))
      await Promise.race([ended, new Promise(resolve => setTimeout(resolve, LOST_MS).unref())])
    now.browser.off('disconnected', tell)
    busy--
    const died = seen.error !== undefined && !now.browser.isConnected()
    return { seen: died ? { ...seen, error: ENDED } : seen, died, alone }
  }
  let inTurn: Promise<unknown> = Promise.resolve()
  return {
    visit: async request => {
      const { seen, died, alone } = await attempt(request)
      if (!died || alone || request.sends !== undefined || request.journey || request.signal?.aborted) return seen
      const again = inTurn.then(() => attempt(request))
      inTurn = again
      return (await again).seen
    },
    close: async () => (await connection)?.browser.close(),
  }
}

const ENDED = { code: 'gone', message: 'the browser ended by itself while it looked at this page' }

/** There is no browser any more. */
const unseen = ({ url }: VisitRequest): RawPageVisit => ({
  at: new Date().toISOString(),
  ms: 0,
  url,
  finalUrl: url,
  status: 0,
  browser: '',
  engines: [],
  hits: [],
  resources: [],
  wouldHaveSent: [],
  error: { code: 'gone', message: 'the browser ended by itself before, and did not start again' },
})

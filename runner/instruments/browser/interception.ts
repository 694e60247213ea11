import type { BrowserContext, CDPSession, Page, Request } from 'playwright-core'
import type { Guard } from './guard.ts'

/**
 * Puts the guard on every way out of a context. Playwright's routes see what every frame, worker and window begins, but not the
 * hops of a redirect; the DevTools protocol sees those too, and there an identity's headers are added hop by hop, so that they
 * never reach another origin.
 */
export async function attachGuard(context: BrowserContext, page: Page, cdp: CDPSession, guard: Guard): Promise<void> {
  await context.route('**/*', async route => {
    const request = route.request()
    const because = guard.refuse(request.method(), request.url())
    // A window that the page opens is not looked at, and its redirects would go unseen.
    if (because || !belongsTo(page, request)) await route.abort('blockedbyclient')
    else await route.continue()
  })
  await context.routeWebSocket(/.*/, socket => {
    guard.refuse('WEBSOCKET', socket.url())
    void socket.close()
  })
  context.on('page', other => {
    if (other !== page) void other.close().catch(() => undefined)
  })
  cdp.on('Fetch.requestPaused', ({ requestId, request, resourceType }) => {
    const because = guard.refuse(request.method, request.url)
    const extra = guard.headersFor(request.url)
    // A context that closes takes its paused requests with it.
    const done = because
      ? cdp.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
      : cdp.send('Fetch.continueRequest', {
          requestId,
          ...(Object.keys(extra).length > 0 && resourceType !== 'Preflight'
            ? { headers: Object.entries({ ...request.headers, ...extra }).map(([name, value]) => ({ name, value })) }
            : {}),
        })
    done.catch(() => undefined)
  })
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] })
}

function belongsTo(page: Page, request: Request): boolean {
  try {
    return request.frame().page() === page
  } catch {
    // The first request of a window that is just being opened has no frame yet; a worker's request never has one.
    return !request.isNavigationRequest()
  }
}

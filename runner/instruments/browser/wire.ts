import type { CDPSession } from 'playwright-core'
import type { PageResource } from '../../../reports/record.ts'

/** What the browser's network stack did for one page. */
export interface Wire {
  /** Answers in the order the requests were made; only those that came over the wire. */
  resources(): readonly PageResource[]
  /** Requests of the page that are still going on; streams that never end do not count. */
  inFlight(): number
  /** Bytes after content decoding that have come so far. */
  bytes(): number
}

type Draft = { -readonly [K in keyof PageResource]: PageResource[K] } & { done: boolean; wire: boolean }

/** Kinds that stay open for as long as the page does. */
const endless = new Set(['EventSource', 'WebSocket', 'Media', 'Ping', 'Prefetch'])

const header = (headers: Record<string, unknown>, name: string): string => {
  const key = Object.keys(headers).find(candidate => candidate.toLowerCase() === name)
  return key === undefined ? '' : String(headers[key])
}

function answer(draft: Draft, response: Answer): void {
  draft.status = response.status
  draft.protocol = response.protocol ?? ''
  draft.contentEncoding = header(response.headers, 'content-encoding')
  draft.contentType = header(response.headers, 'content-type')
  draft.cacheControl = header(response.headers, 'cache-control')
  draft.wire = true
}
interface Answer {
  readonly status: number
  readonly protocol?: string
  readonly headers: Record<string, unknown>
  readonly encodedDataLength?: number
}

/** Listens to a page's network through the DevTools protocol; call before the first navigation. Bytes are as on the wire. */
export async function listen(cdp: CDPSession): Promise<Wire> {
  const drafts: Draft[] = []
  const open = new Map<string, Draft>()
  let bytes = 0

  const close = (id: string, transferBytes?: number) => {
    const draft = open.get(id)
    if (!draft) return
    if (transferBytes !== undefined) draft.transferBytes = transferBytes
    draft.done = true
    open.delete(id)
  }

  cdp.on('Network.requestWillBeSent', ({ requestId, request, type, redirectResponse }) => {
    const before = open.get(requestId)
    if (before && redirectResponse) {
      answer(before, redirectResponse)
      close(requestId, redirectResponse.encodedDataLength)
    }
    if (!/^https?:/.test(request.url)) return
    const draft: Draft = {
      url: request.url,
      type: (type ?? 'Other').toLowerCase(),
      status: 0,
      protocol: '',
      transferBytes: 0,
      contentEncoding: '',
      contentType: '',
      cacheControl: '',
      done: endless.has(type ?? ''),
      wire: false,
    }
    drafts.push(draft)
    open.set(requestId, draft)
  })
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    const draft = open.get(requestId)
    if (draft) answer(draft, response)
  })
  cdp.on('Network.requestServedFromCache', ({ requestId }) => {
    const draft = open.get(requestId)
    if (draft) drafts.splice(drafts.indexOf(draft), 1)
    open.delete(requestId)
  })
  cdp.on('Network.dataReceived', ({ requestId, dataLength, encodedDataLength }) => {
    bytes += dataLength
    const draft = open.get(requestId)
    if (draft) draft.transferBytes += encodedDataLength
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => close(requestId, encodedDataLength))
  cdp.on('Network.loadingFailed', ({ requestId }) => close(requestId))
  await cdp.send('Network.enable')

  return {
    resources: () => drafts.filter(({ wire }) => wire).map(({ done: _done, wire: _wire, ...resource }) => resource),
    inFlight: () => [...open.values()].filter(({ done }) => !done).length,
    bytes: () => bytes,
  }
}

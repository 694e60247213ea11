import type { TransportError } from '../../../reports/record.ts'
import type { HttpClient, RawExchange, RawRequest } from './types.ts'

const MOST_RETRIES = 2
const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Failures before a byte was sent that may pass by themselves. */
const beforeSending = new Set(['refused', 'unreachable', 'name-lookup-failed'])
/** Failures that asking again cannot mend, or that must not be hidden by it. */
const final = new Set([
  'invalid-request',
  'untrusted-certificate',
  'not-encrypted',
  'name-not-found',
  'headers-too-large',
])

/**
 * Asks, and asks again at most twice: safe requests (RFC 9110, 9.2.1) after a transport failure, any request after a
 * connection that was refused before something was sent. Each failed try is kept, oldest first, in `earlier`.
 */
export async function askPatiently(
  client: HttpClient,
  request: RawRequest,
  pause: (retry: number, signal?: AbortSignal) => Promise<void> = wait,
): Promise<RawExchange> {
  const earlier: TransportError[] = []
  for (;;) {
    const seen = await client.ask(request)
    const done = !seen.error || earlier.length === MOST_RETRIES || !mayRetry(request, seen.error)
    if (done) return earlier.length > 0 ? { ...seen, earlier } : seen
    earlier.push(seen.error)
    await pause(earlier.length, request.signal)
  }
}

function mayRetry(request: RawRequest, error: TransportError): boolean {
  if (request.signal?.aborted || error.phase === 'stopped' || error.phase === 'limit') return false
  if (beforeSending.has(error.code)) return true
  // To a request that is written as it must not be a closed connection is an answer.
  return safe.has(request.method) && !request.framing && !request.connectionField && !final.has(error.code)
}

/** 250 ms before the first retry, 500 ms before the second; a stop ends the wait. */
function wait(retry: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, 250 * retry)
    signal?.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
  })
}

import type { StapleSeen } from '../../../../reports/record.ts'
import { childrenOf, type Der, readDer, timeText } from '../der.ts'

const failures: Readonly<Record<number, string>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
}
const statuses: Readonly<Record<number, string>> = { 128: 'good', 160: 'good', 161: 'revoked', 130: 'unknown' }

/** Status and dates of the first answer in an OCSP response (RFC 6960, 4.2.1); `unreadable` where its form is broken. */
export function readStaple(der: Buffer): StapleSeen {
  try {
    const [status, wrapped] = childrenOf(readDer(der))
    const failure = status?.body[0] ?? 0
    if (failure !== 0) return { status: failures[failure] ?? `error ${failure}` }
    const bytes = wrapped && childrenOf(childrenOf(wrapped)[0]!)[1]
    const data = bytes && childrenOf(readDer(bytes.body))[0]
    return (data && firstAnswer(data)) ?? { status: 'unreadable' }
  } catch {
    return { status: 'unreadable' }
  }
}

/** ResponseData: [0] version, [1] or [2] responder, producedAt, the responses. */
function firstAnswer(data: Der): StapleSeen | undefined {
  const parts = childrenOf(data)
  const produced = parts.findIndex(({ tag }) => tag === 24)
  const responses = parts[produced + 1]
  const single = responses && childrenOf(responses)[0]
  if (!single) return undefined
  const [, status, thisUpdate, ...rest] = childrenOf(single)
  const next = rest.find(({ tag }) => tag === 0xa0)
  const from = thisUpdate && timeText(thisUpdate)
  const until = next && timeText(childrenOf(next)[0]!)
  return {
    status: statuses[status?.tag ?? 0] ?? 'unreadable',
    ...(from !== undefined && { thisUpdate: from }),
    ...(until !== undefined && { nextUpdate: until }),
  }
}

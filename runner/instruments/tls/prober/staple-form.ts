import { childrenOf, type Der, NotDer, oidText, readDer, timeText } from '../der.ts'

/** One answer about one certificate (RFC 6960, 4.2.1). */
export interface SingleAnswer {
  /** Object identifier of the hash, by which the issuer is named. */
  readonly hash: string
  readonly issuerName: Buffer
  readonly issuerKey: Buffer
  readonly serial: Buffer
  readonly status: string
  readonly thisUpdate?: string
  readonly nextUpdate?: string
}

/** The parts of a basic OCSP response. */
export interface StapleParts {
  /** What is signed. */
  readonly data: Buffer
  /** AlgorithmIdentifier of the signature. */
  readonly algorithm: Der
  readonly signature: Buffer
  /** Certificates that come with it, for a responder that the issuer appointed. */
  readonly certificates: readonly Buffer[]
  readonly answers: readonly SingleAnswer[]
}

const failures: Readonly<Record<number, string>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
}
const statuses: Readonly<Record<number, string>> = { 128: 'good', 160: 'good', 161: 'revoked', 130: 'unknown' }
const BASIC = '1.3.6.1.5.5.7.48.1.1'

/** The parts of an OCSP response, or the name of the failure that it says instead. Throws NotDer where its form is broken. */
export function stapleParts(der: Buffer): StapleParts | { readonly failure: string } {
  const [status, wrapped] = childrenOf(readDer(der))
  if (status?.tag !== 10) throw new NotDer('no status')
  const failure = status.body[0] ?? 0
  if (failure !== 0) return { failure: failures[failure] ?? `error ${failure}` }
  const [type, bytes] = childrenOf(childrenOf(required(wrapped))[0] ?? required(undefined))
  if (oidText(required(type)) !== BASIC) throw new NotDer('no basic response')
  const [data, algorithm, signature, wrappedCertificates] = childrenOf(readDer(required(bytes).body))
  const list = wrappedCertificates && childrenOf(wrappedCertificates)[0]
  return {
    data: required(data).whole,
    algorithm: required(algorithm),
    // The first byte of a BIT STRING counts its unused bits.
    signature: required(signature).body.subarray(1),
    certificates: list ? childrenOf(list).map(({ whole }) => whole) : [],
    answers: answersIn(required(data)),
  }
}

/** ResponseData: [0] version, [1] or [2] responder, producedAt, the responses. */
function answersIn(data: Der): SingleAnswer[] {
  const parts = childrenOf(data)
  const produced = parts.findIndex(({ tag }) => tag === 24)
  return childrenOf(required(parts[produced + 1])).map(answer)
}

function answer(single: Der): SingleAnswer {
  const [id, status, thisUpdate, ...rest] = childrenOf(single)
  const [hash, issuerName, issuerKey, serial] = childrenOf(required(id))
  const next = rest.find(({ tag }) => tag === 0xa0)
  const from = thisUpdate && timeText(thisUpdate)
  const until = next && timeText(required(childrenOf(next)[0]))
  return {
    hash: oidText(required(childrenOf(required(hash))[0])),
    issuerName: required(issuerName).body,
    issuerKey: required(issuerKey).body,
    serial: required(serial).body,
    status: statuses[status?.tag ?? 0] ?? 'unreadable',
    ...(from !== undefined && { thisUpdate: from }),
    ...(until !== undefined && { nextUpdate: until }),
  }
}

function required(der: Der | undefined): Der {
  if (!der) throw new NotDer('a part is missing')
  return der
}

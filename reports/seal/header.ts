/** The protected header of a seal (RFC 7515), in one form only: these members, in this order, nothing else. */
import { SealError } from './errors.ts'
import { type Algorithm, algorithmsOf, type PublicJwk, publicJwk } from './public-key.ts'

export interface SealHeader {
  readonly alg: Algorithm
  readonly kid: string
  readonly role: string
  /** Seconds since 1970, as the signer claims. */
  readonly iat: number
  readonly jwk: PublicJwk
}

const ROLE = /^[a-z][a-z-]{0,31}$/
const MEMBERS = ['alg', 'kid', 'typ', 'cty', 'role', 'iat', 'jwk']

export function headerText({ alg, kid, role, iat, jwk }: SealHeader): string {
  return JSON.stringify({ alg, kid, typ: 'JWS', cty: 'application/vnd.in-toto+json', role, iat, jwk })
}

/** Reads a header strictly: an unknown member (`crit` too), a member twice, another order or spacing is refused. */
export function readHeader(text: string, at: number): SealHeader {
  const raw = parse(text, at)
  const unknown = Object.keys(raw).find(name => !MEMBERS.includes(name))
  if (unknown !== undefined) return refuse(`The seal’s header has an unknown member "${unknown}"`, at)
  const { kid, role, iat } = raw
  if (typeof kid !== 'string') return refuse('The seal’s header has no "kid"', at)
  if (typeof role !== 'string' || !ROLE.test(role)) return refuse('The seal’s role is not a word of a to z and "-"', at)
  if (typeof iat !== 'number' || !Number.isSafeInteger(iat) || iat < 0)
    return refuse('The seal’s "iat" is not a whole number of seconds', at)
  const jwk = publicJwk(raw.jwk)
  const alg = algorithmsOf(jwk).find(name => name === raw.alg)
  if (!alg)
    throw new SealError('algorithm', {
      what: `The seal names the algorithm ${JSON.stringify(raw.alg)} for a key of kind ${jwk.kty}`,
      at,
      expected: algorithmsOf(jwk).join(' or '),
      next: 'Do not rely on this file; ask the sender for the original.',
    })
  const header = { alg, kid, role, iat, jwk }
  return headerText(header) === text ? header : refuse('The seal’s header is not in its one form', at)
}

function parse(text: string, at: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // refused below, like any other header that is not an object
  }
  return refuse('The seal’s header is not a JSON object', at)
}

function refuse(what: string, at: number): never {
  throw new SealError('header', {
    what,
    at,
    expected: `exactly the members ${MEMBERS.join(', ')}, in this order, without spaces`,
    next: 'The seal was altered or written by a newer version; ask the signer, or verify with the newest mustdo.',
  })
}

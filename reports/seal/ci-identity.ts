/**
 * A CI identity: a token (OpenID Connect, JWT) that a pipeline's provider issued to one job for exactly this report, since its
 * audience is the digest of the report's body. It stands in the seal; who issues such tokens, and for which pipeline, the verifier
 * says beforehand. Nothing is fetched.
 */
import type { JWK } from 'jose'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { compactVerify } from 'jose/jws/compact/verify'
import { importJWK } from 'jose/key/import'
import { algorithmsOf, type PublicJwk } from './public-key.ts'

/** A pipeline that is known, by the keys of its provider and by what the provider says of it. */
export interface Pipeline {
  /** `iss` of the provider, character for character. */
  readonly issuer: string
  /** Whose pipeline it is, as reports should name it. */
  readonly name: string
  /** Claims that a token must have, each exactly so: `repository`, `ref`, `sub` … */
  readonly claims: Readonly<Record<string, string>>
  /** The provider's signing keys, pinned. */
  readonly keys: readonly (PublicJwk & JWK)[]
}

/** What a seal's token comes to. */
export type Identity = { readonly name: string; readonly said: string } | { readonly because: string }

interface Sealed {
  readonly bodyDigest: string
  /** When the seal was made, as its signer claims; seconds since 1970. */
  readonly iat: number
}

const LONGEST = 16_384
const SKEW_SECONDS = 60
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/

/** What the token of a report with this body must name as its audience. */
export const audienceOf = (bodyDigest: string): string => `sha256:${bodyDigest}`

export const isToken = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST && TOKEN.test(value)

/** The claims of a token, nothing checked; undefined for anything else. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Checks a token against the known pipelines. Never throws for the token's sake. */
export async function identityOf(token: string, sealed: Sealed, pipelines: readonly Pipeline[]): Promise<Identity> {
  const claims = isToken(token) ? claimsOf(token) : undefined
  if (!claims) return { because: 'it is no token' }
  const own = pipelines.filter(({ issuer }) => issuer === claims['iss'])
  if (own.length === 0) return { because: 'no known pipeline is of its issuer' }
  if (!(await isSigned(token, own))) return { because: 'no pinned key of its issuer has signed it' }
  const wanted = audienceOf(sealed.bodyDigest)
  if (claims['aud'] !== wanted && !(Array.isArray(claims['aud']) && claims['aud'].join() === wanted))
    return { because: 'it was issued for something else than this report' }
  const { iat, exp } = claims
  if (typeof iat !== 'number' || typeof exp !== 'number') return { because: 'it does not say when it counts' }
  if (sealed.iat < iat - SKEW_SECONDS || sealed.iat > exp + SKEW_SECONDS)
    return { because: 'the report was sealed when it did not count' }
  const pipeline = own.find(one => Object.entries(one.claims).every(([name, value]) => claims[name] === value))
  if (!pipeline) return { because: 'its claims are not those of a known pipeline' }
  const at = new Date(iat * 1000).toISOString().slice(0, 19)
  const about = Object.entries(pipeline.claims).map(([name, value]) => `${name} ${value}`)
  return { name: pipeline.name, said: `by CI identity: ${about.join(', ')}, as ${pipeline.issuer} said at ${at}Z` }
}

/** The algorithm is the key's, not the token's: a token that names another is not verified at all. */
async function isSigned(token: string, pipelines: readonly Pipeline[]): Promise<boolean> {
  for (const key of pipelines.flatMap(({ keys }) => keys)) {
    try {
      const alg = algorithmsOf(key).find(one => one === decodeProtectedHeader(token).alg)
      if (!alg) continue
      await compactVerify(token, await importJWK(key, alg), { algorithms: [alg] })
      return true
    } catch {
      // Another key may have signed it.
    }
  }
  return false
}

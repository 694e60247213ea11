/** Who is believed: keys by the thumbprint computed from the key itself, never by a name or `kid` that a file claims. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { SealSeen } from './check-seal.ts'
import type { Identity, Pipeline } from './ci-identity.ts'
import { SealError } from './errors.ts'
import { algorithmsOf, type PublicJwk, publicJwk, thumbprint } from './public-key.ts'
import { trustSchema } from './trust-schema.ts'

export interface TrustedKey {
  readonly jwk: PublicJwk & { readonly alg?: string }
  readonly name: string
  readonly roles: readonly string[]
  /** Days, UTC, `2026-11-22`. */
  readonly from?: string
  readonly to?: string
  readonly revoked?: string
  readonly reason?: string
}

export interface TrustFile {
  readonly version: 1
  readonly keys: readonly TrustedKey[]
  /** Pipelines that are known by a CI identity, whatever key they seal with. */
  readonly pipelines?: readonly Pipeline[]
}

/** A known key, whoever lists it: what is known of it but the key itself. */
export interface KnownKey extends Omit<TrustedKey, 'jwk'> {
  readonly alg?: string
  /** The origin of the tested product that publishes the key, where only that vouches for it. */
  readonly published?: string
}

/** Known keys by RFC 7638 thumbprint. */
export type Keys = ReadonlyMap<string, KnownKey>

/** What a trust file says of a seal: the signer's name, and why it does not count where it does not. */
export interface Standing {
  readonly signer?: string
  /** The origin that publishes the key, where nobody else vouches for it. */
  readonly published?: string
  readonly because?: string
  /** The pipeline that a CI identity shows it to be from. */
  readonly pipeline?: string
}

let compiled: ValidateFunction<TrustFile> | undefined
/** Compiled at first use: most reports are verified without a trust file. */
const trustValidator = () => (compiled ??= new Ajv2020({ allErrors: false }).compile<TrustFile>(trustSchema))

/** Reads a trust file. Throws SealError `trust` for text that is no JSON, keys of a wrong kind, a key listed twice. */
export async function readTrust(text: string): Promise<TrustFile> {
  const value = parse(text)
  const validate = trustValidator()
  if (!validate(value)) {
    const error = validate.errors?.[0]
    return refuse(`The trust file is wrong at ${error?.instancePath || '/'}: ${error?.message ?? 'not valid'}`)
  }
  const seen = new Set<string>()
  for (const [index, { jwk, from, to }] of value.keys.entries()) {
    const key = publicJwk(jwk)
    if (jwk.alg !== undefined && !algorithmsOf(key).some(alg => alg === jwk.alg))
      return refuse(`The trust file’s keys[${index}].jwk names an "alg" that does not fit its kind`)
    if (from && to && from > to) return refuse(`The trust file’s keys[${index}] ends before it begins`)
    const id = await thumbprint(key)
    if (seen.has(id)) return refuse(`The trust file lists the key ${id} twice (keys[${index}])`)
    seen.add(id)
  }
  for (const { keys } of value.pipelines ?? []) for (const key of keys) publicJwk(key)
  return value
}

/** The keys of a trust file by their thumbprints, computed from the keys themselves. */
export async function keysOf(trust: TrustFile): Promise<Keys> {
  const keys = new Map<string, KnownKey>()
  for (const { jwk, ...known } of trust.keys)
    keys.set(await thumbprint(publicJwk(jwk)), { ...known, ...(jwk.alg && { alg: jwk.alg }) })
  return keys
}

/** The standing of every seal. The times compared are those that signers claim; a revoked key never counts. */
export const standings = (
  seals: readonly SealSeen[],
  keys: Keys,
  identities: readonly (Identity | undefined)[] = [],
): readonly Standing[] => seals.map((seal, index) => withIdentity(ofKey(seal, keys.get(seal.kid)), identities[index]))

/** A key that nobody lists is known by its pipeline; one that is listed and does not count is not made good by it. */
function withIdentity(own: Standing, identity: Identity | undefined): Standing {
  if (!identity || (own.because && own.signer)) return own
  if ('because' in identity)
    return own.because ? { because: `${own.because}, and its CI identity does not count: ${identity.because}` } : own
  const { name, said } = identity
  return own.signer
    ? { ...own, signer: `${own.signer}, from ${name} ${said}`, pipeline: name }
    : { signer: `${name}, ${said}`, pipeline: name }
}

function ofKey(seal: SealSeen, key: KnownKey | undefined): Standing {
  if (!key) return { because: `the key ${seal.fingerprint} is not among the known keys` }
  const signer = key.name
  const day = dayOf(seal.iat)
  if (key.revoked) return { signer, because: `the key of ${signer} was revoked${key.reason ? `: ${key.reason}` : ''}` }
  if (!key.roles.includes(seal.role)) return { signer, because: `${signer} may not seal as ${seal.role}` }
  if (key.alg && key.alg !== seal.alg)
    return { signer, because: `the key of ${signer} is for ${key.alg}, not ${seal.alg}` }
  if (key.from && day < key.from)
    return { signer, because: `the key of ${signer} counts from ${key.from}; sealed ${day}` }
  if (key.to && day > key.to) return { signer, because: `the key of ${signer} counted until ${key.to}; sealed ${day}` }
  return key.published
    ? { signer: `${signer}, by the key that ${key.published} publishes`, published: key.published }
    : { signer }
}

/** Past the last day that a Date can hold, a claimed time is simply later than every other. */
export function dayOf(iat: number): string {
  return iat > 253402300799 ? '9999-12-31' : new Date(iat * 1000).toISOString().slice(0, 10)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return refuse(`The trust file is not JSON (${error instanceof Error ? error.message : 'unreadable'})`)
  }
}

function refuse(what: string): never {
  throw new SealError('trust', {
    what,
    expected: '{ "version": 1, "keys": [{ "jwk", "name", "roles", … }] }, each key once',
    next: 'Mend the trust file; `mustdo keys generate` prints a key as it must stand there.',
  })
}

import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import type { TrustSeen } from '../../../../reports/record.ts'
import { trustedRoots } from '../trust.ts'
import { issued } from './chain.ts'
import type { Way } from './wire.ts'

/**
 * Trust by signatures, names, dates and CA marks alone, for servers that OpenSSL cannot shake hands with: a path from the leaf
 * through what was sent to a root of the machine or of the target file. Name constraints and policies are not looked at.
 */
export function pathTrust(chain: readonly Buffer[], way: Pick<Way, 'ca' | 'host' | 'servername'>): TrustSeen {
  const certificates = chain.flatMap(read)
  const [leaf, ...others] = certificates
  if (!leaf) return { trusted: false, error: 'unreadable', nameMatches: false, publicRoot: false, by: 'path' }
  const name = way.servername || way.host
  const nameMatches = (leaf.checkHost(name) ?? leaf.checkIP(name)) !== undefined
  const roots = (trustedRoots(way.ca) ?? rootCertificates).flatMap(eachPem).flatMap(read)
  const rest = { publicRoot: false, by: 'path' } as const
  const now = Date.now()
  let at = leaf
  for (let steps = 0; steps <= others.length + 1; steps += 1) {
    if (Date.parse(at.validTo) < now) return { trusted: false, error: 'CERT_HAS_EXPIRED', nameMatches, ...rest }
    if (Date.parse(at.validFrom) > now) return { trusted: false, error: 'CERT_NOT_YET_VALID', nameMatches, ...rest }
    if (roots.some(root => root.raw.equals(at.raw) || issued(root, at)))
      return { trusted: true, nameMatches, ...rest, publicRoot: endsPublic(chain, way.ca) }
    const next = others.find(other => other.ca && !other.raw.equals(at.raw) && issued(other, at))
    if (!next) break
    at = next
  }
  const error = issued(at, at) ? 'SELF_SIGNED_CERT_IN_CHAIN' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
  return { trusted: false, error, nameMatches, ...rest }
}

/** The certificate (DER) that issued the leaf: among those sent, or a root of the machine or of the target file. */
export function issuerOf(chain: readonly Buffer[], way: Pick<Way, 'ca'>): Buffer | undefined {
  const [leaf, ...others] = chain.flatMap(read)
  const roots = () => (trustedRoots(way.ca) ?? rootCertificates).flatMap(eachPem).flatMap(read)
  return leaf && (others.find(one => issued(one, leaf)) ?? roots().find(one => issued(one, leaf)))?.raw
}

/** Whether a chain that was found to be trusted ends at a public root, and at none of the given ones. */
export function endsPublic(chain: readonly Buffer[], ca: readonly string[] | undefined): boolean {
  const roots = (ca ?? []).flatMap(eachPem).flatMap(read)
  return !chain.flatMap(read).some(one => roots.some(root => root.raw.equals(one.raw) || issued(root, one)))
}

/** A file of roots may hold several. */
const eachPem = (text: string): string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []

function read(source: Buffer | string): X509Certificate[] {
  try {
    return [new X509Certificate(source)]
  } catch {
    return []
  }
}

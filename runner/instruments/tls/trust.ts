import { createHash, type X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'

/**
 * The roots to trust: those of Node (its own list and NODE_EXTRA_CA_CERTS) and the given private ones. Undefined when there
 * are no private ones, which leaves Node its default.
 */
export function trustedRoots(ca: readonly string[] | undefined): string[] | undefined {
  if (!ca || ca.length === 0) return undefined
  const key = ca.join('')
  const list = lists.get(key) ?? [...usualRoots(), ...ca]
  lists.set(key, list)
  return list
}

const lists = new Map<string, string[]>()

function usualRoots(): readonly string[] {
  const modern = (tls as { getCACertificates?: (type: 'default') => string[] }).getCACertificates
  return modern ? modern('default') : [...tls.rootCertificates, ...extraRoots()]
}

/** Whether a certificate (DER) is one of the trusted roots, the usual or the given ones. */
export function isRoot(der: Buffer, ca: readonly string[] | undefined): boolean {
  const text = der.toString('base64')
  usual ??= usualRoots().map(withoutSpace)
  return [...usual, ...(ca ?? []).map(withoutSpace)].some(pem => pem.includes(text))
}

const withoutSpace = (pem: string): string => pem.replace(/\s/g, '')
let usual: readonly string[] | undefined

/**
 * What NODE_EXTRA_CA_CERTS adds to the roots that Node brings along. An unreadable file is passed over, as Node itself does with a
 * warning.
 */
export function extraRoots(): readonly string[] {
  const file = process.env.NODE_EXTRA_CA_CERTS ?? ''
  const known = extras.get(file)
  if (known || !file) return known ?? []
  const found = [...new Set(pemsIn(file))]
  // Many name the whole list of their system there, most of which Node has.
  const brought = new Set(found.length > 0 ? tls.rootCertificates.map(withoutSpace) : [])
  const more = found.filter(pem => !brought.has(withoutSpace(pem)))
  extras.set(file, more)
  return more
}

const extras = new Map<string, readonly string[]>()

function pemsIn(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  } catch {
    return []
  }
}

/** sha256 (base64) of the SubjectPublicKeyInfo; empty for a key that this Node cannot read. */
export function spkiOf(certificate: X509Certificate | undefined): string {
  if (!certificate) return ''
  try {
    const der = certificate.publicKey.export({ type: 'spki', format: 'der' })
    return createHash('sha256').update(der).digest('base64')
  } catch {
    return ''
  }
}

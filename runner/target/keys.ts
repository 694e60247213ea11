/** Private keys and certificates of a target file: read, understood, and fit for their use, or a complaint that says why not. */
import type { KeyObject } from 'node:crypto'
import { createPrivateKey, type JsonWebKey, X509Certificate } from 'node:crypto'
import type { Context } from './context.ts'
import { Secret } from './secret.ts'
import { readBeside } from './secrets.ts'

type SigningAlg = 'RS384' | 'ES384' | 'RS512'

/**
 * A signing key of SMART Backend Services as PKCS#8 PEM. RS384 needs RSA of 2048 bits or more (RFC 7518, 3.3), ES384 the curve
 * P-384 (RFC 7518, 3.4), RS512 the same RSA key as RS384. Without `alg` the key decides. Of a key set (RFC 7517, 5) the key with `kid` is
 * taken.
 */
export function signingKey(
  context: Context,
  pointer: string,
  written: Secret,
  alg: SigningAlg | undefined,
  passphrase: Secret | undefined,
  kid?: string,
): { readonly alg: SigningAlg; readonly key: Secret } | undefined {
  const key = privateKey(context, pointer, written, passphrase, kid)
  if (!key) return undefined
  const kind = kindOf(key)
  const wanted = alg ?? (key.asymmetricKeyType === 'ec' ? 'ES384' : 'RS384')
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  const refuse = (expected: string) => {
    context.problems.add(
      pointer,
      `(${written.source}) is ${kind}. ${expected} Make one with: mustdo keys generate --alg ${wanted}`,
    )
    return undefined
  }
  if (wanted !== 'ES384' && (key.asymmetricKeyType !== 'rsa' || bits < 2048))
    return refuse(`${wanted} needs an RSA key of 2048 bits or more (RFC 7518, 3.3).`)
  if (wanted === 'ES384' && key.asymmetricKeyDetails?.namedCurve !== 'secp384r1')
    return refuse('ES384 needs an EC key on P-384 (RFC 7518, 3.4).')
  return { alg: wanted, key: sealed(written, key) }
}

/** A client certificate (PEM, the leaf first) and its private key. */
export function clientCertificate(
  context: Context,
  at: string,
  certificate: string,
  written: Secret,
  passphrase: Secret | undefined,
): { readonly certificate: string; readonly key: Secret } | undefined {
  const certificates = readCertificates(context, `${at}/certificate`, certificate)
  const key = privateKey(context, `${at}/key`, written, passphrase)
  const leaf = certificates?.parsed[0]
  if (!certificates || !leaf || !key) return undefined
  if (!leaf.checkPrivateKey(key)) {
    context.problems.add(
      `${at}/key`,
      `(${written.source}) is not the key of ${certificate}. Expected the private key of the first certificate in that file.`,
    )
    return undefined
  }
  if (endOf(leaf) < context.today) {
    context.problems.add(
      `${at}/certificate`,
      `(${certificate}) expired on ${endOf(leaf)}. Expected a certificate that is in date. Ask its issuer for a new one.`,
    )
    return undefined
  }
  return { certificate: certificates.pem, key: sealed(written, key) }
}

/** The certificates of a PEM file. Undefined after a complaint. */
export function readCertificates(
  context: Context,
  pointer: string,
  written: string,
): { readonly pem: string; readonly parsed: readonly X509Certificate[] } | undefined {
  const text = readBeside(context, pointer, written)
  if (text === undefined) return undefined
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  try {
    const parsed = blocks.map(block => new X509Certificate(block))
    if (parsed.length > 0) return { pem: `${blocks.join('\n')}\n`, parsed }
  } catch {
    // Falls through to the complaint below: a block that does not parse is no certificate.
  }
  context.problems.add(
    pointer,
    `(${written}) holds no certificate that can be read. Expected PEM, with BEGIN CERTIFICATE. Convert DER with: openssl x509 -inform der -in ${written}`,
  )
  return undefined
}

function privateKey(context: Context, pointer: string, written: Secret, passphrase: Secret | undefined, kid?: string) {
  const text = written.reveal().trim()
  const refuse = (message: string) => {
    context.problems.add(pointer, `(${written.source}) ${message}`)
    return undefined
  }
  const expected = 'Expected a private key, as PEM (PKCS#8, PKCS#1, SEC 1) or JWK.'
  if (/^-----BEGIN (?:[A-Z0-9 ]+ )?PUBLIC KEY-----/.test(text)) return refuse(`is a public key. ${expected}`)
  if (text.startsWith('-----BEGIN CERTIFICATE')) return refuse(`is a certificate. ${expected}`)
  const encrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text)
  if (encrypted && !passphrase)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own notation
    return refuse('is encrypted. Expected its passphrase too. Add the key "passphrase: ${env:NAME}".')
  try {
    if (text.startsWith('{')) {
      const { keys, ...jwk } = JSON.parse(text) as JsonWebKey & {
        readonly keys?: readonly (JsonWebKey & { kid?: string })[]
      }
      const chosen = keys ? keys.find(one => one.kid === kid) : jwk
      if (chosen) return createPrivateKey({ key: chosen, format: 'jwk' })
      return refuse(`is a key set without the key "${kid}". Expected the private key of that kid in it. Correct kid?`)
    }
    return createPrivateKey({ key: text, ...(passphrase && { passphrase: passphrase.reveal() }) })
  } catch {
    return refuse(
      encrypted ? 'cannot be decrypted with that passphrase. Is it the right one?' : `cannot be read. ${expected}`,
    )
  }
}

function kindOf(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (modulusLength !== undefined) return `an RSA key of ${modulusLength} bits`
  if (namedCurve !== undefined) return `an EC key on ${namedCurve}`
  return `a key of type ${key.asymmetricKeyType ?? 'unknown'}`
}

const sealed = (from: Secret, key: KeyObject) =>
  new Secret(from.name, from.source, String(key.export({ type: 'pkcs8', format: 'pem' })))

const endOf = (certificate: X509Certificate) => new Date(certificate.validTo).toISOString().slice(0, 10)

import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

const algorithms = {
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
} as const

export interface TestCertificate {
  readonly cert: string
  readonly key: string
  readonly x509: x509.X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}

export interface TestCertificateOptions {
  readonly issuer?: TestCertificate
  readonly names?: readonly string[]
  readonly ca?: boolean
  readonly kind?: 'ec' | 'rsa'
  readonly notBefore?: Date
  readonly notAfter?: Date
}

const DAY = 86_400_000

/** A certificate for tests on loopback; self-signed when no issuer is named. */
export async function makeCertificate(name: string, options: TestCertificateOptions = {}): Promise<TestCertificate> {
  const algorithm = algorithms[options.kind ?? 'ec']
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
  const { issuer } = options
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex'),
    subject: `CN=${name}`,
    issuer: issuer ? issuer.x509.subject : `CN=${name}`,
    notBefore: options.notBefore ?? new Date(Date.now() - DAY),
    notAfter: options.notAfter ?? new Date(Date.now() + 30 * DAY),
    signingAlgorithm: issuer ? { name: 'ECDSA', hash: 'SHA-256' } : algorithm,
    publicKey: keys.publicKey,
    signingKey: issuer ? issuer.keys.privateKey : keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(options.ca ?? false, undefined, true),
      ...(options.ca ? [] : [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth])]),
      ...(options.names
        ? [
            new x509.SubjectAlternativeNameExtension(
              options.names.map(value => ({
                type: /^[\d.]+$|:/.test(value) ? ('ip' as const) : ('dns' as const),
                value,
              })),
            ),
          ]
        : []),
    ],
  })
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  const key = x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')
  return { cert: `${certificate.toString('pem')}\n`, key, x509: certificate, keys }
}

/** What the tests of this folder stand on: a folder with a complete target file, its keys and its evidence, made on the spot. */
import 'reflect-metadata'
import { generateKeyPairSync, webcrypto } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509CertificateGenerator } from '@peculiar/x509'
import type { Known, LoadOptions } from './load.ts'
import { loadTarget, TargetError } from './load.ts'
import type { Target } from './model.ts'

export const now = new Date('2026-11-22T14:02:00.000Z')
export const env = {
  ACME_SECRET: 'S3cret-of-the-backend',
  ACME_TOKEN: 'T0ken-of-patient-a',
  ACME_PASSWORD: 'P4ssword-of-tester',
  ACME_KEY: 'K3y-of-the-gateway',
  ACME_PROXY: 'Pr0xy-password',
}
export const known: Known = {
  packs: ['common', 'epr', 'patient-portal'],
  requirements: ['CLN-CSM-004', 'SEC-API-009', 'SEC-HDR-004', 'UKC-PAT-003'],
  conditions: ['fhir-api', 'web-ui', 'dicomweb'],
  catalogue: { version: '2026.1', digest: 'a'.repeat(64) },
}

export const example = `# Every key of a target file
version: 1
supplier: Acme Health Ltd
product: { name: Acme EPR, version: "7.2.1" }
environment: sandbox
operator: Acme release engineering
packs: [epr]
catalogue: { version: "2026.1" }
endpoints:
  - name: main
    kind: fhir
    url: https://fhir.sandbox.acme.example/r4
    version: 4.0.1
    identity: backend
  - name: portal
    kind: web
    url: https://portal.sandbox.acme.example/app/
    audience: patient
    pages: [/, /sign-in, help]
    crawl: { maxPages: 10 }
    statement: /accessibility
  - { name: auth, kind: oauth, url: "https://auth.sandbox.acme.example" }
  - { name: hook, kind: listener, url: "https://hooks.acme.example/cb", listen: "127.0.0.1:9443" }
identities:
  - name: backend
    auth: private-key-jwt
    clientId: mustdo
    key: \${file:keys/rsa.pem}
    kid: k1
    tokenUrl: https://auth.sandbox.acme.example/token
    scope: system/*.rs
  - name: elliptic
    auth: private-key-jwt
    clientId: mustdo-ec
    key: \${file:keys/ec.jwk}
    kid: k2
    issuer: https://login.acme.example
    endpoints: [main]
  - { name: service, auth: client-secret, clientId: svc, clientSecret: "\${env:ACME_SECRET}", style: post, tokenUrl: "https://auth.sandbox.acme.example/token", endpoints: [main] }
  - { name: patient-a, auth: bearer, token: "\${env:ACME_TOKEN}", patient: "9990000018", endpoints: [main] }
  - { name: tester, auth: basic, username: tester, password: "\${env:ACME_PASSWORD}", role: clinician, endpoints: [portal] }
  - { name: gateway, auth: header-key, key: "\${env:ACME_KEY}", endpoints: [main] }
  - { name: machine, auth: mtls, certificate: keys/client.crt, key: "\${file:keys/client.pem}", endpoints: [main] }
  - { name: nobody, auth: none }
ca: keys/client.crt
proxy: { url: "http://proxy.acme.example:3128", username: ci, password: "\${env:ACME_PROXY}" }
testData:
  patients:
    - { nhsNumber: "9990000018", id: "17" }
    - { nhsNumber: "9990000026" }
  resources: [Observation/5]
surfaces: [web, ios]
politeness: { concurrency: 2, requestsPerSecond: 10, window: { from: "08:00", to: "20:00" } }
consent:
  write:
    person: Jo Smith
    role: Head of platform
    origins: ["https://fhir.sandbox.acme.example"]
    environment: sandbox
    from: 2026-11-01
    until: 2026-12-31
notApplicable:
  - { condition: dicomweb, reason: The product stores no images., by: Jo Smith }
attestations:
  - requirement: CLN-CSM-004
    statement: The safety case covers this version.
    by: Dr A. Patel
    role: Clinical safety officer
    on: 2026-10-01
    until: 2027-09-30
    version: "7.2.1"
    evidence: [{ file: evidence/safety-case.pdf }]
waivers:
  - { requirement: SEC-HDR-004, reason: The gateway is replaced in March., until: 2027-03-31 }
hazards:
  - { id: H-04, title: Another patient's record is shown, requirements: [SEC-API-009] }
`

/** The least that is a target file. */
export const least = `supplier: Acme
product: { name: EPR, version: "1" }
environment: sandbox
packs: [epr]
endpoints:
  - { name: main, kind: fhir, url: "https://a.example/r4" }
`

const pem = { type: 'pkcs8', format: 'pem' } as const

/** A fresh folder with keys, a certificate and evidence; gives its path. */
export async function folder(): Promise<string> {
  const at = mkdtempSync(join(tmpdir(), 'mustdo-target-'))
  for (const name of ['keys', 'evidence']) mkdirSync(join(at, name))
  const write = (name: string, text: string) => writeFileSync(join(at, name), text)
  write('keys/rsa.pem', rsa(2048))
  write('keys/weak.pem', rsa(1024))
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  write('keys/ec.jwk', JSON.stringify(ec.privateKey.export({ format: 'jwk' })))
  write('keys/p256.pem', String(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem)))
  write('keys/public.pem', String(ec.publicKey.export({ type: 'spki', format: 'pem' })))
  write('keys/locked.pem', String(ec.privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'open sesame' })))
  write('keys/garbage.pem', 'not a key')
  write('keys/empty.pem', '\n')
  write('evidence/safety-case.pdf', 'the case')
  for (const [name, until] of [
    ['client', '2030-01-01'],
    ['late', '2026-01-01'],
  ] as const) {
    const made = await certificate(new Date(until))
    write(`keys/${name}.crt`, made.certificate)
    write(`keys/${name}.pem`, made.key)
  }
  return at
}

const rsa = (bits: number) => String(generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export(pem))

async function certificate(notAfter: Date): Promise<{ certificate: string; key: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=client',
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date('2025-01-01'),
    notAfter,
  })
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return {
    certificate: `${made.toString('pem')}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  }
}

/** Loads text as `mustdo.yaml` of a folder. */
export function load(at: string, text: string | Uint8Array, options: LoadOptions = {}): Target {
  const file = join(at, `${Math.random().toString(36).slice(2)}.yaml`)
  writeFileSync(file, text)
  return loadTarget(file, { known, env, now, shown: 'mustdo.yaml', ...options })
}

/** The complaints of a file that must not load. */
export function complaints(at: string, text: string | Uint8Array, options: LoadOptions = {}): readonly string[] {
  try {
    load(at, text, options)
  } catch (error) {
    if (error instanceof TargetError) return error.problems
    throw error
  }
  return []
}

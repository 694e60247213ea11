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
  STATE: '{"cookies":[{"name":"sid","value":"x","domain":"b.example","path":"/"}],"origins":[]}',
}
export const known: Known = {
  packs: ['common', 'epr', 'patient-portal'],
  requirements: ['CLN-CSM-004', 'SEC-API-009', 'SEC-HDR-004', 'UKC-PAT-003'],
  conditions: ['fhir-api', 'web-ui', 'dicomweb'],
  catalogue: { version: '2026.1', digest: 'a'.repeat(64) },
}

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

import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { generateKey, writePrivateKey } from './generate.ts'
import { ephemeralSigner } from './key-signer.ts'
import { loadSigner } from './load-signer.ts'
import { exportPublic } from './public-forms.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))
const pem = { type: 'pkcs8', format: 'pem' } as const
const spki = { type: 'spki', format: 'pem' } as const
const fileWith = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

test('a generated key is written for its owner only, is never overwritten, and loads as the same key', async () => {
  const key = await generateKey()
  const file = join(folder, 'new.pem')
  writePrivateKey(file, key)
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(() => writePrivateKey(file, key)).toThrow(/exists already.*never overwritten/)
  const signer = await loadSigner({ file })
  expect(signer).toMatchObject({ alg: 'ES256', fingerprint: key.fingerprint, jwk: key.jwk, publicPem: key.publicPem })
  expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
})

test('a fingerprint is SHA256: and the thumbprint of RFC 7638, whose own example (3.1) comes out', async () => {
  const n =
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw'
  const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' })
  expect((await exportPublic(key)).fingerprint).toBe('SHA256:NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
})

test.each([
  ['with line ends', (text: string) => text],
  ['with line ends written as \\n', (text: string) => text.replaceAll('\n', '\\n')],
])('a key in a variable loads %s', async (_name, write) => {
  const { privatePem, fingerprint } = await generateKey()
  const signer = await loadSigner({ env: 'SEAL_KEY' }, { env: { SEAL_KEY: write(privatePem) } })
  expect(signer.fingerprint).toBe(fingerprint)
})

test('an RSA key signs as PS256 unless told otherwise', async () => {
  const { privatePem: SEAL_KEY } = await generateKey('RS256')
  expect((await loadSigner({ env: 'SEAL_KEY' }, { env: { SEAL_KEY } })).alg).toBe('PS256')
  expect((await loadSigner({ env: 'SEAL_KEY' }, { alg: 'RS256', env: { SEAL_KEY } })).alg).toBe('RS256')
}, 60_000)

test('every ephemeral key is a new one', async () => {
  expect((await ephemeralSigner()).fingerprint).not.toBe((await ephemeralSigner()).fingerprint)
})

const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
const rsa1024 = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
const x25519 = generateKeyPairSync('x25519').privateKey
const good = generateKeyPairSync('ec', { namedCurve: 'P-256' })
test.each<[string, string, RegExp]>([
  ['a wrong curve', p384.export(pem).toString(), /is an EC key on the curve secp384r1\. Expected P-256.*Make one with/],
  ['a short RSA key', rsa1024.export(pem).toString(), /RSA key of 1024 bits\. Expected 2048 bits or more/],
  ['a key that cannot sign', x25519.export(pem).toString(), /kind x25519\. Expected EC P-256/],
  [
    'a passphrase',
    good.privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
    /encrypted.*openssl/,
  ],
  ['only a public key', good.publicKey.export(spki).toString(), /only a public key/],
  ['an OpenSSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n', /OpenSSH/],
  ['no key at all', 'hello', /is not a private key\. Expected an unencrypted PKCS#8/],
  ['an empty file', '', /is not a private key/],
  ['a huge file', 'x'.repeat(70_000), /larger than/],
])('a key file with %s is refused in three parts', async (name, text, says) => {
  const file = fileWith(name.replaceAll(' ', '-'), text)
  const problem = await loadSigner({ file }).catch((error: unknown) => error)
  expect(String(problem)).toMatch(says)
  expect(String(problem)).toContain(file)
})

test('a missing file, an unset variable and an algorithm that does not fit are told apart', async () => {
  await expect(loadSigner({ file: join(folder, 'none.pem') })).rejects.toThrow(/cannot be read \(ENOENT\)/)
  await expect(loadSigner({ env: 'SEAL_KEY' }, { env: {} })).rejects.toThrow(/SEAL_KEY is not set.*secret/)
  await expect(loadSigner({ env: 'SEAL_KEY' }, { env: { SEAL_KEY: ' ' } })).rejects.toThrow(/is empty/)
  const { privatePem: SEAL_KEY } = await generateKey()
  await expect(loadSigner({ env: 'SEAL_KEY' }, { alg: 'EdDSA', env: { SEAL_KEY } })).rejects.toThrow(
    /cannot sign as EdDSA/,
  )
})

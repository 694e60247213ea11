/** Seals made by someone who can sign, or who knows the format, but is not who the reader thinks. None may be accepted. */
import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { samplePage, sampleRecord, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { toBase64url } from './base64url.ts'
import { sha256 } from './digest.ts'
import { split } from './grammar.ts'
import { headerText } from './header.ts'
import { thumbprint } from './public-key.ts'
import { type Signer, seal } from './seal.ts'
import { statementText } from './statement.ts'
import type { TrustFile } from './trust.ts'
import { verifySeals } from './verify.ts'

const request = { iat: 1_795_356_600, summary: sampleSummary }
const page = Buffer.from(samplePage())
const signer = await newSigner()
const kid = await thumbprint(signer.jwk)
const header = headerText({ alg: 'ES256', kid, role: 'issuer', iat: request.iat, jwk: signer.jwk })
const statement = statementText(sha256(page), recordDigest(page), sampleSummary)

/** A seal by the signer's own key over exactly these texts, however wrong they are. */
async function sealOf(headerJson: string, statementJson: string, sign: Signer['sign'] = signer.sign): Promise<Buffer> {
  const input = `${toBase64url(headerJson)}.${toBase64url(statementJson)}`
  const signature = Buffer.from(await sign(Buffer.from(input)))
  return Buffer.concat([page, Buffer.from(`<!--seal:${input}.${toBase64url(lowTwin(signature))}-->\n`)])
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function twin(signature: Buffer): Buffer {
  const s = ORDER - BigInt(`0x${signature.subarray(32).toString('hex')}`)
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
}

const lowTwin = (signature: Buffer): Buffer => {
  if (signature.length !== 64) return signature
  const other = twin(signature)
  return Buffer.compare(signature.subarray(32), other.subarray(32)) <= 0 ? signature : other
}

function recordDigest(file: Buffer): string {
  const start = file.indexOf('id="record">') + 'id="record">'.length
  return sha256(file.subarray(start, file.indexOf('</script>', start)))
}

test('the forger’s tools make a seal that holds when nothing is wrong with it', async () => {
  expect((await verifySeals(await sealOf(header, statement))).ok).toBe(true)
})

const change = (from: string, to: string) => (text: string) => text.replace(from, to)
test.each<[string, (text: string) => string, RegExp]>([
  ['crit', change('"typ"', '"crit":["b64"],"typ"'), /unknown member "crit"/],
  ['an unencoded payload', change('"typ"', '"b64":false,"typ"'), /unknown member "b64"/],
  ['a key to be fetched', change('"typ"', '"jku":"https://a.example","typ"'), /unknown member "jku"/],
  ['alg none', change('"ES256"', '"none"'), /algorithm "none"/],
  ['a switched algorithm', change('"ES256"', '"RS256"'), /algorithm "RS256"/],
  ['a symmetric algorithm', change('"ES256"', '"HS256"'), /algorithm "HS256"/],
  ['alg twice', change('{"alg"', '{"alg":"none","alg"'), /one form/],
  ['role twice', change('"role"', '"role":"reviewer","role"'), /one form/],
  [
    'members in another order',
    text => text.replace('{"alg":"ES256",', '{').replace('}}', '},"alg":"ES256"}'),
    /one form/,
  ],
  ['spaces', change(',', ', '), /one form/],
  ['an escaped letter', change('issuer', '\\u0069ssuer'), /one form/],
  ['a role that is no word', change('"issuer"', '"the issuer"'), /role/],
  ['a time with a fraction', change('1795356600', '1795356600.5'), /whole number/],
  ['a time before 1970', change('1795356600', '-1'), /whole number/],
  ['another key’s kid', change(`"kid":"${kid}"`, '"kid":"AAAA"'), /the key that verified is/],
  ['a private key', change('"crv"', '"d":"AAAA","crv"'), /private part/],
  ['no key', change('"jwk"', '"jwq"'), /unknown member/],
  ['a header that is no object', () => '[]', /not a JSON object/],
  ['a header that is no JSON', () => '{', /not a JSON object/],
])('a well signed header with %s is refused', async (_name, alter, says) => {
  const result = await verifySeals(await sealOf(alter(header), statement))
  expect(result.ok).toBe(false)
  expect(result.rungs[0]?.detail).toMatch(says)
})

test.each<[string, (text: string) => string, RegExp]>([
  ['a member twice', change('"predicateType"', '"predicateType":"x","predicateType"'), /one form/],
  ['a verdict twice', change('"verdict"', '"verdict":"not conformant","verdict"'), /one form/],
  ['spaces', change(',', ', '), /one form/],
  ['a third subject', change('],"predicateType"', ',{}],"predicateType"'), /one form/],
  ['another type', change('Statement/v1', 'Statement/v0.1'), /one form/],
  ['the digest of another page', change(sha256(page), sha256(Buffer.from('x'))), /differ from what was sealed/],
  ['the digest of another record', change(recordDigest(page), sha256(Buffer.from('x'))), /data block differs/],
  ['no summary', () => '{"subject":[]}', /names no sha256/],
  ['a statement that is no JSON', () => 'x', /not a JSON object/],
])('a well signed statement with %s is refused', async (_name, alter, says) => {
  const result = await verifySeals(await sealOf(header, alter(statement)))
  expect(result.ok).toBe(false)
  expect(result.rungs[0]?.detail).toMatch(says)
})

const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
test.each([
  ['the statement', header, statement.replace('"run":', `"deep":${deep},"run":`)],
  ['the algorithm', header.replace('"ES256"', deep), statement],
  ['the key', header.replace('"EC"', deep), statement],
])('JSON nested without end in %s is refused and crashes nothing', async (_name, head, state) => {
  expect((await verifySeals(await sealOf(head, state))).ok).toBe(false)
})

test('a line longer than any seal is refused', async () => {
  const long = Buffer.concat([page, Buffer.from(`<!--seal:${'A'.repeat(70_000)}.AAAA.AAAA-->\n`)])
  expect((await verifySeals(long)).rungs[0]?.detail).toMatch(/not a whole seal/)
})

test('the high twin of a valid signature is refused', async () => {
  const sealed = (await sealOf(header, statement)).toString()
  const signature = sealed.slice(sealed.lastIndexOf('.') + 1, -4)
  const high = sealed.replace(signature, toBase64url(twin(Buffer.from(signature, 'base64url'))))
  const result = await verifySeals(Buffer.from(high))
  expect(result.rungs[0]?.detail).toMatch(/high s/)
})

test('a second spelling of the same signature is refused', async () => {
  const sealed = (await sealOf(header, statement)).toString()
  const last = sealed.at(-5)!
  // 64 bytes leave four spare bits in the last letter; a lax decoder ignores them.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const other = alphabet[alphabet.indexOf(last) ^ 1]!
  const result = await verifySeals(Buffer.from(`${sealed.slice(0, -5)}${other}-->\n`))
  expect(result.rungs[0]?.detail).toMatch(/canonical base64url/)
})

test('a public key used as a shared secret signs nothing', async () => {
  const input = (text: Uint8Array) => createHmac('sha256', signer.publicPem).update(text).digest()
  const hmac = await sealOf(header.replace('"ES256"', '"HS256"'), statement, async text => input(text))
  expect((await verifySeals(hmac)).ok).toBe(false)
  expect((await verifySeals(await sealOf(header, statement, async text => input(text)))).ok).toBe(false)
})

test('a signature of zeros, which a careless verifier takes for any message, is refused', async () => {
  expect((await verifySeals(await sealOf(header, statement, async () => new Uint8Array(64)))).ok).toBe(false)
})

test('a page altered and sealed again by another key keeps its seal but not its signer nor its identity', async () => {
  const trust: TrustFile = { version: 1, keys: [{ jwk: signer.jwk, name: 'Sample Ltd', roles: ['issuer'] }] }
  const forger = await newSigner()
  const honest = await verifySeals(await seal(page, signer, request), { trust })
  const forged = await seal(samplePage({ ...sampleRecord, requirements: [] }), forger, request)
  const result = await verifySeals(forged, { trust })
  expect(result.ok).toBe(false)
  expect(result.headline).toBe('unaltered; signer not accepted')
  expect(result.bodyDigest).not.toBe(honest.bodyDigest)
})

test('a stranger’s seal under a trusted one is not passed over in silence', async () => {
  const trust: TrustFile = { version: 1, keys: [{ jwk: signer.jwk, name: 'Sample Ltd', roles: ['issuer'] }] }
  const more = await seal(await seal(page, signer, request), await newSigner(), { ...request, role: 'reviewer' })
  expect((await verifySeals(more, { trust })).ok).toBe(false)
})

test('a weak RSA key in a seal is refused', async () => {
  const weak = { e: 'AQAB', kty: 'RSA' as const, n: toBase64url(createHash('sha512').update('n').digest()) }
  await expect(seal(page, { ...signer, alg: 'RS256', jwk: weak }, request)).rejects.toMatchObject({ code: 'key' })
})

test.each<[string, (text: string) => string, RegExp]>([
  ['no data block', text => text.replace('id="record"', 'id="data"'), /no data block/],
  [
    'a second data block',
    text => text.replace('<h1>', '<script type="application/json" id="record">{}</script><h1>'),
    /second element|closed/,
  ],
  ['another element of that id', text => text.replace('<h1>', '<p ID=record><h1>'), /second element/],
  ['a tag inside the data', text => text.replace('{"version"', '{"a":"<b>","version"'), /not closed/],
  ['a seal inside the page', text => text.replace('<h1>', '<!--seal:A.B.C--><h1>'), /inside the page/],
  ['text after the page', text => `${text}more`, /not a whole seal/],
  ['no end', text => text.replace('</html>', ''), /no line that ends/],
  ['a letter beyond ASCII', text => text.replace('Sample', 'Sämple'), /printable ASCII/],
  ['a tab', text => text.replace(' ', '\t'), /printable ASCII/],
])('a page with %s cannot be sealed', async (_name, alter, says) => {
  await expect(seal(Buffer.from(alter(page.toString())), signer, request)).rejects.toThrow(says)
})

test('every refusal names the byte where it begins', () => {
  const altered = Buffer.from(`${page.toString()}<!--seal:x-->\nrest`)
  expect(() => split(altered)).toThrow(`Byte ${page.length + 14}: What follows the page is not a whole seal.`)
})

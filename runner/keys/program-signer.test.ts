import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { seal } from '../../reports/seal/seal.ts'
import { verifySeals } from '../../reports/seal/verify.ts'
import { fromDer } from './ecdsa-der.ts'
import { answers, programSigner, type SigningProgram } from './program-signer.ts'
import { provesItself } from './proof.ts'
import { exportPublic } from './public-forms.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-program-'))
afterAll(() => rmSync(folder, { recursive: true }))
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { jwk } = await exportPublic(privateKey)
writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
const request = { iat: 1_795_356_600, summary: sampleSummary }

/** A signing program: a script of a few lines, run by Node, as a stranger's would be by its own interpreter. */
function program(script: string, rest: Partial<SigningProgram> = {}) {
  const file = join(folder, `${Buffer.from(script).toString('hex').slice(0, 40)}${script.length}.cjs`)
  writeFileSync(file, script)
  return programSigner({ ...node, args: [file, folder], ...rest })
}

const node = { command: process.execPath, args: [], jwk, alg: 'ES256', input: 'message', answers: 'der' } as const

const signs = (answers: string) => `
const { sign } = require('node:crypto'), { readFileSync } = require('node:fs')
const key = readFileSync(process.argv[2] + '/key.pem')
const dsaEncoding = '${answers}'.startsWith('der') ? 'der' : 'ieee-p1363'
const signature = sign('sha256', readFileSync(0), { key, dsaEncoding })
process.stdout.write('${answers}'.endsWith('base64') ? signature.toString('base64') + '\\n' : signature)`

test.each(answers)(
  'a program that answers in the form %s seals a report, with the low one of two signatures',
  async form => {
    for (let round = 0; round < 3; round++) {
      const sealed = await seal(samplePage(), program(signs(form), { answers: form }), request)
      expect((await verifySeals(sealed)).ok).toBe(true)
    }
  },
)

test.each(answers)('an answer in another form than %s is refused, and nothing is guessed', async form => {
  for (const other of answers.filter(one => one !== form))
    await expect(seal(samplePage(), program(signs(other), { answers: form }), request)).rejects.toThrow(
      /no ECDSA signature in the form|something else than base64/,
    )
})

test('a program may be fed the digest: 32 bytes, the SHA-256 of what is signed', async () => {
  const echo = program(
    `process.stdin.pipe(require('node:fs').createWriteStream(process.argv[2] + '/fed'))
process.stdin.on('end', () => process.stdout.write(Buffer.alloc(64)))`,
    { input: 'digest', answers: 'raw' },
  )
  await echo.sign(Buffer.from('abc'))
  expect(readFileSync(join(folder, 'fed'), 'hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})

test('a signature by another key than the public one is found before anything is written', async () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const wrong = program(signs('der'), { jwk: (await exportPublic(other.publicKey)).jwk })
  await expect(seal(samplePage(), wrong, request)).rejects.toThrow(/a seal that does not hold.*Nothing was written/)
  await expect(provesItself(wrong, 'kms.yaml')).rejects.toThrow(
    /kms\.yaml gives a signature that does not verify\. Expected/,
  )
  await provesItself(program(signs('der')), 'kms.yaml')
})

test.each<[string, string, RegExp]>([
  ['says nothing', '', /empty signature/],
  ['fails', 'process.exit(3)', /exit code 3\. Expected exit code 0\. Try it alone/],
  ['writes a message instead', 'console.log("please insert your card")', /no ECDSA signature/],
  [
    'writes without end',
    'const a = Buffer.alloc(65536); for (;;) require("node:fs").writeSync(1, a)',
    /more than 16384 bytes/,
  ],
])('a program that %s is named in the message', async (_name, script, says) => {
  await expect(seal(samplePage(), program(script), request)).rejects.toThrow(says)
})

test('a program that hangs is stopped', async () => {
  await expect(seal(samplePage(), program('setInterval(() => {}, 1000)', { timeoutMs: 400 }), request)).rejects.toThrow(
    /in time/,
  )
})

test('a program that is not there is named in the message', async () => {
  const signer = programSigner({ ...node, command: join(folder, 'none') })
  await expect(seal(samplePage(), signer, request)).rejects.toThrow(/cannot be started.*ENOENT/)
})

test('an algorithm that the key cannot have is refused before anything runs', () => {
  expect(() => programSigner({ ...node, alg: 'EdDSA' })).toThrow(/EdDSA with a key of kind EC/)
})

test('Ed25519 signs no digest, and only ECDSA answers in DER', async () => {
  const ed = await exportPublic(generateKeyPairSync('ed25519').publicKey)
  expect(() => programSigner({ ...node, jwk: ed.jwk, alg: 'EdDSA', input: 'digest' })).toThrow(/input: message/)
  expect(() => programSigner({ ...node, jwk: ed.jwk, alg: 'EdDSA' })).toThrow(/answers: raw or raw-base64/)
})

test('DER signatures of every length become raw ones, and anything else does not', () => {
  for (let round = 0; round < 300; round++) {
    const der = sign('sha256', Buffer.from(`${round}`), privateKey)
    const raw = fromDer(der)
    expect(raw?.length).toBe(64)
    expect(fromDer(der.subarray(0, -1))).toBeUndefined()
    expect(fromDer(Buffer.concat([der, Buffer.alloc(1)]))).toBeUndefined()
  }
  expect(fromDer(new Uint8Array())).toBeUndefined()
  expect(fromDer(Buffer.from('3006020100020100', 'hex'))).toEqual(new Uint8Array(64))
})

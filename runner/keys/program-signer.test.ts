import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { seal } from '../../reports/seal/seal.ts'
import { verifySeals } from '../../reports/seal/verify.ts'
import { fromDer } from './ecdsa-der.ts'
import { programSigner } from './program-signer.ts'
import { exportPublic } from './public-forms.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-program-'))
afterAll(() => rmSync(folder, { recursive: true }))
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { jwk } = await exportPublic(privateKey)
writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
const request = { iat: 1_795_356_600, summary: sampleSummary }

/** A signing program: a script of a few lines, run by Node, as a stranger's would be by its own interpreter. */
function program(script: string, timeoutMs = 20_000) {
  const file = join(folder, `${Buffer.from(script).toString('hex').slice(0, 40)}${script.length}.cjs`)
  writeFileSync(file, script)
  return programSigner({ command: process.execPath, args: [file, folder], jwk, alg: 'ES256', timeoutMs })
}

const signs = (encoding: string) => `
const { sign } = require('node:crypto'), { readFileSync } = require('node:fs')
const key = readFileSync(process.argv[2] + '/key.pem')
process.stdout.write(sign('sha256', readFileSync(0), { key, dsaEncoding: '${encoding}' }))`

test.each(['der', 'ieee-p1363'])('a program that answers in %s seals a report', async encoding => {
  const sealed = await seal(samplePage(), program(signs(encoding)), request)
  expect((await verifySeals(sealed)).ok).toBe(true)
})

test.each<[string, string, RegExp]>([
  ['says nothing', '', /empty signature/],
  ['fails', 'process.exit(3)', /exit code 3\. Expected exit code 0\. Run it by hand/],
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
  await expect(seal(samplePage(), program('setInterval(() => {}, 1000)', 400), request)).rejects.toThrow(/in time/)
})

test('a program that is not there is named in the message', async () => {
  const signer = programSigner({ command: join(folder, 'none'), args: [], jwk, alg: 'ES256' })
  await expect(seal(samplePage(), signer, request)).rejects.toThrow(/cannot be started.*ENOENT/)
})

test('an algorithm that the key cannot have is refused before anything runs', () => {
  expect(() => programSigner({ command: 'none', args: [], jwk, alg: 'EdDSA' })).toThrow(/EdDSA with a key of kind EC/)
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

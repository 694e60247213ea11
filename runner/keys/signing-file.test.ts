import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadSigner } from './load-signer.ts'
import { provesItself } from './proof.ts'
import { exportPublic } from './public-forms.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-signing-file-'))
afterAll(() => rmSync(folder, { recursive: true }))
const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
put('key.pem', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
put('pub.pem', pair.publicKey.export({ type: 'spki', format: 'pem' }).toString())
put('garbage.pem', 'hello')
// Its key is found from the folder of the file, where the program is started.
put(
  'sign.cjs',
  `const { sign } = require('node:crypto'), { readFileSync } = require('node:fs')
process.stdout.write(sign('sha256', readFileSync(0), readFileSync('key.pem')))`,
)
const node = JSON.stringify(process.execPath)
const file = (name: string, lines: string) => put(name, `program: [${node}, sign.cjs]\n${lines}`)

test('a .yaml file in place of a key signs by the program that it names, started in its own folder', async () => {
  const signer = await loadSigner({ file: file('good.yaml', 'publicKey: pub.pem\nanswers: der\n') })
  expect(signer).toMatchObject({ alg: 'ES256', fingerprint: (await exportPublic(pair.publicKey)).fingerprint })
  await provesItself(signer, 'good.yaml')
})

test.each<[string, string, RegExp]>([
  ['an unknown key', 'publicKey: pub.pem\nanswers: der\nshell: true\n', /:4:1 {2}"shell" is not a known key/],
  ['no form of the answer', 'publicKey: pub.pem\n', /lacks "answers"/],
  ['another form', 'publicKey: pub.pem\nanswers: hex\n', /answers is "hex"\. Expected one of raw, der, raw-base64/],
  [
    'no public key there',
    'publicKey: none.pem\nanswers: der\n',
    /:2:1 {2}.*none\.pem cannot be read \(ENOENT\)\. Expected/,
  ],
  ['a private key', 'publicKey: key.pem\nanswers: der\n', /holds a private key\. Expected the public key only/],
  ['no key', 'publicKey: garbage.pem\nanswers: der\n', /garbage\.pem is no public key\. Expected PEM/],
  ['no time', 'publicKey: pub.pem\nanswers: der\nseconds: 0\n', /seconds .*whole number of seconds/],
])('a file with %s is refused with line and column', async (_name, lines, says) => {
  await expect(loadSigner({ file: file('bad.yaml', lines) })).rejects.toThrow(says)
})

test('a program in one line of text is refused: no shell would read it', async () => {
  const path = put('line.yaml', 'program: pkcs11-tool --sign\npublicKey: pub.pem\nanswers: der\n')
  await expect(loadSigner({ file: path })).rejects.toThrow(/program is "pkcs11-tool --sign"\. Expected an array/)
})

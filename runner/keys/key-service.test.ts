/** The key service of docs/signing-program.md, as far as it can be followed without an account: its file, and a stand-in for its program. */
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { seal } from '../../reports/seal/seal.ts'
import { verifySeals } from '../../reports/seal/verify.ts'
import { loadSigner } from './load-signer.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-kms-'))
const path = process.env['PATH'] ?? ''
afterAll(() => {
  process.env['PATH'] = path
  rmSync(folder, { recursive: true })
})

/** As `aws kms sign` is described: reads the file it is told, takes 32 bytes as a digest, prints the DER signature in base64. */
const STAND_IN = `
const { readFileSync } = require('node:fs'), { execFileSync } = require('node:child_process')
const words = process.argv.slice(2), of = flag => words[words.indexOf(flag) + 1]
if (words[0] !== 'kms' || words[1] !== 'sign' || of('--message-type') !== 'DIGEST' || of('--signing-algorithm') !== 'ECDSA_SHA_256')
  throw new Error('not asked as documented')
if (of('--query') !== 'Signature' || of('--output') !== 'text' || of('--key-id') !== 'alias/mustdo') throw new Error('not asked as documented')
const digest = readFileSync(of('--message').replace('fileb://', ''))
if (digest.length !== 32) throw new Error('no digest')
const signature = execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', __dirname + '/key.pem'], { input: digest })
process.stdout.write(signature.toString('base64') + '\\n')
`

const hasOpenssl = (() => {
  try {
    return process.platform === 'linux' && execFileSync('openssl', ['version']).length > 0
  } catch {
    return false
  }
})()

test.skipIf(!hasOpenssl)(
  'the file of the page asks a key service for one signature, which seals a report',
  async () => {
    const guide = readFileSync(new URL('../../docs/signing-program.md', import.meta.url), 'utf8')
    const file = /```yaml\n# kms\.yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
    expect(file).toContain('aws')
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
    writeFileSync(join(folder, 'seal.pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
    writeFileSync(join(folder, 'kms.yaml'), file)
    writeFileSync(join(folder, 'aws.cjs'), STAND_IN)
    writeFileSync(join(folder, 'aws'), `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'aws.cjs')}" "$@"\n`)
    chmodSync(join(folder, 'aws'), 0o755)
    process.env['PATH'] = `${folder}${delimiter}${path}`
    const signer = await loadSigner({ file: join(folder, 'kms.yaml') })
    expect(
      (await verifySeals(await seal(samplePage(), signer, { iat: 1_795_356_600, summary: sampleSummary }))).ok,
    ).toBe(true)
  },
)

import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)

built('A signing program is tried before a run: it holds, or what is wrong is said in three parts', async () => {
  const folder = temporaryFolder()
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(folder, 'pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  const script = `const { sign } = require('node:crypto'), { readFileSync } = require('node:fs')
    process.stdout.write(sign('sha256', readFileSync(0), readFileSync('key.pem')))`
  const lines = (form: string) =>
    JSON.stringify({ program: [process.execPath, '-e', script], publicKey: 'pub.pem', answers: form })
  writeFileSync(join(folder, 'good.yaml'), lines('der'))
  writeFileSync(join(folder, 'bad.yaml'), lines('raw'))
  const good = await mustdo(folder, ['keys', 'check', 'good.yaml'])
  expect(good.stdout).toMatch(/^good\.yaml signs as ES256 with the key SHA256:[\w-]{43}\n$/)
  expect(good.code).toBe(0)
  const bad = await mustdo(folder, ['keys', 'check', 'bad.yaml'])
  expect(bad.stderr).toMatch(/no ECDSA signature in the form "raw"\. Expected 64 bytes, r and s\. Try it alone/)
  expect(bad.code).toBe(2)
})

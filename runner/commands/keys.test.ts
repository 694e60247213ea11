import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startTestTarget, writeTestTarget } from '../engine/testing/target.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)

const script = `const { sign } = require('node:crypto'), { readFileSync } = require('node:fs')
  process.stdout.write(sign('sha256', readFileSync(0), readFileSync('key.pem')))`

/** A folder with a key, and a signing file that says what the program answers, truly or not. */
function withProgram(): string {
  const folder = temporaryFolder()
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(folder, 'pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  const lines = (form: string) =>
    JSON.stringify({ program: [process.execPath, '-e', script], publicKey: 'pub.pem', answers: form })
  writeFileSync(join(folder, 'good.yaml'), lines('der'))
  writeFileSync(join(folder, 'bad.yaml'), lines('raw'))
  return folder
}

built('A run whose signing program fails writes no report and is not lost: mustdo report seals it', async () => {
  const folder = withProgram()
  const target = await startTestTarget()
  try {
    writeTestTarget(folder, target.origin)
    const run = await mustdo(folder, ['run', '-q', '--only', 'SEC-HDR-004', '--key', 'bad.yaml'])
    expect(run.code, run.stdout).toBe(2)
    expect(run.stderr).toMatch(/no ECDSA signature in the form "raw"/)
    expect(existsSync(join(folder, 'mustdo-report.html'))).toBe(false)
  } finally {
    await target.close()
  }
  const report = await mustdo(folder, ['report', '--key', 'good.yaml'])
  expect(report.code, report.stderr).toBe(3)
  const verified = await mustdo(folder, ['verify', 'mustdo-report.html', '--require', 're-rendered'])
  expect(verified.code, verified.stdout).toBe(0)
})

built('A signing program is tried before a run: it holds, or what is wrong is said in three parts', async () => {
  const folder = withProgram()
  const good = await mustdo(folder, ['keys', 'check', 'good.yaml'])
  expect(good.stdout).toMatch(/^good\.yaml signs as ES256 with the key SHA256:[\w-]{43}\n$/)
  expect(good.code).toBe(0)
  const bad = await mustdo(folder, ['keys', 'check', 'bad.yaml'])
  expect(bad.stderr).toMatch(/no ECDSA signature in the form "raw"\. Expected 64 bytes, r and s\. Try it alone/)
  expect(bad.code).toBe(2)
})

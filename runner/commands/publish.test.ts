import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rendererDigest } from '../../reports/render/render.ts'
import { richRecord } from '../../reports/testing/rich.ts'
import { ephemeralSigner } from '../keys/key-signer.ts'
import { writeReport } from '../run/write-report.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
const signer = await ephemeralSigner()
const full = { ...richRecord(), tool: { name: 'mustdo' as const, version: '0.1.0', renderer: rendererDigest() } }
await writeReport(full, join(folder, 'full.html'), signer)
await writeReport({ ...full, run: { ...full.run, id: 'another' } }, join(folder, 'other.html'), signer)
const ask = (...words: string[]) => mustdo(folder, words)

built('publish writes a copy that verifies, holds no address, and is proven against the full report only', async () => {
  const made = await ask('publish', 'full.html')
  expect(made.code, made.stderr).toBe(0)
  const text = readFileSync(join(folder, 'full.public.html'), 'latin1')
  for (const { url } of full.target.endpoints) expect(text).not.toContain(new URL(url).host)
  if (process.platform !== 'win32') expect(statSync(join(folder, 'full.salts.json')).mode & 0o777).toBe(0o600)
  expect(text).not.toContain(JSON.parse(readFileSync(join(folder, 'full.salts.json'), 'utf8')).secret)

  const alone = await ask('verify', 'full.public.html', '--require', 're-rendered')
  expect(alone.code, alone.stdout).toBe(0)
  expect(alone.stdout).toContain('Published copy. Conformance report')
  const bound = await ask('verify', 'full.public.html', '--full', 'full.html', '--json')
  expect(bound.code, bound.stdout).toBe(0)
  expect(JSON.parse(bound.stdout)).toMatchObject({ full: { state: 'holds', digests: 'the same' } })
  const wrong = await ask('verify', 'full.public.html', '--full', 'other.html')
  expect(wrong.code).toBe(4)
  expect(wrong.stdout).toContain('does not hold  the copy was made from another report')
})

built('publish again uses the same secret, and never that of another report', async () => {
  const salts = () => readFileSync(join(folder, 'full.salts.json'), 'utf8')
  const before = salts()
  expect((await ask('publish', 'full.html', '-o', 'again.html')).code).toBe(0)
  expect(salts()).toBe(before)
  const mixed = await ask('publish', 'other.html', '--salts', 'full.salts.json')
  expect(mixed.code).toBe(2)
  expect(mixed.stderr).toMatch(/does not hold the salts of this report\. Expected .*--salts/)
})

built('A copy, a bare record and an altered report are not published', async () => {
  writeFileSync(join(folder, 'bare.json'), JSON.stringify(full))
  const altered = readFileSync(join(folder, 'full.html'), 'latin1').replace('</title>', '!</title>')
  writeFileSync(join(folder, 'altered.html'), altered, 'latin1')
  expect((await ask('publish', 'again.html')).stderr).toContain('is a published copy already')
  expect((await ask('publish', 'bare.json')).stderr).toContain('is a bare record')
  expect((await ask('publish', 'altered.html')).code).toBe(4)
})

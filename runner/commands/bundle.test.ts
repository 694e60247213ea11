/** The archive beside a report, through the public command: written, verified, counted, refused. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunRecord } from '../../reports/record.ts'
import { startTestTarget, type TestTarget, writeTestTarget } from '../engine/testing/target.ts'
import { type Ended, isBuilt, mustdo, onlyRun, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
const cheap = ['-q', '--only', 'SEC-HDR-004']
let target: TestTarget
let ended: Ended

const ask = (...words: string[]) => mustdo(folder, words)
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  if (!isBuilt) return
  target = await startTestTarget()
  writeTestTarget(folder, target.origin)
  ended = await ask('run', ...cheap, '-o', 'r.html', '--record', 'r.json')
})
afterAll(() => target?.close())

built('run writes the archive beside the report, names it, and verify accepts it with everything inside', async () => {
  expect(ended.code, ended.stderr).toBe(3)
  expect(ended.stdout).toContain(at('r.zip'))
  const files = unzipSync(readFileSync(at('r.zip')))
  const { bodies } = JSON.parse(readFileSync(at('r.json'), 'utf8')) as RunRecord
  expect(Object.keys(bodies).length).toBeGreaterThan(0)
  expect(Object.keys(files).filter(name => name.startsWith('evidence/'))).toEqual(
    Object.keys(bodies)
      .sort()
      .map(digest => `evidence/${digest}`),
  )
  expect(Buffer.from(files['r.html'] ?? [])).toEqual(readFileSync(at('r.html')))
  const verified = await ask('verify', 'r.zip', '--rejudge')
  expect(verified.code, verified.stdout + verified.stderr).toBe(0)
  expect(verified.stdout).toMatch(/^unaltered; signer unknown/)
  expect(verified.stdout).toContain('Archive\n  holds  r.html and')
  const json = JSON.parse((await ask('verify', 'r.zip', '--json')).stdout)
  expect(json).toMatchObject({ ok: true, archive: { name: 'r.html', evidence: Object.keys(bodies).length } })
  const loose = JSON.parse((await ask('verify', 'r.html', '--json')).stdout)
  expect(json.bodyDigest).toBe(loose.bodyDigest)
  expect(loose.archive).toBeUndefined()
})

built('--no-zip writes none, and report makes the archive of a run from its folder', async () => {
  const run = onlyRun(folder)
  expect((await ask('report', run, '-o', 'none.html', '--no-zip')).code).toBe(3)
  expect(existsSync(at('none.html'))).toBe(true)
  expect(existsSync(at('none.zip'))).toBe(false)
  expect((await ask('report', run, '-o', 'again.html')).code).toBe(3)
  expect((await ask('verify', 'again.zip')).code).toBe(0)
})

built('an altered report in an archive whose checksums were written anew is found by its seal', async () => {
  const files = unzipSync(readFileSync(at('r.zip')))
  const altered = Buffer.from(files['r.html'] ?? [])
  altered[altered.indexOf('SEC-HDR-004')] = 'T'.charCodeAt(0)
  const damaged = zipSync({ ...files, 'r.html': altered })
  writeFileSync(at('damaged.zip'), damaged)
  const refused = await ask('verify', 'damaged.zip', '--json')
  expect(refused.code).toBe(4)
  expect(JSON.parse(refused.stdout).error).toContain('r.html is not the file whose SHA-256 stands in SHA256SUMS')
  const { createHash } = await import('node:crypto')
  const sums = Buffer.from(files['SHA256SUMS'] ?? [])
    .toString()
    .replace(/^[0-9a-f]{64} {2}r\.html$/m, `${createHash('sha256').update(altered).digest('hex')}  r.html`)
  writeFileSync(at('forged.zip'), zipSync({ ...files, 'r.html': altered, SHA256SUMS: Buffer.from(sums) }))
  const forged = await ask('verify', 'forged.zip')
  expect(forged.code).toBe(4)
  expect(forged.stdout).toMatch(/^the seal does not hold/)
})

built('two reports in one archive end in a clear error, exit 4', async () => {
  const files = unzipSync(readFileSync(at('r.zip')))
  writeFileSync(at('two.zip'), zipSync({ ...files, 'other.html': files['r.html'] ?? new Uint8Array() }))
  const two = await ask('verify', 'two.zip')
  expect(two.code).toBe(4)
  expect(two.stderr).toMatch(/holds 2 reports\. Expected .*\. Which one is meant, nobody can tell/)
})

built('a folder counts an archive once, and a broken one apart with the reason', async () => {
  mkdirSync(at('inbox'), { recursive: true })
  cpSync(at('r.html'), at('inbox/both.html'))
  cpSync(at('r.zip'), at('inbox/both.zip'))
  cpSync(at('r.zip'), at('inbox/alone.zip'))
  cpSync(at('two.zip'), at('inbox/two.zip'))
  const made = await ask('portfolio', 'inbox', '--json')
  expect(made.code, made.stderr).toBe(0)
  const { rows, unverified } = JSON.parse(made.stdout)
  expect(rows).toEqual([])
  expect(unverified.map(({ file }: { file: string }) => file)).toEqual(['alone.zip', 'both.html', 'two.zip'])
  expect(unverified[0].reason).toContain('a partial run')
  expect(unverified[2].reason).toContain('holds 2 reports')
})

built('other commands read a report out of its archive; what would write into one says so', async () => {
  renameSync(at('none.html'), at('old.html'))
  const compared = await ask('compare', 'old.html', 'r.zip', '--json')
  expect(JSON.parse(compared.stdout).newFailures).toEqual([])
  const key = ['--decision', 'accepted', '--by', 'Jo', '--key', 'none.pem']
  const signed = await ask('countersign', 'r.zip', ...key)
  expect(signed.code).toBe(2)
  expect(signed.stderr).toContain('r.zip is an archive. Expected the report itself')
})

built(
  'a report that mail damaged or a browser saved anew is told apart from an altered one, and never accepted',
  async () => {
    const text = readFileSync(at('r.html'), 'latin1')
    const headline = async (changed: string) => {
      writeFileSync(at('sent.html'), changed, 'latin1')
      const ended = await ask('verify', 'sent.html')
      expect(ended.code).toBe(4)
      return ended.stdout.split('\n')[0]
    }
    expect(await headline(text.replaceAll('\n', '\r\n'))).toBe(
      'damaged on its way, not altered; ask for the original file, sent as a .zip',
    )
    expect(await headline(`\xef\xbb\xbf${text}`)).toMatch(/^damaged on its way/)
    expect(await headline(text.replace('<!doctype html>\n', '<!DOCTYPE html>'))).toMatch(
      /^rewritten on its way: .* sent as a \.zip$/,
    )
    expect(await headline(text.replace('SEC-HDR-004', 'SEC-HDR-005'))).toBe(
      'the seal does not hold; do not rely on this file',
    )
  },
)

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunRecord } from '../../reports/record.ts'
import { startTestTarget, type TestTarget, writeTestTarget } from '../engine/testing/target.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
let target: TestTarget
beforeAll(async () => {
  if (!isBuilt) return
  target = await startTestTarget()
  writeTestTarget(folder, target.origin)
  const ended = await mustdo(folder, ['run', '-q', '--only', 'SEC-HDR-004', 'SEC-HDR-005'])
  expect(ended.code, ended.stderr).toBe(3)
})
afterAll(() => target?.close())

const dispute = (...words: string[]) => mustdo(folder, ['dispute', ...words, '--by', 'Jo', '--because', 'It is sent.'])

built('dispute writes a bundle that replays to the same judgement', async () => {
  const made = await dispute('SEC-HDR-004')
  expect(made.code, made.stderr).toBe(0)
  const bundle = join(folder, 'dispute-SEC-HDR-004')
  expect(readFileSync(join(bundle, 'README.md'), 'utf8')).toContain('> It is sent.')
  const cut = JSON.parse(readFileSync(join(bundle, 'record.json'), 'utf8')) as RunRecord
  expect(cut.requirements.map(({ id }) => id)).toEqual(['SEC-HDR-004'])
  const replayed = await mustdo(folder, ['replay', join('dispute-SEC-HDR-004', 'record.json')])
  expect(replayed.code, replayed.stdout + replayed.stderr).toBe(0)
  expect(replayed.stdout).toMatch(/^\d+ judgements repeated from the evidence: all the same\.$/m)
})

built('What no check judged, a folder that is there and an altered report are refused', async () => {
  const unseen = await dispute('SEC-TLS-010', '-o', 'a')
  expect(unseen.code).toBe(2)
  expect(unseen.stderr).toMatch(/No check of .* looked at SEC-TLS-010\. Expected/)
  expect((await dispute('SEC-HDR-004', '-o', '.')).stderr).toContain('exists already')
  const altered = readFileSync(join(folder, 'mustdo-report.html'), 'latin1').replace('</title>', '!</title>')
  writeFileSync(join(folder, 'altered.html'), altered, 'latin1')
  expect((await dispute('SEC-HDR-004', '-r', 'altered.html', '-o', 'b')).code).toBe(4)
})

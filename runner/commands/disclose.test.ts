/** A report of digests, and one piece of its evidence disclosed, through the public command. */
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunRecord } from '../../reports/record.ts'
import type { Verification } from '../../reports/seal/verify.ts'
import { startTestTarget, type TestTarget, writeTestTarget } from '../engine/testing/target.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
const ask = (...words: string[]) => mustdo(folder, words)
const cheap = ['-q', '--only', 'SEC-HDR-004', 'SEC-HDR-005']
let target: TestTarget
let file: string

beforeAll(async () => {
  if (!isBuilt) return
  target = await startTestTarget()
  file = writeTestTarget(folder, target.origin)
  appendFileSync(file, '\nevidence: digests\n')
  const ended = await ask('run', ...cheap, '-o', 'report.html', '--record', 'record.json')
  expect(ended.code, ended.stderr).toBe(3)
  expect(ended.stdout).toMatch(/report\.evidence\.json holds the evidence that the report does not/)
})
afterAll(() => target?.close())

const record = () => JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as RunRecord
/** An exchange that a judgement stands on. */
const asked = () => record().assertions.find(({ observations }) => observations.length > 0)!.observations[0]!

built('A report of digests holds no exchange, verifies, and says what it costs the ladder', async () => {
  expect(record().bodies).toEqual({})
  expect(record().run.evidence).toBe('digests')
  if (process.platform !== 'win32') expect(statSync(join(folder, 'report.evidence.json')).mode & 0o777).toBe(0o600)
  const { secret } = JSON.parse(readFileSync(join(folder, 'report.evidence.json'), 'utf8')) as { secret: string }
  expect(readFileSync(join(folder, 'report.html'), 'latin1')).not.toContain(secret)
  const ended = await ask('verify', 'report.html', '--rejudge', '--require', 're-rendered', '--json')
  expect(ended.code, ended.stdout).toBe(0)
  const { rungs } = JSON.parse(ended.stdout) as Verification
  expect(rungs.find(({ rung }) => rung === 're-judged')).toMatchObject({
    state: 'not checked',
    detail: expect.stringContaining('digests of its evidence'),
  })
  expect((await ask('verify', 'report.html', '--require', 're-judged')).code).toBe(4)
})

built(
  'One exchange is disclosed and checked against the report; altered, or for another report, it is refused',
  async () => {
    const made = await ask('disclose', 'report.html', asked(), '-o', 'piece.json')
    expect(made.code, made.stderr).toBe(0)
    const piece = readFileSync(join(folder, 'piece.json'), 'utf8')
    const kept = JSON.parse(readFileSync(join(folder, 'report.evidence.json'), 'utf8')) as { secret: string }
    expect(piece).not.toContain(kept.secret)
    const good = await ask('verify', 'report.html', '--disclosed', 'piece.json')
    expect(good.code, good.stdout).toBe(0)
    expect(good.stdout).toMatch(
      /Disclosed\n {2}holds {2}piece\.json: .*GET .*\n {6}it is what the report was judged by; /,
    )
    writeFileSync(join(folder, 'forged.json'), piece.replace('"status":200', '"status":500'))
    const bad = await ask('verify', 'report.html', '--disclosed', 'piece.json', 'forged.json', '--json')
    expect(bad.code).toBe(4)
    const { disclosed } = JSON.parse(bad.stdout) as { disclosed: { state: string }[] }
    expect(disclosed.map(({ state }) => state)).toEqual(['holds', 'does not hold'])
    expect((await ask('verify', 'report.html', '--disclosed', 'record.json')).stderr).toMatch(
      /discloses nothing\. Expected/,
    )
  },
)

built('Without the evidence that was kept nothing is disclosed, and the message says what to look for', async () => {
  writeFileSync(join(folder, 'copy.html'), readFileSync(join(folder, 'report.html')))
  const alone = await ask('disclose', 'copy.html', asked())
  expect(alone.code).toBe(2)
  expect(alone.stderr).toMatch(/holds only a digest of .* Expected copy\.evidence\.json.*--evidence/)
  const with_ = await ask('disclose', 'copy.html', asked(), '--evidence', 'report.evidence.json', '-o', 'again.json')
  expect(with_.code, with_.stderr).toBe(0)
  expect((await ask('disclose', 'report.html', 'o99999')).stderr).toMatch(/holds no observation "o99999"\. Expected/)
  expect(existsSync(join(folder, 'o99999.json'))).toBe(false)
})

built(
  'With all that was kept the report is judged again; with that of another run, or altered, it is not',
  async () => {
    const whole = await ask('verify', 'report.html', '--withheld', 'report.evidence.json', '--json')
    expect(whole.code, whole.stdout + whole.stderr).toBe(0)
    const { rungs, rejudgement } = JSON.parse(whole.stdout) as Verification
    expect(rungs.find(({ rung }) => rung === 're-judged')?.state).toBe('holds')
    expect(rejudgement?.judged).toBeGreaterThan(0)
    const text = readFileSync(join(folder, 'report.evidence.json'), 'utf8')
    writeFileSync(join(folder, 'altered.json'), text.replaceAll('"status":200', '"status":500'))
    const altered = await ask('verify', 'report.html', '--withheld', 'altered.json')
    expect(altered.code).toBe(4)
    expect(altered.stdout).toContain('does not hold what the report has digests of')
    writeFileSync(join(folder, 'other.json'), text.replace(/"run":"[^"]*"/, '"run":"another"'))
    const other = await ask('verify', 'report.html', '--withheld', 'other.json')
    expect(other.code).toBe(2)
    expect(other.stderr).toMatch(/does not hold the evidence of this report\. Expected that of the run/)
  },
)

built('The report made again from its run folder holds as little', async () => {
  const ended = await ask('report', '-o', 'again.html', '--record', 'again-record.json')
  expect(ended.code, ended.stderr).toBe(3)
  const again = JSON.parse(readFileSync(join(folder, 'again-record.json'), 'utf8')) as RunRecord
  expect(again.run.evidence).toBe('digests')
  expect(again.observations.map(({ id }) => id)).toEqual(record().observations.map(({ id }) => id))
})

built('A shortened report keeps every observation and judges again what its evidence reaches', async () => {
  writeFileSync(file, readFileSync(file, 'utf8').replace('evidence: digests', 'evidence: shortened'))
  const ended = await ask('run', ...cheap, '-o', 'short.html')
  expect(ended.code, ended.stderr).toBe(3)
  const verified = await ask('verify', 'short.html', '--rejudge', '--json')
  expect(verified.code, verified.stdout).toBe(0)
  const { rejudgement } = JSON.parse(verified.stdout) as Verification
  expect(rejudgement?.judged).toBeGreaterThan(0)
  expect(rejudgement?.differences).toEqual([])
})

/** Each trap of the engine (design: The engine), through the public command as a spawned process. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunRecord } from '../../reports/record.ts'
import { isBuilt, mustdo, onlyRun, start, temporaryFolder, trapFolder } from '../commands/testing.ts'
import { startTestTarget, type TestTarget, writeConsent, writeTestTarget } from './testing/target.ts'

const built = test.skipIf(!isBuilt)
const SILENCE = '1500'
let target: TestTarget
beforeAll(async () => {
  target = await startTestTarget()
})
afterAll(() => target.close())

const words = ['run', '--only', 'trap/innocent', '--record', 'record.json', '-q']
const env = (name: string) => ({ MUSTDO_EXTRA_CHECKS: trapFolder(name), MUSTDO_SILENCE_MS: SILENCE })

async function runTrap(name: string, more = '') {
  const folder = temporaryFolder()
  writeTestTarget(folder, target.origin, more)
  const ended = await mustdo(folder, words, env(name))
  const record = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as RunRecord
  const of = (check: string) => record.assertions.filter(assertion => assertion.check === check)
  return { ended, record, folder, of, trouble: record.run.incompleteBecause.join('\n') }
}

const expectOthersToPass = ({ record }: { record: RunRecord }, but = 'trap/culprit') => {
  const others = record.assertions.filter(({ check }) => check !== but)
  expect(others.length).toBeGreaterThan(0)
  expect(others.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual(
    others.map(({ check }) => `${check} passed`),
  )
}

built('An endless loop in a judge costs only its own check, which cannot be told', async () => {
  const trap = await runTrap('loop-in-judge')
  expect(trap.ended.code).toBe(3)
  expect(trap.of('trap/culprit')).toMatchObject([{ outcome: 'cantTell', findings: [{ key: 'never-ran' }] }])
  expectOthersToPass(trap)
  expect(trap.trouble).toContain('trap/culprit')
  expect(trap.ended.ms).toBeLessThan(90_000)
})

built('An endless loop in a probe costs only its own check', async () => {
  const trap = await runTrap('loop-in-probe')
  expect(trap.ended.code).toBe(3)
  expect(trap.of('trap/culprit')).toMatchObject([{ outcome: 'cantTell', findings: [{ key: 'never-ran' }] }])
  expectOthersToPass(trap)
})

built('A probe that never settles is given up alone', async () => {
  const trap = await runTrap('never-settles')
  expect(trap.ended.code).toBe(3)
  expect(trap.of('trap/culprit')).toMatchObject([{ outcome: 'cantTell', findings: [{ key: 'never-ran' }] }])
  expect(trap.trouble).toMatch(/trap\/culprit@.*asked nothing for 1\.5 s/)
  expectOthersToPass(trap)
})

built('A given that never settles blocks only the checks that need it', async () => {
  const trap = await runTrap('given-fails')
  expect(trap.ended.code).toBe(3)
  expect(trap.of('trap/culprit')).toMatchObject([{ outcome: 'cantTell' }])
  expectOthersToPass(trap)
})

built('A stray error after a check makes the run incomplete, and no check a pass or failure it is not', async () => {
  const trap = await runTrap('stray-throw')
  expect(trap.ended.code).toBe(3)
  expect(trap.trouble).toContain('thrown after the check had ended')
  expectOthersToPass(trap)
})

built('What vitest cannot clone loses no result', async () => {
  const trap = await runTrap('uncloneable-meta')
  expect(trap.ended.code).toBe(3)
  expectOthersToPass(trap, 'nobody')
  expect(trap.record.assertions.map(({ id }) => id)).toEqual(trap.record.plan.map(({ id }) => id))
})

built('A finding that holds what JSON cannot say is written in words', async () => {
  const trap = await runTrap('uncloneable-finding')
  expect(trap.of('trap/culprit')).toMatchObject([
    { outcome: 'failed', findings: [{ actual: '10', message: 'Got 10.' }] },
  ])
  expectOthersToPass(trap)
})

built('A planned check that does not come back is cantTell and makes the run incomplete', async () => {
  const trap = await runTrap('missing')
  expect(trap.ended.code).toBe(3)
  expect(trap.of('trap/culprit')).toMatchObject([{ outcome: 'cantTell', findings: [{ key: 'never-ran' }] }])
  expect(trap.trouble).toContain('trap/culprit')
  expectOthersToPass(trap)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  built(`${signal} writes an incomplete, sealed report and exits 3`, async () => {
    const folder = temporaryFolder()
    const own = await startTestTarget()
    writeTestTarget(folder, own.origin)
    const run = start(folder, words, env('slow'))
    await own.asks('/never')
    run.child.kill(signal)
    const ended = await run.ended
    await own.close()
    expect([ended.code, ended.signal]).toEqual([3, null])
    const record = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as RunRecord
    expect(record.run).toMatchObject({ complete: false })
    expect(record.run.incompleteBecause).toContain('the run was stopped')
    expect(record.assertions.find(({ check }) => check === 'trap/culprit')).toMatchObject({
      outcome: 'cantTell',
      findings: [{ key: 'stopped' }],
    })
    const verified = await mustdo(folder, ['verify', 'mustdo-report.html', '--json'])
    expect([verified.code, (JSON.parse(verified.stdout) as { ok: boolean }).ok]).toEqual([0, true])
  })

built('SIGINT during discovery still writes a report', async () => {
  const folder = temporaryFolder()
  const own = await startTestTarget()
  writeTestTarget(folder, own.origin)
  const yaml = readFileSync(join(folder, 'mustdo.yaml'), 'utf8')
  writeFileSync(
    join(folder, 'mustdo.yaml'),
    yaml.replace(/kind: export.*/, `kind: openapi, url: "${own.origin}/never" }`),
  )
  const run = start(folder, ['run', '-q', '--record', 'record.json'])
  await own.asks('/never')
  run.child.kill('SIGINT')
  const ended = await run.ended
  await own.close()
  expect(ended.code).toBe(3)
  expect(existsSync(join(folder, 'mustdo-report.html'))).toBe(true)
  expect(ended.ms).toBeLessThan(75_000)
})

built('A second SIGINT leaves at once', async () => {
  const folder = temporaryFolder()
  const own = await startTestTarget()
  writeTestTarget(folder, own.origin)
  // A worker in an endless loop cannot obey the first one.
  const run = start(folder, words, { ...env('loop-in-probe'), MUSTDO_SILENCE_MS: '60000' })
  await own.asks('/')
  await new Promise(resolve => setTimeout(resolve, 1500))
  run.child.kill('SIGINT')
  await run.said('Stopping')
  run.child.kill('SIGINT')
  const ended = await run.ended
  await own.close()
  expect(ended.code).toBe(130)
  expect(existsSync(join(folder, 'mustdo-report.html'))).toBe(false)
})

built('After kill -9 the report is made from the run folder, and what was created is taken away', async () => {
  const folder = temporaryFolder()
  const own = await startTestTarget()
  writeTestTarget(folder, own.origin, writeConsent(own.origin))
  const run = start(folder, words, env('writes'))
  await own.asks('/mark')
  run.child.kill('SIGKILL')
  expect((await run.ended).signal).toBe('SIGKILL')
  expect([...own.things]).toEqual(['/things/1', '/things/named'])

  const report = await mustdo(folder, ['report', '--json', '--record', 'record.json'], env('writes'))
  expect([report.code, report.stderr]).toEqual([3, ''])
  expect(JSON.parse(report.stdout)).toBeTypeOf('object')
  const record = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as RunRecord
  expect(record.run.incompleteBecause).toContain('the run did not come to its end')
  expect(record.cleanup).toEqual({
    created: 2,
    removed: 0,
    left: [`${own.origin}/things/1`, `${own.origin}/things/named`],
  })

  const cleanup = await mustdo(folder, ['cleanup', '--json'])
  expect([cleanup.code, JSON.parse(cleanup.stdout)]).toMatchObject([0, { created: 2, removed: 2, left: [] }])
  expect(own.things.size).toBe(0)
  expect((await mustdo(folder, ['cleanup'])).stdout).toContain('2 of 2 created are gone')
  await own.close()
})

built('What a failing check created is taken away, also when the run is stopped', async () => {
  const failed = await runTrap('writes', writeConsent(target.origin))
  expect(failed.record.cleanup).toEqual({ created: 2, removed: 2, left: [] })
  expect(failed.of('trap/culprit')).toMatchObject([{ outcome: 'cantTell', findings: [{ key: 'probe-threw' }] }])
  expect(target.things.size).toBe(0)

  const folder = temporaryFolder()
  const own = await startTestTarget()
  writeTestTarget(folder, own.origin, writeConsent(own.origin))
  const run = start(folder, words, env('writes'))
  await own.asks('/mark')
  run.child.kill('SIGINT')
  expect((await run.ended).code).toBe(3)
  await own.close()
  expect(own.things.size).toBe(0)
  expect(existsSync(join(onlyRun(folder), 'writes.ndjson'))).toBe(true)
})

built('Without consent nothing that writes is sent', async () => {
  const before = target.asked.length
  const { record } = await runTrap('writes')
  expect(record.plan.map(({ check }) => check)).not.toContain('trap/culprit')
  expect(target.asked.slice(before).filter(line => !/^(GET|HEAD|OPTIONS) /.test(line))).toEqual([])
})

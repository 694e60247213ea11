/** Challenge, run, verify and judge again through the public command, as framework and supplier would. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Assertion, RunRecord } from '../../reports/record.ts'
import type { Verification } from '../../reports/seal/verify.ts'
import { startTestTarget, type TestTarget, writeTestTarget } from '../engine/testing/target.ts'
import { type Ended, isBuilt, mustdo, temporaryFolder, trapFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
const cheap = ['--only', 'SEC-HDR-004', 'SEC-HDR-005']
let target: TestTarget
let nonce: string

interface Challenged {
  readonly challenge: { readonly nonce: string; readonly until: string }
}
type Limited = typeof import('../run/rejudge-limited.ts')

const ask = (...words: string[]) => mustdo(folder, words)
const said = (ended: Ended) => JSON.parse(ended.stdout) as Verification
const stateOf = ({ rungs }: Verification, name: string) => rungs.find(({ rung }) => rung === name)?.state

beforeAll(async () => {
  if (!isBuilt) return
  target = await startTestTarget()
  writeTestTarget(folder, target.origin)
  const issued = await ask('challenge', 'new', '--for', 'Small Supplier', '--json')
  expect(issued.code, issued.stderr).toBe(0)
  nonce = (JSON.parse(issued.stdout) as Challenged).challenge.nonce
  const run = ['run', '-q', ...cheap, '--challenge', nonce]
  expect((await ask(...run, '-o', 'first.html', '--record', 'first.json')).code).toBe(3)
  expect((await ask(...run, '-o', 'second.html')).code).toBe(3)
})
afterAll(() => target?.close())

built('A report that answers a challenge verifies, is judged again, and nobody else answers the same one', async () => {
  const words = ['--challenge', nonce, '--rejudge', '--json']
  const first = await ask('verify', 'first.html', ...words)
  expect(first.code, first.stdout + first.stderr).toBe(0)
  expect(stateOf(said(first), 'fresh')).toBe('holds')
  expect(stateOf(said(first), 're-judged')).toBe('holds')
  expect(said(first).rejudgement?.judged).toBeGreaterThan(0)
  expect((await ask('verify', 'first.html', ...words)).code).toBe(0)
  const second = await ask('verify', 'second.html', ...words)
  expect(second.code).toBe(4)
  expect(second.stdout).toContain('answered already by another report')
  const list = await ask('challenge', 'list')
  expect(list.stdout).toContain(`answered by the report sha256 ${said(first).bodyDigest}`)
})

built('A nonce that was never issued is a wrong use, not a broken seal', async () => {
  const ended = await ask('verify', 'first.html', '--challenge', 'never-issued-by-anybody')
  expect(ended.code).toBe(2)
  expect(ended.stderr).toMatch(/holds no challenge "never-issued-by-anybody"\. Expected .*mustdo challenge list/)
  const missing = await ask('verify', 'first.html', '--challenge', nonce, '--ledger', 'other.json')
  expect(missing.code).toBe(2)
})

built('A challenge that could not stand in a request is refused before the run', async () => {
  const ended = await ask('run', '-q', '--challenge', 'two words\nand a line')
  expect(ended.code).toBe(2)
  expect(ended.stderr).toMatch(/--challenge is .*Expected 16 to 128 of/s)
})

built('A report whose evidence makes a judge loop, eat memory or stay silent is given up in time', async () => {
  const { rejudgeLimited } = (await import(
    /* @vite-ignore */ new URL('../../dist/runner/run/rejudge-limited.js', import.meta.url).href
  )) as Limited
  const record = JSON.parse(readFileSync(join(folder, 'first.json'), 'utf8')) as RunRecord
  const [model] = record.assertions as [Assertion]
  const looping = { ...model, id: `trap/culprit@${model.subject.id}`, check: 'trap/culprit', version: 1 }
  const hostile: RunRecord = {
    ...record,
    plan: [...record.plan, { id: looping.id, check: looping.check, version: 1, subject: looping.subject }],
    assertions: [...record.assertions, looping],
  }
  const extraChecks = trapFolder('loop-in-judge')
  const caught = await rejudgeLimited(JSON.stringify(hostile), { extraChecks, limits: { memoryMb: 512, ms: 15_000 } })
  expect(caught.trouble).toContain('longer than 15 s')
  const starved = await rejudgeLimited(JSON.stringify(record), { limits: { memoryMb: 8, ms: 60_000 } })
  expect(starved.trouble).toContain('8 MB of memory')
})

built('A judge that reaches for the network while a report is judged again finds no way out', async () => {
  const checks = temporaryFolder()
  const asked = target.asked.length
  writeFileSync(
    join(checks, 'reaches-out.mjs'),
    `import net from 'node:net'
export default {
  id: 'trap/reaches-out', version: 1, title: 'Reaches out', verifies: { 'SEC-HDR-004': 'part' }, effect: 'read', fix: 'None.',
  subjects: ({ origins }) => origins, messages: {}, examples: [],
  probe: async () => { net.connect(${new URL(target.origin).port}, '127.0.0.1').write('GET /reached HTTP/1.1\\r\\n\\r\\n'); return {} },
  judge: () => ({ outcome: 'passed', key: 'passed' }),
}
`,
  )
  const { rejudgeLimited } = (await import(
    /* @vite-ignore */ new URL('../../dist/runner/run/rejudge-limited.js', import.meta.url).href
  )) as Limited
  const record = JSON.parse(readFileSync(join(folder, 'first.json'), 'utf8')) as RunRecord
  const [model] = record.assertions as [Assertion]
  const id = `trap/reaches-out@${model.subject.id}`
  const reaching: RunRecord = {
    ...record,
    plan: [...record.plan, { id, check: 'trap/reaches-out', version: 1, subject: model.subject }],
    assertions: [...record.assertions, { ...model, id, check: 'trap/reaches-out', outcome: 'passed', findings: [] }],
  }
  const { differences, trouble } = await rejudgeLimited(JSON.stringify(reaching), { extraChecks: checks })
  expect(trouble).toBeUndefined()
  expect(differences.find(({ assertion }) => assertion === id)?.replayed).toMatch(/probe-threw/)
  expect(target.asked.slice(asked)).toEqual([])
  expect(existsSync(join(folder, 'first.html'))).toBe(true)
})

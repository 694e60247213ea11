/** A reviewer asks the live product again; it answers as before, a little otherwise, in contradiction, or not at all. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { SpotCheck } from '../../reports/review/spot-check.ts'
import { type HttpsTarget, startHttpsTarget } from '../engine/testing/https-target.ts'
import { writeTestTarget } from '../engine/testing/target.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
const good = { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' }
let target: HttpsTarget
let headers: { readonly [name: string]: string } = good
let body = '{"a":1}'
let mute = false
const asked: string[] = []

const ask = (...words: string[]) => mustdo(folder, words)
const spotCheck = async (...words: string[]) => {
  asked.length = 0
  const ended = await ask(
    'spot-check',
    'report.html',
    '--origin',
    target.origin,
    '--private',
    '--ca',
    'ca.pem',
    ...words,
  )
  return { ...ended, said: (words.includes('--json') ? JSON.parse(ended.stdout) : {}) as SpotCheck & { seed: string } }
}

beforeAll(async () => {
  if (!isBuilt) return
  target = await startHttpsTarget(({ method, url }, response) => {
    asked.push(`${method} ${url}`)
    if (mute) response.destroy()
    else response.writeHead(200, headers).end(method === 'HEAD' ? undefined : body)
  })
  writeFileSync(join(folder, 'ca.pem'), target.ca)
  writeTestTarget(folder, target.origin, 'ca: ca.pem\n')
  const run = await ask('run', '-q', '--only', 'SEC-HDR-004', '-o', 'report.html')
  expect(run.code, run.stderr).toBe(3)
})
afterEach(() => {
  headers = good
  body = '{"a":1}'
  mute = false
})
afterAll(() => target?.close())

built('A product that answers as it did bears the report out, and is asked no more than the sample needs', async () => {
  const { code, said, stderr } = await spotCheck('--json', '--seed', 'one')
  expect(code, stderr).toBe(0)
  expect(said).toMatchObject({ seed: 'one', contradictions: [], drift: [], silent: [], changedChecks: [] })
  expect(said.judged).toBeGreaterThan(0)
  expect(asked.length).toBe(said.asked)
  expect(asked.every(line => /^(GET|HEAD) /.test(line))).toBe(true)
})

built('An answer that turns a verdict is a contradiction, and exits 4', async () => {
  headers = { 'content-type': 'application/json' }
  const { code, said } = await spotCheck('--json')
  expect(code).toBe(4)
  expect(said.contradictions[0]).toMatchObject({
    recorded: expect.stringMatching(/^passed/),
    today: expect.stringMatching(/^failed/),
  })
  const { stdout } = await spotCheck()
  expect(stdout).toMatch(/^\d+ of \d+ judgements come out otherwise today/)
})

built('An answer of another shape or set-up that turns no verdict is drift, and exits 0', async () => {
  headers = { ...good, server: 'another/2.0' }
  body = '{"a":1,"b":2}'
  const { code, said } = await spotCheck('--json')
  expect(code).toBe(0)
  expect(said.contradictions).toEqual([])
  expect(said.drift[0]?.what).toEqual(['server was absent, is another/2.0', 'shape was {a}, is {a b}'])
})

built('A product that is silent bears nothing out, and speaks against nothing', async () => {
  mute = true
  const { code, said } = await spotCheck('--json')
  expect(code).toBe(3)
  expect(said).toMatchObject({ judged: 0, contradictions: [], drift: [] })
  expect(said.silent.length).toBe(said.asked)
})

built('Nothing is asked of an origin that was not confirmed, nor of a private address without a word', async () => {
  asked.length = 0
  const inside = await ask('spot-check', 'report.html', '--origin', target.origin, '--ca', 'ca.pem')
  expect(inside.code).toBe(2)
  expect(inside.stderr).toMatch(/stands for the private address (127\.0\.0\.1|::1)\. Expected a public product/)
  const other = await ask('spot-check', 'report.html', '--private', '--json', '--origin', 'https://localhost:1')
  expect(other.code).toBe(3)
  expect(JSON.parse(other.stdout)).toMatchObject({ eligible: 0, asked: 0 })
  expect(asked).toEqual([])
})

/** `run --strict` and `run --bundle`, through the public command against the reference supplier. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { type Supplier, startSupplier } from '../../fixtures/supplier/index.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const schema = JSON.parse(readFileSync(new URL('../../reports/export/result.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema)
const words = ['run', '-q', '--only', 'SEC-HDR-004', '--gate', 'tested', '--strict']

let supplier: Supplier
let folder: string
let targetFile: string
beforeAll(async () => {
  supplier = await startSupplier({})
  folder = temporaryFolder()
  targetFile = join(folder, 'mustdo.yaml')
  await supplier.targetYaml(folder)
})
afterAll(() => supplier?.close())
const run = (...more: readonly string[]) => mustdo(folder, [...words, ...more], { ...supplier.env })

built('Words that all count change nothing, and their files are packed, each by its digest', async () => {
  const ended = await run('--bundle', '--json')
  expect(ended.code, ended.stderr).toBe(0)
  const result = JSON.parse(ended.stdout)
  expect(result.strict).toEqual([])
  expect(validate(result), JSON.stringify(validate.errors)).toBe(true)
  expect(ended.stderr).toMatch(/mustdo-report\.attested\.zip holds \d+ files that attestations rest on/)
  const files = Object.keys(unzipSync(readFileSync(join(folder, 'mustdo-report.attested.zip'))))
  expect(files).toContain('SHA256SUMS')
  expect(files.filter(name => /^[A-Z]+-[A-Z]+-\d+\/[0-9a-f]{12}-[\w.-]+$/.test(name)).length).toBe(files.length - 1)
  expect(files.length).toBeGreaterThan(5)
})

built('One that expired, and a waiver of no use, are named, and the run exits 1', async () => {
  const file = parse(readFileSync(targetFile, 'utf8'))
  const [first, ...others] = file.attestations
  const attestations = [{ ...first, on: '2020-01-01', until: '2020-01-02' }, ...others]
  const waivers = [{ requirement: 'SEC-HDR-004', reason: 'none', until: '2999-01-01' }]
  writeFileSync(targetFile, stringify({ ...file, attestations, waivers }))
  const ended = await run()
  expect(ended.code, ended.stderr).toBe(1)
  expect(ended.stdout).toMatch(/The attestation for [A-Z]+-[A-Z]+-\d+ does not count: expired on 2020-01-02\./)
  expect(ended.stdout).toContain('The waiver for SEC-HDR-004 is of no use: nothing is wrong there.')
  expect(ended.stdout).toContain('exit 1: --strict')
  const result = JSON.parse((await run('--json')).stdout)
  expect(result.strict).toHaveLength(2)
  expect(validate(result), JSON.stringify(validate.errors)).toBe(true)
})

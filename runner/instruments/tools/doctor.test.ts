import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { inspectMachine } from './doctor.ts'
import { findUkCore } from './fhir-packages.ts'
import { findJava, javaMajor } from './java.ts'
import { findNode, findVitest } from './node-parts.ts'
import { renderTools } from './render.ts'
import { type Tool, toEngine } from './tool.ts'
import { findOfficialValidator } from './validators.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-tools-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A JAVA_HOME whose java is a real program that prints this. */
function javaHome(name: string, prints: string): string {
  const home = join(folder, name)
  mkdirSync(join(home, 'bin'), { recursive: true })
  writeFileSync(join(home, 'bin', 'java'), `#!/bin/sh\necho '${prints}' >&2\n`)
  chmodSync(join(home, 'bin', 'java'), 0o755)
  return home
}

test('this machine is inspected, and every tool says what its absence costs and what mends it', async () => {
  const tools = await inspectMachine()
  expect(tools.map(({ name }) => name)).toEqual([
    'Node',
    'vitest',
    'Browser',
    'Java',
    'Embedded FHIR validator',
    "HL7's FHIR validator",
    'UK Core package',
    'openssl',
  ])
  for (const tool of tools) {
    expect(tool.costs, tool.name).not.toBe('')
    expect(tool.mend, tool.name).not.toBe('')
    if (!tool.found) expect(tool.because, tool.name).toBeTruthy()
  }
  expect(tools[0]).toMatchObject({ found: true, version: process.versions.node })
  expect(tools[1]).toMatchObject({ found: true, version: expect.stringMatching(/^4\.\d+\.\d+$/) })
}, 30_000)

test('the version of Java is read from old and new forms', () => {
  expect(javaMajor('openjdk version "17.0.15" 2025-04-15')?.major).toBe(17)
  expect(javaMajor('java version "1.8.0_392"')?.major).toBe(8)
  expect(javaMajor('openjdk version "25-ea" 2025-09-16')?.major).toBe(25)
  expect(javaMajor('command not found')).toBeUndefined()
})

test.skipIf(process.platform === 'win32')('JAVA_HOME comes before PATH, and an old Java is found wanting', async () => {
  const JAVA_HOME = javaHome('new', 'openjdk version "21.0.1" 2023-10-17')
  expect(await findJava({ JAVA_HOME, PATH: '' })).toMatchObject({ found: true, version: '21.0.1' })
  const old = await findJava({ JAVA_HOME: javaHome('old', 'java version "1.8.0_392"'), PATH: '' })
  expect(old).toMatchObject({ found: false, version: '1.8.0_392', because: expect.stringContaining('17 or later') })
  expect(await findJava({ PATH: '' })).toMatchObject({ found: false })
})

test('an install without optional dependencies is recognised by the missing native part', async () => {
  const broken = () =>
    Promise.reject(new Error('Cannot find native binding. npm has a bug related to optional dependencies'))
  expect(await findVitest(broken)).toMatchObject({
    found: false,
    because: expect.stringContaining('--omit=optional'),
    mend: 'npm ci --include=optional',
  })
})

test('a Node before 20.19 is too old', () => {
  expect(findNode('20.18.3').found).toBe(false)
  expect(findNode('20.19.0').found).toBe(true)
  expect(findNode('22.1.0').found).toBe(true)
})

test('UK Core is found where it was set up; an empty folder of its name, or a cache that no run reads, is not enough', () => {
  const packages = join(folder, 'fhir', '.fhir', 'packages')
  const cache = join(folder, 'cache')
  mkdirSync(join(packages, 'fhir.r4.ukcore.stu2#9.9.9'), { recursive: true })
  expect(findUkCore(folder, cache)).toMatchObject({ found: false, mend: expect.stringContaining('<package.tgz>') })
  for (const place of [cache, packages]) {
    const whole = join(place, 'fhir.r4.ukcore.stu2#2.0.1', 'package')
    mkdirSync(whole, { recursive: true })
    writeFileSync(join(whole, 'package.json'), '{}')
    const found = place === packages
    expect(findUkCore(folder, cache)).toMatchObject(found ? { found } : { found, mend: 'mustdo setup uk-core' })
  }
  expect(findUkCore(folder, cache).version).toBe('fhir.r4.ukcore.stu2 2.0.1')
})

test("HL7's validator is found only where set-up finished, and only in the version that this mustdo was made with", () => {
  expect(findOfficialValidator(join(folder, 'none'))).toMatchObject({ found: false, mend: 'mustdo setup validator' })
  mkdirSync(join(folder, 'old', 'validator'), { recursive: true })
  writeFileSync(join(folder, 'old', 'validator', 'installed.json'), '{"version":1,"lock":"another"}')
  expect(findOfficialValidator(join(folder, 'old'))).toMatchObject({
    found: false,
    because: expect.stringContaining('another version of mustdo'),
  })
})

const tool: Tool = { name: 'Browser', found: false, because: 'none installed', costs: 'No page.', mend: 'get one' }

test('what is missing is rendered with its cost and the next command', () => {
  expect(renderTools([{ ...tool, name: 'Node', found: true, version: '20.19.0', where: '/bin/node' }, tool])).toBe(
    [
      'found    Node     20.19.0  /bin/node',
      'missing  Browser  none installed',
      '         costs: No page.',
      '         next:  get one',
      '',
      'Runs work; 1 of 2 tools are missing, and reports say what that leaves untested.',
      '',
    ].join('\n'),
  )
  expect(renderTools([{ ...tool, needed: true }])).toContain('Nothing can run until')
})

test('a record names an absent tool with cost and mend, and a present one with neither', () => {
  expect(toEngine(tool)).toEqual({
    name: 'Browser',
    version: '',
    available: false,
    because: 'none installed: No page.',
    mend: 'get one',
  })
  expect(toEngine({ ...tool, found: true, version: '143' })).toEqual({
    name: 'Browser',
    version: '143',
    available: true,
  })
})

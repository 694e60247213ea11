/**
 * The package as a stranger gets it: packed, installed in an empty folder elsewhere, and run there. Needs dist/, which `npm test`
 * builds first, and an npm that can install; where it cannot, the tests skip and say so.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

interface Packed {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

const root = fileURLToPath(new URL('..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'mustdo-package-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** npm and npx are scripts, which Windows only starts through its shell. */
const command = (name: string, args: readonly string[], cwd: string) =>
  promisify(execFile)(name, args, {
    cwd,
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
    // vitest's own variables would tell the installed vitest that it runs inside a test.
    env: Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(VITEST|NODE_ENV|TEST|npm_)/.test(key))),
  })

const built = existsSync(join(root, 'dist', 'runner', 'cli.js'))
const packed = built ? await pack() : undefined
const trouble = packed ? await install(packed) : 'dist/ is missing; build it with npm run build'

// No scripts: prepack would build dist/ anew under the feet of tests that run beside this one.
async function pack(): Promise<Packed> {
  const { stdout } = await command('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', home], root)
  return (JSON.parse(stdout) as Packed[])[0]!
}

/** Why the package cannot be installed here; undefined when it is. */
async function install({ filename }: Packed): Promise<string | undefined> {
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n')
  return command('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(home, filename)], home).then(
    () => undefined,
    (error: { stderr?: string }) => `npm cannot install here: ${(error.stderr ?? String(error)).slice(0, 200)}`,
  )
}

const installed = test.skipIf(trouble !== undefined)
const because = trouble ? ` (skipped: ${trouble})` : ''
const mustdo = (...words: string[]) => command('npx', ['--no-install', 'mustdo', ...words], home)

test.skipIf(!packed)('the package holds what a run needs, and no test, helper, real product or source', () => {
  const paths = packed?.files.map(({ path }) => path) ?? []
  const odd = paths.filter(path => !/^(dist\/|README\.md$|LICENSE$|NOTICE$|package\.json$)/.test(path))
  expect(odd).toEqual([])
  for (const pattern of [
    /\.test\.js$/,
    /\.ts$/,
    /node_modules/,
    /\/testing\b/,
    /\/test-(servers|site|certificates|target)\.js$/,
    /^dist\/fixtures\/(real|seals|fidelity)\//,
  ])
    expect(paths.filter(path => pattern.test(path))).toEqual([])
  for (const needed of ['dist/runner/cli.js', 'dist/fixtures/supplier/index.js', 'LICENSE', 'NOTICE', 'README.md'])
    expect(paths).toContain(needed)
  expect(packed?.size).toBeLessThan(2_000_000)
  expect(packed?.unpackedSize).toBeLessThan(10_000_000)
})

test.skipIf(!packed)('the package holds no private key and no environment file', () => {
  const paths = packed?.files.map(({ path }) => path) ?? []
  expect(paths.filter(path => /\.(pem|key|p12|pfx)$|(^|\/)\.env/.test(path))).toEqual([])
  const keyed = paths.filter(path =>
    /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}/.test(readFileSync(join(root, path), 'utf8')),
  )
  expect(keyed).toEqual([])
})

installed(`the installed package brings no TypeScript toolchain${because}`, () => {
  const modules = join(home, 'node_modules')
  expect(existsSync(join(modules, 'typescript'))).toBe(false)
  expect(existsSync(join(modules, '@types', 'fhir'))).toBe(false)
  expect(readdirSync(join(modules, '.bin')).some(name => name.startsWith('mustdo'))).toBe(true)
})

installed(`npx mustdo --version says the version that was packed${because}`, async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  expect((await mustdo('--version')).stdout.trim()).toBe(version)
})

installed(`mustdo standards list --json is one JSON document with the whole catalogue${because}`, async () => {
  const { requirements } = JSON.parse((await mustdo('standards', 'list', '--json')).stdout) as {
    requirements: { id: string }[]
  }
  expect(requirements.length).toBeGreaterThan(400)
})

installed(
  `the demo runs from the installed package, and mustdo verify accepts its report${because}`,
  async () => {
    const demo = await mustdo('demo', '--quiet')
    expect(demo.stdout).toContain('Everything came out as this demo expects.')
    expect(demo.stdout).toContain('DEMONSTRATION')
    const { stdout } = await mustdo('verify', 'mustdo-report.html')
    expect(stdout).toContain('unaltered')
  },
  300_000,
)

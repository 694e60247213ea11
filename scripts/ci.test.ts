/**
 * The files for pipelines, executed as far as that goes without the services: their scripts run in a shell against a small product,
 * with the inputs and variables that a service would set.
 */
import { spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { buildProgram } from '../runner/commands/program.ts'
import { isBuilt, mustdo, temporaryFolder } from '../runner/commands/testing.ts'
import { startTestTarget, type TestTarget, writeTestTarget } from '../runner/engine/testing/target.ts'

interface Step {
  readonly uses?: string
  readonly name?: string
  readonly id?: string
  readonly env?: Readonly<Record<string, string>>
  readonly run?: string
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}
interface Gitlab {
  readonly mustdo: {
    readonly image: object
    readonly variables: Readonly<Record<string, string>>
    readonly script: readonly string[]
    readonly artifacts: { readonly paths: readonly string[]; readonly reports: { readonly junit: string } }
  }
}

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const actionText = read('action.yml')
const action = parse(actionText) as Action
const gitlab = parse(read('ci/gitlab.yml')) as Gitlab
const step = action.runs.steps.find(({ id }) => id === 'run')
const folder = temporaryFolder()
const at = (name: string) => join(folder, name)
const shell = test.skipIf(!isBuilt || spawnSync('bash', ['--version']).status !== 0)
const skipped = isBuilt ? '' : ' (skipped: dist/ is missing; build it with npm run build)'
let target: TestTarget

beforeAll(async () => {
  target = await startTestTarget()
  writeTestTarget(folder, target.origin)
})
afterAll(() => target.close())

interface Ended {
  readonly code: number | null
  readonly text: string
}

/** A script as the service would start it: `bash -e`, in the folder, with nothing of this test's own environment but PATH. */
function bash(script: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const { PATH = '', HOME = '', MUSTDO_VALIDATOR = 'embedded' } = process.env
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { PATH, HOME, MUSTDO_VALIDATOR, CI: 'true', ...env },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return new Promise(resolve => child.on('close', code => resolve({ code, text })))
}

/** The action's own step, with what a workflow gives it; expressions are filled in as GitHub does. */
function runAction(
  given: Readonly<Record<string, string>>,
  service: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, one]) => [name, given[name] ?? one.default]),
  )
  const value = (text: string): string =>
    text
      .replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? '')
      .replace(/\$\{\{ github\.action_path \}\}/, root)
      .replace(/\$\{\{ github\.repository_owner \}\}/, 'an-owner')
  const env = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, text]) => [name, value(text)]))
  return bash(step?.run ?? '', {
    ...env,
    ...service,
    GITHUB_OUTPUT: at('outputs'),
    GITHUB_STEP_SUMMARY: at('summary.md'),
  })
}

const cheap = '--only\nSEC-HDR-004'

shell(
  `the action's step writes report, archive, exports, summary and outputs, and ends as mustdo ends${skipped}`,
  async () => {
    const { code, text } = await runAction({ arguments: cheap, output: 'accepted.html', gate: 'complete' })
    // A partial run is never conformant.
    expect(code, text).toBe(3)
    expect(text).toContain('::error title=mustdo::exit 3')
    for (const name of ['accepted.html', 'accepted.zip', 'accepted.junit.xml', 'accepted.sarif'])
      expect(existsSync(at(name)), name).toBe(true)
    expect(readFileSync(at('summary.md'), 'utf8')).toContain('| Pillar | Must |')
    const outputs = Object.fromEntries(
      readFileSync(at('outputs'), 'utf8')
        .trim()
        .split('\n')
        .map(line => line.split('=')),
    )
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(action.outputs).sort())
    expect(outputs).toMatchObject({ report: 'accepted.html', archive: 'accepted.zip', 'exit-code': '3' })
  },
)

shell(`with a baseline the action's step passes when nothing fails anew${skipped}`, async () => {
  const { code, text } = await runAction({ arguments: cheap, baseline: 'accepted.html', gate: 'complete' })
  expect(text).toContain('Against the baseline accepted.html')
  expect(code, text).toBe(0)
})

shell(
  `the action's step seals the job's own identity in, and without a token says what the job lacks${skipped}`,
  async () => {
    const asked: { url?: string | undefined; authorization?: string | undefined }[] = []
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const claims = { repository: 'acme/epr', ref: 'refs/heads/main' }
    const issuer = 'https://issuer.example'
    const provider = createServer(async ({ url = '', headers }, response) => {
      asked.push({ url, authorization: headers.authorization })
      const audience = new URL(url, 'http://localhost').searchParams.get('audience') ?? ''
      const token = new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).setIssuer(issuer).setAudience(audience)
      response.end(JSON.stringify({ value: await token.setIssuedAt().setExpirationTime('5m').sign(privateKey) }))
    })
    await new Promise<void>(resolve => provider.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = provider.address() as AddressInfo
      const given = {
        ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?v=1`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-job',
      }
      const words = { arguments: cheap, output: 'known.html', gate: 'complete', identity: 'true' }
      expect((await runAction(words, given)).code).toBe(3)
      expect(asked).toEqual([
        {
          url: expect.stringMatching(/^\/token\?v=1&audience=sha256%3A[0-9a-f]{64}$/),
          authorization: 'bearer of-the-job',
        },
      ])
      const pipeline = { issuer, name: 'Acme', claims, keys: [publicKey.export({ format: 'jwk' })] }
      writeFileSync(at('keys.json'), JSON.stringify({ version: 1, keys: [], pipelines: [pipeline] }))
      const found = await mustdo(folder, ['verify', 'known.html', '--trust', 'keys.json', '--json'])
      expect(found.code, found.stdout + found.stderr).toBe(0)
      expect(JSON.parse(found.stdout)).toMatchObject({ tier: 'ci-identity' })
      const without = await runAction(words)
      expect(without.code).toBe(2)
      expect(without.text).toContain('Give the job "permissions: id-token: write"')
    } finally {
      provider.close()
    }
  },
  120_000,
)

shell(`what a workflow gives is never run as a script${skipped}`, async () => {
  const evil = '$(touch pwned)`touch pwned`"; touch pwned; "'
  const { code } = await runAction({ target: evil, baseline: evil, operator: evil, arguments: evil, key: evil })
  expect(code).toBe(2)
  expect(existsSync(at('pwned'))).toBe(false)
})

shell(`GitLab's script runs with its own variables, and with a baseline${skipped}`, async () => {
  mkdirSync(at('bin'))
  writeFileSync(
    at('bin/mustdo'),
    `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist', 'runner', 'cli.js')}" "$@"\n`,
  )
  chmodSync(at('bin/mustdo'), 0o755)
  const env = {
    ...gitlab.mustdo.variables,
    CI_PROJECT_NAMESPACE: 'a group/with a space',
    PATH: `${at('bin')}:${process.env['PATH']}`,
    MUSTDO_GATE: 'complete',
    MUSTDO_ARGUMENTS: '--only SEC-HDR-004',
  }
  const script = gitlab.mustdo.script.join('\n')
  const first = await bash(script, env)
  expect(first.code, first.text).toBe(3)
  for (const name of [...gitlab.mustdo.artifacts.paths, gitlab.mustdo.artifacts.reports.junit])
    expect(existsSync(at(name)), name).toBe(true)
  renameSync(at('mustdo-report.html'), at('last one.html'))
  const second = await bash(script, { ...env, MUSTDO_BASELINE: 'last one.html' })
  expect(second.text).toContain('Against the baseline last one.html')
  expect(second.code, second.text).toBe(0)
})

test('every input of the action is used and every one used is declared; no script has an expression in it', () => {
  const used = [...actionText.matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g)].map(([, name]) => name)
  expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort())
  for (const { run = '' } of action.runs.steps) expect(run).not.toMatch(/\$\{\{/)
  for (const [name, { value }] of Object.entries(action.outputs)) {
    expect(value).toBe(`\${{ steps.run.outputs.${name} }}`)
    expect(step?.run).toContain(`echo "${name}=`)
  }
})

test('every flag in these files is one that mustdo run has', async () => {
  const program = await buildProgram(['run'])
  const known = new Set(program.commands[0]?.options.map(({ long }) => long))
  const scripts = [step?.run ?? '', ...gitlab.mustdo.script]
  for (const script of scripts) {
    const flags = [...script.matchAll(/(?<![\w-])--[a-z][\w-]*/g)].map(([flag]) => flag)
    expect(flags).toContain('--baseline')
    expect(flags.filter(flag => !known.has(flag))).toEqual([])
  }
})

test('the examples of docs/ci.md are YAML, and give the action inputs and the job variables that exist', () => {
  const blocks = [...read('docs/ci.md').matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => parse(text))
  const [github, gitlabExample] = blocks
  const steps: readonly (Step & { with?: object })[] = github.jobs.conformance.steps
  const ours = steps.find(({ uses }) => uses?.includes('/mustdo@'))
  expect(Object.keys(ours?.with ?? {}).filter(name => !(name in action.inputs))).toEqual([])
  for (const [, name = ''] of JSON.stringify(github).matchAll(/steps\.mustdo\.outputs\.([\w-]+)/g))
    expect(action.outputs).toHaveProperty([name])
  const variables = Object.keys(gitlabExample.mustdo.variables)
  expect(variables.filter(name => !JSON.stringify(gitlab).includes(name))).toEqual([])
  expect(existsSync(join(root, gitlabExample.include[0].file))).toBe(true)
})

test('the container file copies what is there, installs the package by its packed name and starts its command', () => {
  const text = read('ci/Containerfile')
  const { name, bin, engines } = JSON.parse(read('package.json')) as {
    name: string
    bin: object
    engines: { node: string }
  }
  expect(text).toContain(`/packed/${name}-*.tgz`)
  expect(JSON.parse(/^ENTRYPOINT (.*)$/m.exec(text)?.[1] ?? '[]')).toEqual(Object.keys(bin))
  const majors = [...text.matchAll(/node:(\d+)-/g)].map(([, major]) => Number(major))
  expect(majors.length).toBe(2)
  expect(Math.min(...majors)).toBeGreaterThan(Number(/\d+/.exec(engines.node)?.[0]))
  expect(text).toMatch(/^USER node$/m)
  // What the build needs must not be kept out of it.
  const ignored = read('.dockerignore').trim().split('\n')
  expect(ignored).toContain('node_modules')
  for (const needed of ['package.json', 'package-lock.json', 'scripts', 'runner', 'standards'])
    expect(ignored).not.toContain(needed)
})

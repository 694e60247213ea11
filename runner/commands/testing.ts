/** For tests: the public command as a spawned process, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../dist/runner/cli.js', import.meta.url))

/** `npm test` builds first; a test that was started by itself says that it was skipped for want of a build. */
export const isBuilt = existsSync(cli)

export const trapFolder = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/checks/${name}`, import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when the output so far holds this. */
  said(text: string): Promise<void>
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'mustdo-command-'))

/** Starts `mustdo …` in `cwd`. */
export function start(
  cwd: string,
  words: readonly string[],
  env: { readonly [name: string]: string } = {},
  node: readonly string[] = [],
): Started {
  const began = Date.now()
  const { CI: _ci, MUSTDO_KEY: _key, ...inherited } = process.env
  const clean = Object.fromEntries(Object.entries(inherited).filter(([name]) => !/^(VITEST|NODE_OPTIONS)/.test(name)))
  const child = spawn(process.execPath, [...node, cli, ...words], { cwd, env: { ...clean, ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = new Promise<Ended>(resolve =>
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr, ms: Date.now() - began })),
  )
  const said = async (text: string) => {
    while (!`${stdout}${stderr}`.includes(text)) {
      if (child.exitCode !== null) throw new Error(`ended without saying "${text}":\n${stdout}\n${stderr}`)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
  return { child, ended, said }
}

export const mustdo = (cwd: string, words: readonly string[], env?: { readonly [name: string]: string }) =>
  start(cwd, words, env).ended

/** The folder of the only run made in `cwd`. */
export function onlyRun(cwd: string): string {
  const runs = join(cwd, '.mustdo', 'runs')
  const [only, ...others] = readdirSync(runs)
  if (!only || others.length > 0) throw new Error(`${runs} holds ${others.length + (only ? 1 : 0)} runs, not one`)
  return join(runs, only)
}

import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onPath } from '../instruments/tools/program.ts'
import type { Env } from './data-folder.ts'
import { SetupError } from './error.ts'

/** A program with the words that come before its own: npm is a script that node runs, mvn on Windows one that cmd does. */
export interface Command {
  readonly program: string
  readonly before: readonly string[]
}

/** npm as it came with this node, or as PATH has it; undefined where there is none. */
export function findNpm(env: Env = process.env): Command | undefined {
  const onThePath = onPath('npm', env) ?? onPath('npm.cmd', env, 'linux')
  const bin = dirname(process.execPath)
  const script = [
    env['npm_execpath'] ?? '',
    ...(onThePath
      ? [realpathSync(onThePath), join(dirname(onThePath), 'node_modules', 'npm', 'bin', 'npm-cli.js')]
      : []),
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find(path => path.endsWith('npm-cli.js') && existsSync(path))
  return script ? { program: process.execPath, before: [script] } : undefined
}

/** Maven on PATH; undefined where there is none. */
export function findMaven(env: Env = process.env): Command | undefined {
  if (process.platform !== 'win32') {
    const mvn = onPath('mvn', env)
    return mvn ? { program: mvn, before: [] } : undefined
  }
  return onPath('mvn.cmd', env, 'linux')
    ? { program: env['ComSpec'] ?? 'cmd.exe', before: ['/d', '/c', 'mvn.cmd'] }
    : undefined
}

/** Runs a tool to its end and gives what it printed. Rejects with SetupError: its last words, and that it was the tool. */
export function runTool(name: string, command: Command, words: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command.program,
      [...command.before, ...words],
      { cwd, maxBuffer: 64 * 1024 * 1024, windowsHide: true, shell: false, timeout: 20 * 60_000 },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout)
        const lines = `${stdout}\n${stderr}`.split('\n').map(line => line.trim())
        const told = lines.filter(line => /error/i.test(line)).slice(0, 3)
        reject(
          new SetupError(
            `${name} failed: ${(told.length > 0 ? told : lines.filter(Boolean).slice(-3)).join(' ') || error.message}\n` +
              `Expected it to reach its registry. Check network and proxy settings of ${name}, then run the same command again; what is already there is kept.`,
          ),
        )
      },
    )
  })
}

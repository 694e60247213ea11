import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** The program of this name on PATH, as the system would find it; no shell is asked. */
export function onPath(name: string, env: Env, platform: NodeJS.Platform = process.platform): string | undefined {
  const file = platform === 'win32' ? `${name}.exe` : name
  return (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter(folder => folder !== '')
    .map(folder => join(folder, file))
    .find(isProgram)
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** What a program prints when asked for its version, on either stream; undefined when it fails or takes over 10 s. */
export const printedBy = (program: string, args: readonly string[]): Promise<string | undefined> =>
  new Promise(resolve => {
    execFile(program, [...args], { timeout: 10_000, windowsHide: true, shell: false }, (error, stdout, stderr) =>
      resolve(error ? undefined : `${stdout}\n${stderr}`),
    )
  })

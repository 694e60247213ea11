// sslyze and testssl.sh, for comparison only: each from its own package manager, in a folder of its own, never shipped.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'zx'

const quiet = $({ quiet: true, nothrow: true })
export const SSLYZE = '6.3.1'

/** sslyze of PyPI in an environment of its own; undefined, and a word why, when it cannot be had. */
export async function sslyze(work) {
  mkdirSync(work, { recursive: true })
  const program = join(work, 'venv', 'bin', 'sslyze')
  if (existsSync(program)) return program
  const made = await quiet`python3 -m venv ${join(work, 'venv')}`
  const got =
    made.exitCode === 0 ? await quiet`${join(work, 'venv', 'bin', 'pip')} install --quiet ${`sslyze==${SSLYZE}`}` : made
  if (got.exitCode === 0) return program
  console.log(`sslyze ${SSLYZE} could not be installed: ${got.stderr.trim().split('\n').at(-1)}`)
  return undefined
}

/** Debian's testssl.sh where it is installed, or where TESTSSL points to. */
export async function testssl() {
  const program = process.env.TESTSSL ?? (await quiet`which testssl`).stdout.trim()
  return program && existsSync(program) ? program : undefined
}

// sslyze and testssl.sh, for comparison only: each from its own package manager, in a folder of its own, never shipped.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
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

/** Versions of sslyze's answer, each with the suites taken; undefined where it could not connect. */
export function sslyzeFacts(file) {
  const { server_scan_results: results } = JSON.parse(readFileSync(file, 'utf8'))
  return new Map(
    results.map(({ server_location: { port }, scan_result: scan }) => [
      port,
      scan &&
        Object.fromEntries(
          Object.entries(names).map(([key, version]) => [
            version,
            scan[key]?.status === 'COMPLETED'
              ? {
                  taken: scan[key].result.accepted_cipher_suites.map(({ cipher_suite: { name } }) => name),
                  asked: new Set(
                    [...scan[key].result.accepted_cipher_suites, ...scan[key].result.rejected_cipher_suites].map(
                      ({ cipher_suite: { name } }) => name,
                    ),
                  ),
                }
              : undefined,
          ]),
        ),
    ]),
  )
}

const names = {
  ssl_2_0_cipher_suites: 'SSLv2',
  ssl_3_0_cipher_suites: 'SSLv3',
  tls_1_0_cipher_suites: 'TLSv1',
  tls_1_1_cipher_suites: 'TLSv1.1',
  tls_1_2_cipher_suites: 'TLSv1.2',
  tls_1_3_cipher_suites: 'TLSv1.3',
}

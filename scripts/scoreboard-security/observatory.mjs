// MDN's HTTP Observatory, for comparison only: installed by npm in a folder of its own, never shipped. Run with a folder and host names
// it scans these, one after the other, and prints one line of JSON for each.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { $ } from 'zx'
import { run } from '../scoreboard/measure.mjs'

export const OBSERVATORY = '1.4.8'
const itself = fileURLToPath(import.meta.url)
const scanner = folder => join(folder, 'node_modules', '@mdn', 'mdn-http-observatory', 'src', 'scanner', 'index.js')

/** Where it is installed; undefined, and a word why, when it cannot be had. Its list of preloaded hosts stays empty: none is ours. */
export async function observatory(work) {
  const folder = join(work, 'observatory')
  if (existsSync(scanner(folder))) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const name = `@mdn/mdn-http-observatory@${OBSERVATORY}`
  const got = await $({
    cwd: folder,
    quiet: true,
    nothrow: true,
  })`npm install --ignore-scripts --no-audit --no-fund --save-exact ${name}`
  if (got.exitCode === 0 && existsSync(scanner(folder))) {
    writeFileSync(join(scanner(folder), '..', '..', '..', 'conf', 'hsts-preload.json'), '{}\n')
    return folder
  }
  console.log(`HTTP Observatory ${OBSERVATORY} could not be installed: ${got.stderr.trim().split('\n').at(-1)}`)
  return undefined
}

/** Scans hosts in a process of its own, which trusts the authority: grade and failed tests of each, or the error, and what it cost. */
export async function scanned(folder, hosts, ca) {
  const ended = await run(process.execPath, [itself, folder, ...hosts], { env: { NODE_EXTRA_CA_CERTS: ca } })
  const told = ended.out
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line))
  return { ...ended, told: new Map(told.map(({ host, ...more }) => [host, more])) }
}

if (argv[1] === itself) {
  const [folder, ...hosts] = argv.slice(2)
  const { scan } = await import(pathToFileURL(scanner(folder)).href)
  for (const host of hosts) {
    const told = await scan(host).then(
      ({ scan: { grade, score }, tests }) => ({
        grade,
        score,
        failed: Object.entries(tests).flatMap(([name, { pass, result }]) =>
          pass === false ? [`${name}: ${result}`] : [],
        ),
      }),
      error => ({ error: error.message }),
    )
    console.log(JSON.stringify({ host, ...told }))
  }
}

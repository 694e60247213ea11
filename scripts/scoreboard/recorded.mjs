// What was measured is kept beside the scripts, so that a page can be made again, and held against its figures, without any server.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const TLS = `${root}scripts/scoreboard-tls/recorded.json`
export const HTTP = `${root}scripts/scoreboard-security/recorded.json`

export const recorded = file => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { servers: {} })

/** Written as the formatter would have it. */
export async function keep(file, data) {
  writeFileSync(file, JSON.stringify(data))
  await $({ quiet: true, cwd: root })`node_modules/.bin/biome format --write ${file}`
}

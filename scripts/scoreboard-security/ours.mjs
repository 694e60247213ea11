// Our verdicts on servers of fixtures/http, in a process of its own, so that it can be timed: a file names the servers, and one line of
// JSON tells what was said of each.
import { readFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { verdictsOn } from '../../dist/fixtures/http/run.js'
import { run } from '../scoreboard/measure.mjs'

const itself = fileURLToPath(import.meta.url)

/** What the checks say in such a process, by origin, and what it cost. */
export async function judged(file) {
  const ended = await run(process.execPath, [itself, file])
  if (ended.code !== 0) throw new Error(`Our own checks did not end well:\n${ended.err}`)
  const line = ended.out.split('\n').find(text => text.startsWith('{'))
  return { ...ended, told: new Map(Object.entries(JSON.parse(line))) }
}

if (argv[1] === itself) {
  const verdicts = await verdictsOn(JSON.parse(readFileSync(argv[2], 'utf8')))
  const said = ({ failed, advised }) => [...new Set([...failed.keys(), ...advised.keys()])]
  console.log(JSON.stringify(Object.fromEntries([...verdicts].map(([origin, told]) => [origin, said(told)]))))
  process.exit()
}

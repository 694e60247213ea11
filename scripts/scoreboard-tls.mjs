// How `mustdo tls` compares with sslyze and testssl.sh: verdicts, facts, connections and cost on every server of fixtures/tls. What was
// measured is kept in scoreboard-tls/recorded.json, and docs/scoreboard-tls.md is made of it. Needs dist/ (npm run scoreboard:tls builds
// it); sslyze comes with pip, testssl.sh from Debian or by TESTSSL, and one that is not at hand is left as recorded.
//   --quick            measures nothing: makes the pages again from what is recorded
//   --part verdicts    every server, each program in a process of its own; `--tools`, `--only <ids>` and `--missing` measure less
//   --part speed       whole processes on one clean server, in turn; `--runs <n>` so often each (5)
//   --write            keeps what was measured and writes the pages
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { areas } from '../dist/fixtures/http/cases.js'
import { cases } from '../dist/fixtures/tls/cases.js'
import { serve } from '../dist/fixtures/tls/serve.js'
import { counted } from './scoreboard/measure.mjs'
import { pages, writePages } from './scoreboard/pages.mjs'
import { keep, recorded, TLS } from './scoreboard/recorded.mjs'

import { askMustdo, askOther, installed } from './scoreboard-tls/programs.mjs'
import { speed } from './scoreboard-tls/speed.mjs'
import { SSLYZE } from './scoreboard-tls/tools.mjs'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    part: { type: 'string' },
    tools: { type: 'string', default: 'mustdo,sslyze,testssl.sh' },
    only: { type: 'string' },
    missing: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
})
const record = recorded(TLS)
if (!values.quick) await measure()
const texts = pages({ areas, cases }, undefined, record)
console.log(texts['scoreboard-tls.md'])
if (values.write) writePages(texts)
process.exit()

async function measure() {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const work = resolve(process.env.MUSTDO_REAL_WORK ?? join(root, 'fixtures/real/.work'), 'tls')
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-scoreboard-'))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  const fixture = await serve(cases)
  try {
    const paths = await installed(work)
    for (const { case: one, missing } of fixture.skipped)
      console.log(`Left out: ${one.id} (${missing} is not installed).`)
    for (const name of ['sslyze', 'testssl.sh']) if (!paths[name]) console.log(`${name} is not at hand.`)
    Object.assign(record, { platform: process.platform, node: process.versions.node, sslyze: SSLYZE })
    if (values.part !== 'speed') await verdicts(fixture, paths, folder)
    if (values.part !== 'verdicts') {
      record.speed = await speed(fixture, paths, folder, Number(values.runs))
      if (values.write) await keep(TLS, record)
    }
  } finally {
    await fixture.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Each program on every server, in turn; kept after each server, since testssl.sh takes an hour for all. */
async function verdicts({ served, rootFile }, paths, folder) {
  const only = values.only?.split(',')
  const wanted = values.tools.split(',')
  for (const { case: one, port } of served) {
    if (only && !only.includes(one.id)) continue
    record.servers[one.id] ??= {}
    const seen = record.servers[one.id]
    const names = wanted.filter(name => !(values.missing && seen[name]))
    if (names.length === 0) continue
    const load = Math.round(loadavg()[0] * 10) / 10
    const { versions, ...ours } = await look(port, at => askMustdo(one, at, { rootFile, folder }))
    if (names.includes('mustdo')) seen.mustdo = { ...ours, load }
    for (const name of names)
      if (paths[name]) {
        const answer = await look(port, at => askOther(name, paths[name], one, at, { rootFile, folder, versions }))
        seen[name] = { ...answer, load }
      }
    console.log(one.id, JSON.stringify(seen))
    if (values.write) await keep(TLS, record)
  }
}

/** One answer as it is recorded: verdicts, connections, seconds. */
async function look(port, ask) {
  const { result, connections } = await counted(port, ask)
  const { wall, cpu, said, gaveUp, apart, versions } = result
  return {
    ...(gaveUp ? { gaveUp } : { said }),
    ...(apart && { apart }),
    connections,
    wall,
    cpu: Number(cpu.toFixed(3)),
    versions,
  }
}

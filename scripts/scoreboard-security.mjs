// What mustdo says of the servers of fixtures/http beside MDN's HTTP Observatory and Google's csp_evaluator: caught, missed, false
// alarms, and what each cost. What was measured is kept in scoreboard-security/recorded.json; docs/scoreboard-security.md is made of
// it, and of what scoreboard-tls measured. Needs dist/ (npm run scoreboard:security builds it) and npm for the Observatory.
// `--quick` measures nothing and makes the pages again from what is recorded; `--write` keeps what was measured and writes them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { areas } from '../dist/fixtures/http/cases.js'
import { serveAll } from '../dist/fixtures/http/serve.js'
import { cases } from '../dist/fixtures/tls/cases.js'
import { pages, writePages } from './scoreboard/pages.mjs'
import { HTTP, keep, recorded } from './scoreboard/recorded.mjs'
import { OBSERVATORY, observatory, scanned } from './scoreboard-security/observatory.mjs'
import { judged } from './scoreboard-security/ours.mjs'
import { policyFaults } from './scoreboard-security/policy.mjs'

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
})
const record = values.quick ? recorded(HTTP) : await measured()
if (values.write && !values.quick) await keep(HTTP, record)
const texts = pages({ areas, cases }, record)
console.log(texts['scoreboard-security.md'])
if (values.write) writePages(texts)
process.exit()

async function measured() {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const work = resolve(process.env.MUSTDO_REAL_WORK ?? join(root, 'fixtures/real/.work'))
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-scoreboard-'))
  const served = areas.flatMap(area => area.cases)
  const fixture = await serveAll(served)
  const costs = {}
  /** Runs one program over all servers; what it said, and what it cost. */
  const costing = async (name, task) => {
    const before = fixture.connections()
    const load = Math.round(loadavg()[0] * 10) / 10
    const { wall, cpu, told } = await task()
    costs[name] = { connections: fixture.connections() - before, wall, cpu: Number(cpu.toFixed(3)), load }
    return told
  }
  try {
    const [ca, list] = [join(folder, 'root.pem'), join(folder, 'servers.json')]
    writeFileSync(ca, fixture.caPem)
    writeFileSync(list, JSON.stringify({ served: fixture.served, caPem: fixture.caPem }))
    const ours = await costing('mustdo', () => judged(list))
    const installed = await observatory(work)
    const hostOf = origin => new URL(origin).host
    const hosts = fixture.served.map(({ origin }) => hostOf(origin))
    const theirs = installed ? await costing('HTTP Observatory', () => scanned(installed, hosts, ca)) : new Map()
    const policies = await costing('csp_evaluator', () => evaluated(served))
    const observed = ({ error, grade, failed }) => (error ? { gaveUp: error } : { grade, said: failed })
    const servers = fixture.served.map(({ case: { id }, origin }) => {
      const seen = theirs.get(hostOf(origin))
      const entry = { mustdo: { said: ours.get(origin) }, csp_evaluator: policies.get(id) }
      return [id, seen ? { ...entry, 'HTTP Observatory': observed(seen) } : entry]
    })
    const { platform, versions } = process
    return { platform, node: versions.node, observatory: OBSERVATORY, costs, servers: Object.fromEntries(servers) }
  } finally {
    await fixture.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** csp_evaluator asks nobody: it reads texts, in this very process. */
function evaluated(list) {
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  const told = new Map(
    list.map(one => {
      const said = policyFaults(one)
      return [one.id, said ? { said } : { said: [], unread: true }]
    }),
  )
  const { user, system } = process.cpuUsage(cpu)
  return { told, wall: Number(((performance.now() - start) / 1000).toFixed(3)), cpu: (user + system) / 1e6 }
}

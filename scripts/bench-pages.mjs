// What it costs to look at a page, in CPU time of the whole process tree: this process and the browser's. Takes twenty pages of the
// reference supplier, one at a time in one browser, a context each: only loaded, with the default set of engines, with the full set,
// with our own rules alone (which press keys, and change width, spacing, size and orientation), and as a run visits them. Linux only,
// on a machine that does nothing else. Needs dist/ (npm run build). `node scripts/bench-pages.mjs [<rounds> [<pages>]]`, 1 round of 20 unless told.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:tls'
import { chromium } from 'playwright-core'
import { startSupplier } from '../dist/fixtures/supplier/index.js'
import { engineSets } from '../dist/runner/instruments/browser/engines/index.js'
import { launchBrowser } from '../dist/runner/instruments/browser/launch.js'
import { scan } from '../dist/runner/instruments/browser/scan.js'
import { connectBrowser } from '../dist/runner/instruments/browser/visit.js'

/** Milliseconds of one tick of the kernel's clock. */
const TICK_MS = 10
const [rounds = 1, most = 20] = process.argv.slice(2).map(Number)
if (process.platform !== 'linux' || !(rounds >= 1 && most >= 1)) {
  console.error(
    'CPU time is read from /proc. Expected Linux, and a number of rounds and of pages from 1. Next: node scripts/bench-pages.mjs 3',
  )
  process.exit(2)
}

const supplier = await startSupplier()
const server = await launchBrowser({ trustedSpki: [await keyOf(supplier.origin)] })
const browser = await chromium.connect(server.wsEndpoint)
const visitor = await connectBrowser(server.wsEndpoint)
const urls = supplier.pages.slice(0, most)
const request = url => ({ url, allowedOrigins: [supplier.origin, supplier.apiOrigin], timeoutMs: 60_000 })
const scanned = engines => url => scan(browser, { ...request(url), engines })
const ways = {
  'only loaded': scanned([]),
  'default set of engines': scanned(engineSets.small),
  'full set of engines': scanned(engineSets.full),
  'own rules alone': scanned(['mustdo']),
  'a visit of a run': url => visitor.visit(request(url)),
}
const costs = Object.fromEntries(Object.keys(ways).map(name => [name, []]))
try {
  // The first page of each way reads and parses what all share.
  for (const look of Object.values(ways)) await look(urls[0])
  for (let round = 0; round < rounds; round++)
    for (const url of urls)
      for (const [name, look] of Object.entries(ways)) {
        const before = cpuMs()
        const { error } = await look(url)
        if (error) throw new Error(`${url}: ${error.message}`)
        costs[name].push(cpuMs() - before)
      }
  console.log(`${urls.length} pages, ${rounds} round(s), ms of CPU a page, mean and median:`)
  for (const [name, all] of Object.entries(costs))
    console.log(`${name.padEnd(24)}${mean(all).toFixed(0).padStart(6)}${median(all).toFixed(0).padStart(6)}`)
  const behaviour = costs['own rules alone'].map((cost, at) => cost - costs['only loaded'][at])
  console.log(
    `${'own rules beyond loading'.padEnd(24)}${mean(behaviour).toFixed(0).padStart(6)}${median(behaviour).toFixed(0).padStart(6)}`,
  )
} finally {
  await visitor.close()
  await browser.close()
  await server.close()
  await supplier.close()
}

/** CPU time of this process and of all below it, those that have ended included; milliseconds. */
function cpuMs() {
  const { user, system } = process.cpuUsage()
  const below = new Map()
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      const [parent, ...ticks] = [1, 11, 12, 13, 14].map(at => Number(fields[at]))
      below.set(pid, { parent: String(parent), ticks: ticks.reduce((sum, one) => sum + one, 0) })
    } catch {
      // It has ended meanwhile.
    }
  }
  const ours = pid =>
    pid === String(process.pid) || (below.has(pid) && below.get(pid).parent !== pid && ours(below.get(pid).parent))
  let ticks = 0
  for (const [pid, one] of below) if (pid !== String(process.pid) && ours(pid)) ticks += one.ticks
  return (user + system) / 1000 + ticks * TICK_MS
}

function mean(all) {
  return all.reduce((sum, one) => sum + one, 0) / all.length
}

function median(all) {
  const sorted = all.toSorted((a, b) => a - b)
  return (sorted[(all.length - 1) >> 1] + sorted[all.length >> 1]) / 2
}

/** base64 of the sha256 of the public key of the certificate that is shown there. */
function keyOf(origin) {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), ca: supplier.caPem }, () => {
      const key = socket.getPeerX509Certificate().publicKey.export({ type: 'spki', format: 'der' })
      socket.destroy()
      resolve(createHash('sha256').update(key).digest('base64'))
    })
    socket.on('error', reject)
  })
}

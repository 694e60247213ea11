// What it costs to look at a page, in CPU time of the whole process tree: this process and the browser's. Takes example
// pages of govuk-frontend and nhsuk-frontend, one at a time in one browser, a context each: only loaded, with the engines of others that run by default, with
// our own rules (which press keys, and change width, spacing, size and orientation), with both, with the full set, and as a run visits
// them. `--beside <folder>` has pa11y-ci, installed there by npm, look at the same pages with axe in the same browser. Linux only, on a
// machine that does nothing else. Needs dist/ (npm run bench:pages builds it). `--rounds <n>` is 1, `--pages <n>` 20 unless told;
// `--write` also writes docs/bench-pages.md.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { unpackBundled } from '../dist/runner/instruments/browser/bundled.js'
import { connectBrowser } from '../dist/runner/instruments/browser/connect.js'
import { engineSets } from '../dist/runner/instruments/browser/engines/index.js'
import { findBrowser, thisMachine } from '../dist/runner/instruments/browser/find.js'
import { launchBrowser } from '../dist/runner/instruments/browser/launch.js'
import { scan } from '../dist/runner/instruments/browser/scan.js'
import { serveSite } from '../dist/runner/instruments/browser/test-site.js'
import { cpuMs, watchTree } from '../fixtures/bench/process-tree.mjs'
import { examplePages, someOf } from './false-alarms/examples.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1' },
    pages: { type: 'string', default: '20' },
    beside: { type: 'string' },
    write: { type: 'boolean' },
  },
})
const [rounds, most] = [values.rounds, values.pages].map(Number)
if (process.platform !== 'linux' || !(rounds >= 1 && most >= 1)) {
  console.error(
    'CPU time is read from /proc. Expected Linux, and a number of rounds and of pages from 1. Next: npm run bench:pages -- --rounds 3',
  )
  process.exit(2)
}

const examples = await examplePages()
const site = await serveSite(examples)
const found = findBrowser(thisMachine())
const program = found.bundled ? await unpackBundled() : found.path
const server = await launchBrowser({ trustedSpki: [site.spki] })
const browser = await chromium.connect(server.wsEndpoint)
const visitor = await connectBrowser(server.wsEndpoint)
const urls = someOf(Object.keys(examples), most).map(path => site.origin + path)
const request = url => ({ url, allowedOrigins: [site.origin], timeoutMs: 60_000 })
const scanned = engines => url => scan(browser, { ...request(url), engines })
const ways = {
  'only loaded': scanned([]),
  'engines of others, default set': scanned(engineSets.small.filter(name => name !== 'mustdo')),
  'own rules': scanned(['mustdo']),
  'default set with own rules': scanned(engineSets.small),
  'full set with own rules': scanned(engineSets.full),
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
  const rows = Object.entries(costs).map(([name, all]) => [name, mean(all), median(all)])
  const beyond = costs['own rules'].map((cost, at) => cost - costs['only loaded'][at])
  rows.push(['own rules beyond loading', mean(beyond), median(beyond)])
  const beside = []
  for (let round = 0; values.beside && round < rounds; round++)
    beside.push((await besideMs(values.beside)) / urls.length)
  if (beside.length > 0) rows.push(['pa11y-ci with axe, start included', mean(beside), median(beside)])
  const line = cells => `| ${cells.join(' | ')} |`
  const text = [
    line(['what', 'mean', 'median']),
    line(['---', '---', '---']),
    ...rows.map(([name, ...all]) => line([name, ...all.map(ms => `${ms.toFixed(0)} ms`)])),
  ].join('\n')
  console.log(text)
  if (values.write) writeFileSync(fileURLToPath(new URL('../docs/bench-pages.md', import.meta.url)), page(text))
} finally {
  await visitor.close()
  await browser.close()
  await server.close()
  await site.close()
}

/** CPU time of pa11y-ci over all pages, without what it costs to serve them. Milliseconds. */
async function besideMs(folder) {
  const scratch = mkdtempSync(join(tmpdir(), 'mustdo-beside-'))
  const config = join(scratch, 'pa11yci.json')
  writeFileSync(
    config,
    JSON.stringify({
      urls,
      defaults: {
        runners: ['axe'],
        concurrency: 1,
        timeout: 60_000,
        chromeLaunchConfig: {
          executablePath: program,
          args: ['--no-sandbox', '--ignore-certificate-errors'],
        },
      },
    }),
  )
  const run = promisify(execFile)
  const tree = watchTree()
  try {
    await run(process.execPath, [join(folder, 'node_modules/pa11y-ci/bin/pa11y-ci.js'), '--config', config, '--json'], {
      maxBuffer: 2 ** 28,
    })
  } catch (error) {
    // 2: it found something.
    if (error.code !== 2) throw error
    const { results } = JSON.parse(error.stdout)
    const broken = Object.values(results)
      .flat()
      .filter(({ message, code }) => message && !code)
    if (broken.length > 0) throw new Error(`pa11y-ci did not see every page: ${broken[0].message}`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return tree.end()
}

function page(text) {
  return `# What it costs to look at a page\n\nWritten by \`npm run bench:pages -- --write\` (Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform}): ${urls.length} example pages of\ngovuk-frontend and nhsuk-frontend, ${rounds} round(s), CPU time of the whole process tree for each page. Our own rules press keys, and look at the page in other widths,\nspacings, sizes and orientations.\n\n${text}\n`
}

function mean(all) {
  return all.reduce((sum, one) => sum + one, 0) / all.length
}

function median(all) {
  const sorted = all.toSorted((a, b) => a - b)
  return (sorted[(all.length - 1) >> 1] + sorted[all.length >> 1]) / 2
}

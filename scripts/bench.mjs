// What a run costs beside the requests it has to make. Starts the reference supplier, tests it with the public command through a
// proxy that adds latency, then asks: how long would a perfect client take that waits only where one request needs another's answer
// (the critical path), and how long does a plain script take that sends the same distinct requests? Everything on loopback.
// Needs dist/ (npm run bench builds it). `--write` also writes docs/bench.md, `--latency <ms>` sets one way, 10 unless told.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ProxyAgent, request } from 'undici'
import { startSupplier } from '../dist/fixtures/supplier/index.js'
import { criticalPath } from '../fixtures/bench/critical-path.mjs'
import { latencyProxy } from '../fixtures/bench/latency-proxy.mjs'
import { measuredRun } from '../fixtures/bench/measured-run.mjs'

const { values } = parseArgs({ options: { write: { type: 'boolean' }, latency: { type: 'string', default: '10' } } })
const delayMs = Number(values.latency)
const CONCURRENCY = 16
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mustdo-bench-'))

const seen = []
const supplier = await startSupplier({
  watch: ({ method, url, headers, body }) => seen.push({ method, url: url.href, headers, body }),
})
const proxy = await latencyProxy(delayMs)
try {
  const target = await supplier.targetYaml(folder)
  appendFileSync(target, `proxy: { url: "${proxy.url}" }\n`)
  const run = await measuredRun({ folder, target, env: supplier.env })
  const sent = [...seen]
  const wanted = distinct(sent)
  const plainMs = await plainScript(wanted)
  const text = report(run, { sent: sent.length, distinct: wanted.length }, plainMs)
  console.log(text)
  if (values.write) writeFileSync(join(root, 'docs', 'bench.md'), page(text))
} finally {
  await Promise.all([proxy.close(), supplier.close()])
  rmSync(folder, { recursive: true, force: true })
}

function distinct(asked) {
  const known = new Map()
  for (const one of asked) known.set(JSON.stringify([one.method, one.url, one.headers, one.body]), one)
  return [...known.values()]
}

/** The same requests with nothing in between: as many at a time as the target file allows, over the same proxy. */
async function plainScript(requests) {
  const dispatcher = new ProxyAgent({ uri: proxy.url, connections: CONCURRENCY, requestTls: { ca: supplier.caPem } })
  const queue = [...requests]
  const began = performance.now()
  const sendOn = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const headers = Object.fromEntries(
        Object.entries(one.headers).filter(
          ([name]) => !/^(host|connection|content-length|transfer-encoding|expect|upgrade|keep-alive|te)$/.test(name),
        ),
      )
      const body = ['GET', 'HEAD'].includes(one.method) || one.body === '' ? undefined : one.body
      // A request that a client library will not send costs the script nothing.
      await request(one.url, { method: one.method, headers, body, dispatcher }).then(
        answer => answer.body.dump(),
        () => undefined,
      )
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, sendOn))
  const ms = performance.now() - began
  await dispatcher.destroy()
  return ms
}

function report(run, requests, plainMs) {
  const { record, marks, wallMs } = run
  const path = criticalPath(run, CONCURRENCY)
  const length = stage => {
    const place = marks.findIndex(one => one.stage === stage)
    return place < 0 ? 0 : marks[place + 1].at - marks[place].at
  }
  const spent = kind => record.observations.filter(one => one.kind === kind).reduce((sum, { ms }) => sum + ms, 0)
  const ms = value => `${Math.round(value)} ms`
  const times = value => `${value.toFixed(1)} ×`
  const rows = [
    ['wall time of the run', ms(wallMs)],
    [
      'ideal critical path',
      `${ms(path.ms)} = ${ms(path.looking)} looking around + ${ms(Math.max(path.longest.ms, path.lanes))} (longest check ${ms(path.longest.ms)}, ${path.longest.subject}; all requests in ${CONCURRENCY} lanes ${ms(path.lanes)}) + ${ms(path.last)} last look`,
    ],
    ['run : critical path', times(wallMs / path.ms)],
    ['plain script, the same distinct requests', ms(plainMs)],
    ['run : plain script', times(wallMs / plainMs)],
    ['requests that reached the product', `${requests.sent}, ${requests.distinct} distinct`],
    ['assertions', `${record.assertions.length}`],
    ['start-up to first request', ms(proxy.seen.firstAt - run.began)],
    ['discovery', ms(length('discovery'))],
    ['engines (starting the browser)', ms(length('engines'))],
    ['plan', ms(length('plan'))],
    ['checks', ms(length('checks'))],
    ['… the browser at work, all pages added up', ms(spent('page'))],
    ['… the validator at work, all resources added up', ms(spent('validation'))],
    ['last look', ms(length('closing'))],
    ['record', ms(length('record'))],
    ['render', ms(length('render'))],
    ['seal', ms(length('seal'))],
    ['verify', ms(length('verify'))],
  ]
  return ['| what | measured |', '|---|---|', ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join('\n')
}

function page(table) {
  return `# What a run costs

Written by \`npm run bench -- --write\` (Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform}): the reference supplier in
a process of its own, tested with the public command through a proxy that holds every packet back for ${delayMs} ms each way. Pages that the
browser loads from loopback do not pass the proxy.

The ideal critical path is what a perfect client would take: the time in which requests of discovery were under way, then those of
the one check with the longest chain or all requests in as many lanes as the target allows, whichever is longer, then those of the
last look, with everything else beside them for nothing. The plain script
sends the same distinct requests, ${CONCURRENCY} at a time, over the same proxy, and judges nothing. Times are of one run.

${table}
`
}

// How near the interoperability run comes to a perfect client on a product nobody here wrote: HAPI FHIR behind nginx and a proxy
// that adds latency. Needs dist/ (npm run bench:hapi builds it) and what fixtures/real/install.mjs brings; says so where it is
// missing. `--write` also writes docs/bench-hapi.md, `--latency <ms>` sets one way, 10 unless told.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startHapi } from '../dist/fixtures/real/hapi.js'
import { isMissing } from '../dist/fixtures/real/places.js'
import { writeTargetFile } from '../dist/fixtures/real/target-file.js'
import { loadCatalogue } from '../dist/standards/index.js'
import { criticalPath } from '../fixtures/bench/critical-path.mjs'
import { latencyProxy } from '../fixtures/bench/latency-proxy.mjs'
import { measuredRun } from '../fixtures/bench/measured-run.mjs'

const { values } = parseArgs({ options: { write: { type: 'boolean' }, latency: { type: 'string', default: '10' } } })
const delayMs = Number(values.latency)
/** As fixtures/real/hapi.mustdo.yaml allows. */
const CONCURRENCY = 8
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mustdo-bench-'))

const hapi = await startHapi()
if (isMissing(hapi)) {
  console.log(`Not measured: ${hapi.missing}`)
  process.exit(1)
}
const proxy = await latencyProxy(delayMs)
try {
  const target = await writeTargetFile('hapi', { base: hapi.fhirBase, caPem: hapi.caPem }, folder)
  appendFileSync(target, `proxy: { url: "${proxy.url}" }\n`)
  const rows = [...loadCatalogue().requirements.values()].filter(({ pillar }) => pillar === 'interoperability')
  const only = [...new Set(rows.map(({ standard }) => standard))].flatMap(id => ['--only', id])
  // The first run warms the server's own code up and is not measured.
  const runOf = validator => measuredRun({ folder, target, words: [...only, '--validator', validator] })
  await runOf('embedded')
  const columns = [
    ['judged by the engine inside', await runOf('embedded')],
    ["judged by HL7's, started by the run", await runOf('best')],
  ]
  const text = table(columns)
  console.log(text)
  if (values.write) writeFileSync(join(root, 'docs', 'bench-hapi.md'), page(text))
} finally {
  await Promise.all([proxy.close(), hapi.close()])
  rmSync(folder, { recursive: true, force: true })
}

function table(columns) {
  const parts = columns.map(([, run]) => rowsOf(run))
  const names = parts[0].map(([name]) => name)
  const line = cells => `| ${cells.join(' | ')} |`
  return [
    line(['what', ...columns.map(([title]) => title)]),
    line(['---', ...columns.map(() => '---')]),
    ...names.map(name => line([name, ...parts.map(rows => Object.fromEntries(rows)[name] ?? '')])),
  ].join('\n')
}

function rowsOf(run) {
  const path = criticalPath(run, CONCURRENCY)
  const ms = value => `${Math.round(value)} ms`
  const of = kind => run.record.observations.filter(one => one.kind === kind)
  return [
    ['wall time of the run', ms(run.wallMs)],
    ['ideal critical path', ms(path.ms)],
    ['… looking around', ms(path.looking)],
    ['… longest chain of one check', `${ms(path.longest.ms)} (${path.longest.subject})`],
    [`… all requests in ${CONCURRENCY} lanes`, ms(path.lanes)],
    ['… last look', ms(path.last)],
    ['run : critical path', `${(run.wallMs / path.ms).toFixed(2)} ×`],
    ['requests', `${of('exchange').length}`],
    ['resources judged', `${of('validation').length}`],
    ['assertions', `${run.record.assertions.length}`],
    ...run.marks.map(({ stage, at }) => [`${stage} began at`, ms(at)]),
  ]
}

function page(text) {
  return `# What the interoperability run costs on HAPI FHIR

Written by \`npm run bench:hapi -- --write\` (Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform}): HAPI FHIR JPA 8.8.0 behind nginx with
TLS, through a proxy that holds every packet back for ${delayMs} ms each way, on the same machine as the run. The ideal critical path is
the time of discovery, then the longest chain of one check or all requests in as many lanes as the target file allows, whichever is
longer, then the last look. Times are of one run each, after one that warmed the server. On so few cores HL7's validator, whose start
costs some ten seconds of processor time, the product and the run share them.

${text}
`
}

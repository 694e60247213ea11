// How long a portfolio of many reports takes: seals <count> reports of real size, two for each product, then lets the public command
// verify each (seal, signer, page rendered again, completeness) and make the page. Needs dist/ (npm run bench:portfolio builds it).
// `--record <file>` takes a record at hand, else the demo makes one; `--count <n>`, 500 unless told; `--write` writes docs/bench-portfolio.md.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { render, rendererDigest } from '../dist/reports/render/render.js'
import { seal } from '../dist/reports/seal/seal.js'
import { summaryOf } from '../dist/reports/seal/statement.js'
import { runVerdict } from '../dist/reports/verdict.js'
import { ephemeralSigner } from '../dist/runner/keys/key-signer.js'

const { values } = parseArgs({
  options: { record: { type: 'string' }, count: { type: 'string', default: '500' }, write: { type: 'boolean' } },
})
const count = Number(values.count)
const root = fileURLToPath(new URL('..', import.meta.url))
const cli = join(root, 'dist', 'runner', 'cli.js')
const folder = mkdtempSync(join(tmpdir(), 'mustdo-portfolio-'))
const inbox = join(folder, 'inbox')
const mustdo = (...words) => {
  const began = performance.now()
  const ended = spawnSync(process.execPath, [cli, ...words], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { ...ended, ms: performance.now() - began }
}

try {
  const record = JSON.parse(readFileSync(values.record ?? demoRecord(), 'utf8'))
  const signer = await ephemeralSigner()
  writeFileSync(
    join(folder, 'keys.json'),
    JSON.stringify({ version: 1, keys: [{ jwk: signer.jwk, name: 'Suppliers', roles: ['issuer'] }] }),
  )
  mkdirSync(inbox)
  let bytes = 0
  for (let index = 0; index < count; index++) {
    const file = join(inbox, `report-${String(index).padStart(4, '0')}.html`)
    writeFileSync(file, await reportOf(record, index, signer))
    bytes += statSync(file).size
  }
  const { status, stdout, stderr, ms } = mustdo('portfolio', 'inbox', '--trust', 'keys.json', '--json')
  if (status !== 0) throw new Error(`portfolio ended with ${status}: ${stderr}`)
  const { rows, unverified } = JSON.parse(stdout)
  if (unverified.length > 0) throw new Error(`${unverified.length} reports were not counted: ${unverified[0].reason}`)
  const page = statSync(join(folder, 'portfolio.html')).size
  const figures = [
    ['reports', `${count} of ${(bytes / count / 1024).toFixed(0)} kB, ${rows.length} products`],
    ['requirements in each', `${record.requirements.length}`],
    ['time of the command', `${(ms / 1000).toFixed(1)} s`],
    ['for each report', `${(ms / count).toFixed(0)} ms`],
    ['page', `${(page / 1024).toFixed(0)} kB`],
  ]
  const table = ['| what | measured |', '|---|---|', ...figures.map(([what, value]) => `| ${what} | ${value} |`)].join(
    '\n',
  )
  console.log(table)
  if (values.write)
    writeFileSync(
      join(root, 'docs', 'bench-portfolio.md'),
      `# What a portfolio costs\n\nWritten by \`npm run bench:portfolio -- --write\` (Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform}): \`mustdo portfolio --trust\` over sealed reports\nof the demo's size. Of every one the seal, the signer, the page rendered again from its record and completeness are checked.\n\n${table}\n`,
    )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function demoRecord() {
  const file = join(folder, 'record.json')
  const { stderr } = mustdo('demo', '--quiet', '--validator', 'embedded', '--record', file)
  if (!statSync(file, { throwIfNoEntry: false })) throw new Error(`the demo wrote no record: ${stderr}`)
  return file
}

/** The same run under another supplier's name, twice; its window stays, since its evidence lies in it. */
async function reportOf(record, index, signer) {
  const own = {
    ...record,
    tool: { ...record.tool, renderer: rendererDigest() },
    run: { ...record.run, id: `bench-${index}`, demo: false },
    target: { ...record.target, supplier: `Supplier ${String(Math.floor(index / 2)).padStart(4, '0')}` },
  }
  return seal(Buffer.from(render(own), 'latin1'), signer, {
    iat: Math.floor(Date.parse(own.run.endedAt) / 1000),
    summary: summaryOf(own, runVerdict(own).word),
  })
}

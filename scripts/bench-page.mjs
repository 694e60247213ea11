// How soon a report opens and how quick its filter is, in the Chromium that mustdo finds: reports of 1,000 and of 10,000 checks, every
// tenth of which fails for a cause of its own. Opened from disk, five times each, and the median told. Needs dist/ (npm run bench:page
// builds it). `--write` also writes docs/bench-page.md.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { render } from '../dist/reports/render/render.js'
import { assertion, checkOf, exchange, finding, record, requirement, result } from '../dist/reports/testing/parts.js'
import { launchBrowser } from '../dist/runner/instruments/browser/launch.js'

const { values } = parseArgs({ options: { write: { type: 'boolean' } } })
const ROUNDS = 5
const CHECKS_EACH = 4
const folder = mkdtempSync(join(tmpdir(), 'mustdo-bench-page-'))
const server = await launchBrowser({ trustedSpki: [] })
const browser = await chromium.connect(server.wsEndpoint)
try {
  const rows = []
  for (const count of [1_000, 10_000]) rows.push(await measure(count))
  const text = table(rows)
  console.log(text)
  if (values.write) writeFileSync(fileURLToPath(new URL('../docs/bench-page.md', import.meta.url)), page(text))
} finally {
  await browser.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}

/** A record of so many checks: four for each requirement, one exchange for each that fails. */
function recordOf(count) {
  const requirements = Array.from({ length: count / CHECKS_EACH }, (_, i) => requirement(`BIG-${i}`))
  const names = requirements.flatMap(({ id }) =>
    Array.from({ length: CHECKS_EACH }, (_, i) => ({ id, check: `big/${id}-${i}` })),
  )
  const fails = place => place % 10 === 0
  const assertions = names.map(({ id, check }, place) =>
    assertion(`${check}@web`, check, {
      outcome: fails(place) ? 'failed' : 'passed',
      observations: fails(place) ? [`o${place}`] : [],
      findings: fails(place)
        ? [
            finding(`${place.toString(16).padStart(6, '0')}`, {
              requirement: id,
              message: `Place ${place} answers 200, not 404.`,
            }),
          ]
        : [],
    }),
  )
  return record(
    {
      checks: names.map(({ id, check }) => checkOf(check, { [id]: 'part' })),
      assertions,
      observations: names.flatMap((_, place) =>
        fails(place) ? [exchange(`o${place}`, `https://product.example/${place}`, 200, `{"place":${place}}`)] : [],
      ),
      requirements: requirements.map(({ id }, i) => {
        const own = assertions.slice(i * CHECKS_EACH, (i + 1) * CHECKS_EACH)
        const state = own.some(({ outcome }) => outcome === 'failed') ? 'notMet' : 'met'
        return result(id, { state, fate: 'checked', assertions: own.map(one => one.id) })
      }),
    },
    requirements,
  )
}

async function measure(count) {
  const file = join(folder, `${count}.html`)
  writeFileSync(file, render(recordOf(count)))
  const rounds = []
  for (let i = 0; i < ROUNDS; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const tab = await context.newPage()
    await tab.goto(pathToFileURL(file).href, { waitUntil: 'load' })
    rounds.push(await tab.evaluate(look, `BIG-${count / CHECKS_EACH - 1}`))
    await context.close()
  }
  const middle = key => rounds.map(one => one[key]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]
  return { count, bytes: statSync(file).size, open: middle('open'), filter: middle('filter'), shown: middle('shown') }
}

/** Runs in the page. Layout is part of what is waited for, both times. */
async function look(text) {
  const drawn = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 0)))
  await drawn()
  const open = performance.now()
  const field = document.getElementById('f-text')
  const at = performance.now()
  field.value = text
  field.dispatchEvent(new Event('input'))
  document.body.getBoundingClientRect()
  await drawn()
  const filter = performance.now() - at
  return { open, filter, shown: document.querySelectorAll('.req:not([hidden])').length }
}

function table(rows) {
  const line = cells => `| ${cells.join(' | ')} |`
  const ms = value => `${Math.round(value)} ms`
  return [
    line(['checks', 'size', 'opens in', 'filters in', 'requirements shown then']),
    line(['---', '---', '---', '---', '---']),
    ...rows.map(({ count, bytes, open, filter, shown }) =>
      line([count.toLocaleString('en-GB'), `${(bytes / 1e6).toFixed(1)} MB`, ms(open), ms(filter), shown]),
    ),
  ].join('\n')
}

function page(text) {
  return `# How quick a report is in the browser

Written by \`npm run bench:page -- --write\`: reports of 1,000 and 10,000 checks, four for each requirement, every tenth of which fails
for a cause of its own with its exchange. Opened from disk in Chromium ${browser.version()} on the machine that wrote this, median of ${ROUNDS}.
"Opens" is from the start of the navigation until the page is drawn; "filters" is from a change of the text filter until it is drawn
again. Everything is in the page, so that find-in-page, print and reading without scripts work.

${text}
`
}

// How our findings compare with those of each engine by itself, on the W3C's ACT test cases (MUSTDO_CORPORA names the folder that
// holds `act`). Needs dist/ (npm run scoreboard:act builds it). `--only <rules>` takes some, `--engines <names>` fewer engines,
// `--save <file>` and `--from <file>` keep what was scanned and score it again, `--rescan <engines>` scans anew with these only,
// `--write-trust` learns the trust table, `--earl <file>` writes the ACT implementation report, `--misses` lists what went wrong.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { engineSets } from '../dist/runner/instruments/browser/engines/index.js'
import { findingsOf } from '../dist/suites/shared/accessibility/findings.js'
import { engines as everyEngine } from '../dist/suites/shared/accessibility/hit.js'
import { trustTable } from '../dist/suites/shared/accessibility/trust.js'
import { collect } from './scoreboard-act/collect.mjs'
import { casesOf } from './scoreboard-act/corpus.mjs'
import { earlReport, perRule } from './scoreboard-act/earl.mjs'
import { fromFinding, fromHit, resultOf, tally } from './scoreboard-act/score.mjs'
import { tableOf } from './scoreboard-act/trust.mjs'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    engines: { type: 'string' },
    save: { type: 'string' },
    from: { type: 'string' },
    rescan: { type: 'string' },
    'write-trust': { type: 'boolean' },
    earl: { type: 'string' },
    misses: { type: 'boolean' },
  },
})
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = resolve(root, process.env.MUSTDO_CORPORA ?? '../shared/corpora', 'act')
if (!existsSync(join(folder, 'testcases.json'))) {
  console.log(
    `No test cases in ${folder}. Expected testcases.json and content-assets. Set MUSTDO_CORPORA to the folder above "act".`,
  )
  process.exit(2)
}
const only = values.only?.split(',')
const cases = casesOf(folder).filter(({ rule }) => only?.includes(rule) ?? true)
const names = values.engines?.split(',') ?? everyEngine

const scans = values.from ? JSON.parse(readFileSync(values.from, 'utf8')) : await collect(folder, cases, names)
if (values.rescan) {
  const again = values.rescan.split(',')
  const fresh = await collect(folder, cases, again)
  for (const [id, scan] of Object.entries(fresh))
    scans[id] = {
      ...scan,
      hits: [...(scans[id]?.hits ?? []).filter(({ engine }) => !again.includes(engine)), ...scan.hits],
      engines: [...(scans[id]?.engines ?? []).filter(({ engine }) => !again.includes(engine)), ...scan.engines],
    }
}
if (values.save) writeFileSync(values.save, JSON.stringify(scans))
if (values['write-trust']) {
  const file = join(root, 'suites/shared/accessibility/trust.json')
  // As the formatter would have it.
  const text = JSON.stringify(tableOf(cases, scans), null, 2).replace(/\[[^[\]{}]*\]/g, list =>
    list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  )
  writeFileSync(file, `${text}\n`)
  console.log(`written ${file}`)
}
const table = values['write-trust'] ? tableOf(cases, scans) : trustTable()
const hitsOf = one => (scans[one.id]?.hits ?? []).filter(({ engine }) => names.includes(engine))
const ours = one => resultOf(one, findingsOf(hitsOf(one), table).map(fromFinding))

const line = (name, sum) =>
  `${name.padEnd(14)}${`${sum.found} of ${sum.failing}`.padStart(12)}${String(sum.falseAlarms).padStart(15)}${String(sum.asked).padStart(12)}${String(sum.askedInVain).padStart(13)}`
for (const [title, part] of [
  ['Approved rules', cases.filter(({ approved }) => approved)],
  ['Proposed rules', cases.filter(({ approved }) => !approved)],
]) {
  console.log(`\n${title}`.padEnd(20), '    found   false alarms    cantTell  of those vain')
  for (const engine of names)
    console.log(
      line(
        engine,
        tally(part, one =>
          resultOf(
            one,
            hitsOf(one)
              .filter(hit => hit.engine === engine)
              .map(fromHit),
          ),
        ),
      ),
    )
  for (const set of ['small', 'full']) {
    const these = one => hitsOf(one).filter(({ engine }) => engineSets[set].includes(engine))
    console.log(
      line(
        `${set} set`,
        tally(part, one => resultOf(one, findingsOf(these(one), table).map(fromFinding))),
      ),
    )
  }
}
const { found, failing, falseAlarms } = table.heldOut
console.log(
  `\nA trust table learnt from one half finds ${found} of ${failing} in the other, with ${falseAlarms} false alarms (ten splits, both ways, summed).`,
)
const broken = Object.entries(scans).filter(([, { error, engines }]) => error || engines.some(use => use.error))
if (broken.length > 0) console.log(`${broken.length} pages were not read whole by every engine.`)

if (values.misses)
  for (const one of cases) {
    const result = ours(one)
    const wrong = one.expected === 'failed' ? result !== 'failed' : result === 'failed'
    if (!wrong) continue
    const who = hitsOf(one)
      .filter(hit => resultOf(one, [fromHit(hit)]) !== 'nothing')
      .map(hit => `${hit.engine}:${hit.rule}${hit.outcome === 'cantTell' ? '?' : ''}`)
    console.log(
      `${one.expected === 'failed' ? 'missed ' : 'alarm  '} ${one.approved ? 'A' : 'P'} ${one.rule} ${one.title}: ${[...new Set(who)].join(' ')}`,
    )
  }

console.log('\nRules')
for (const { rule, name, verdict, counts } of perRule(cases, ours))
  console.log(`${rule}  ${verdict.padEnd(13)} ${counts.padEnd(9)} ${name}`)
if (values.earl) {
  writeFileSync(values.earl, `${JSON.stringify(earlReport(cases, ours), null, 2)}\n`)
  console.log(`\nwritten ${values.earl}`)
}
process.exit()

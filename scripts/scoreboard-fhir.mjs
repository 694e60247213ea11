// How the embedded FHIR validator compares with HL7's own, offline: false alarms, mutants, HL7's test cases, speed.
//   npm run scoreboard:fhir [-- --seed text] [--mutants 1000] [--write] [--corpus] [--only manifest]
// HL7's validator is the one that `mustdo setup validator` installed; without it, or without Maven, that part is left out, and said.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { embeddedValidator } from '../dist/runner/instruments/fhir-validator/embedded.js'

import { officialValidator } from '../dist/runner/instruments/fhir-validator/official/official.js'
import { startOfficialValidator } from '../dist/runner/instruments/fhir-validator/official/start.js'
import { officialAtHand } from '../dist/runner/run/validator.js'
import { dataFolder } from '../dist/runner/setup/data-folder.js'
import { examplesIn, mutantsOf, mutatedTypes } from './scoreboard-fhir/corpus.mjs'
import { errorsIn, judgeBoth } from './scoreboard-fhir/judge.mjs'
import { manifestCases } from './scoreboard-fhir/manifest.mjs'
import { operators } from './scoreboard-fhir/operators.mjs'
import { barsOf, pageOf } from './scoreboard-fhir/page.mjs'
import { remembering } from './scoreboard-fhir/remember.mjs'
import { casesFolder, examplesFolder } from './scoreboard-fhir/sources.mjs'

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    mutants: { type: 'string', default: '1000' },
    write: { type: 'boolean', default: false },
    corpus: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})
if (options.only !== undefined && (options.only !== 'manifest' || options.write)) {
  console.error(
    `--only is "${options.only}"${options.write ? ' together with --write' : ''}. Expected --only manifest, or the whole to write the page. Leave one of them out.`,
  )
  process.exit(2)
}
const whole = options.only === undefined
const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')
const reading = join(root, 'dist', 'runner', 'instruments', 'fhir-validator', 'official')
const work = join(process.env.MUSTDO_REAL_WORK ?? join(root, 'fixtures', 'real', '.work'), 'scoreboard-fhir')
mkdirSync(work, { recursive: true })

const missing = []
const folder = whole ? await examplesFolder(work) : undefined
const speed =
  folder &&
  bestOf(3, () =>
    JSON.parse(
      execFileSync(process.execPath, [join(here, 'scoreboard-fhir', 'speed.mjs'), folder], { encoding: 'utf8' }),
    ),
  )

const atHand = await officialAtHand()
const results = {
  seed: options.seed,
  missing,
  speed,
  machine: `Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform}`,
}
if ('because' in atHand)
  missing.push(`everything against the official engine (${atHand.because}); run: mustdo setup validator`)
else {
  const server = await startOfficialValidator({ data: dataFolder(), java: atHand.java })
  // Other definitions, or another reading of what it says, make other answers.
  const read = ['outcome', 'query', 'unseen'].map(name => readFileSync(join(reading, `${name}.js`), 'utf8'))
  const identity = [server.version, ...server.digests, ...read].join(' ')
  const official = remembering(work, identity, officialValidator(server, 60_000))
  const embedded = await embeddedValidator()
  const both = text => judgeBoth(text, official, embedded)
  try {
    results.official = server
    if (folder) {
      const examples = examplesIn(folder)
      const judged = await judgeExamples(examples, both)
      results.examples = judged.summary
      results.mutants = await judgeMutants(
        examples.filter(({ name }) => judged.good.has(name)),
        both,
      )
    }
    const cases = casesFolder(work)
    if (cases) results.cases = await judgeCases(manifestCases(cases), both, official)
    else missing.push('HL7\u2019s test cases (Maven could not bring org.hl7.fhir.testcases:fhir-test-cases)')
  } finally {
    await official.close()
    await server.close()
  }
}

const page = pageOf(results)
console.log(page)
if (options.write) writeFileSync(join(root, 'docs', 'scoreboard-fhir.md'), page)
process.exit(barsOf(results).every(([, , , met]) => met) ? 0 : 1)

/** A busy machine makes the same work cost more: the best run is the one least disturbed. */
function bestOf(count, measure) {
  const runs = Array.from({ length: count }, measure)
  const best = (key, choose) => choose(...runs.map(run => run[key]))
  return {
    loadMs: best('loadMs', Math.min),
    perSecond: best('perSecond', Math.max),
    memoryMb: best('memoryMb', Math.max),
  }
}

async function judgeExamples(examples, both) {
  const good = new Set()
  const alarms = []
  let bothReject = 0
  for (const { name, text } of examples) {
    const { official, embedded } = await both(text)
    if (official?.length === 0) {
      good.add(name)
      if (embedded.length > 0) alarms.push(`${name}: ${embedded[0].path} ${embedded[0].message}`)
    } else if (official && embedded.length > 0) bothReject++
  }
  return { good, summary: { count: examples.length, valid: good.size, alarms, bothReject } }
}

async function judgeMutants(examples, both) {
  const mutants = mutantsOf(examples, Number(options.mutants), options.seed)
  const byOperator = Object.fromEntries(Object.keys(operators).map(name => [name, { rejected: 0, found: 0, extra: 0 }]))
  const missed = []
  const kept = []
  for (const mutant of mutants) {
    const { operator, of, at, text } = mutant
    const { official, embedded } = await both(text)
    const row = byOperator[operator]
    if (!official) continue
    if (official.length === 0) row.extra += embedded.length > 0 ? 1 : 0
    else {
      row.rejected++
      if (embedded.length > 0) row.found++
      else missed.push(`${operator}, ${of} at ${at}: ${official[0].path} ${official[0].rule}`)
      if (text.length < 1500) kept.push({ operator, of, official: official[0].rule, resource: JSON.parse(text) })
    }
  }
  if (options.corpus) writeCorpus(kept, examples)
  return { count: mutants.length, types: mutatedTypes.length, byOperator, missed }
}

async function judgeCases(cases, both, engine) {
  const names = JSON.parse(readFileSync(join(here, 'scoreboard-fhir', 'manifest-cases.json'), 'utf8'))
  const chosen = cases.filter(({ name }) => names.includes(name))
  const summary = {
    count: chosen.length,
    rejected: 0,
    found: 0,
    unanswered: 0,
    missed: [],
    extra: [],
    uncarried: [],
    told: 0,
    agreed: 0,
    otherwise: [],
  }
  for (const one of chosen) {
    const { name, text, options, uncarried, outcome } = one
    const { official, embedded } = await both(text)
    if (outcome) {
      summary.told++
      const ours = await engine.validate(JSON.parse(text), options).then(errorsIn, () => undefined)
      const agrees = ours && ours.length > 0 === outcome.length > 0
      if (uncarried.length > 0) summary.uncarried.push({ name, uncarried, agrees })
      if (agrees) summary.agreed++
      else summary.otherwise.push({ name, outcome, ours })
    }
    if (!official) summary.unanswered++
    else if (official.length === 0) {
      if (embedded.length > 0) summary.extra.push(name)
    } else {
      summary.rejected++
      if (embedded.length > 0) summary.found++
      else summary.missed.push(name)
    }
  }
  return summary
}

/** What the tests hold without Java: a few small mutants of each operator that the official engine rejects, and small valid examples. */
function writeCorpus(mutants, examples) {
  const few = Object.keys(operators).flatMap(name => mutants.filter(({ operator }) => operator === name).slice(0, 3))
  const valid = examples.filter(({ text }) => text.length < 1200).slice(0, 60)
  const lines = [...few, ...valid.map(({ name, text }) => ({ of: name, resource: JSON.parse(text) }))]
  const file = join(root, 'runner', 'instruments', 'fhir-validator', 'testing', 'corpus.ndjson')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${lines.map(line => JSON.stringify(line)).join('\n')}\n`)
}

// What our interface to HL7's validator costs and saves, against its bare HTTP service: the same Patients one by one, many at once, and
// as a page of search results. Rounds of both take turns, so that a busy machine slows both. Needs dist/, Java and HL7's validator
// (mustdo setup validator). `--write` also writes docs/bench-validator.md; ends with 1 when a bar is missed.
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { officialValidator } from '../dist/runner/instruments/fhir-validator/official/official.js'
import { startOfficialValidator } from '../dist/runner/instruments/fhir-validator/official/start.js'
import { officialAtHand } from '../dist/runner/run/validator.js'
import { dataFolder } from '../dist/runner/setup/data-folder.js'

const { values } = parseArgs({
  options: {
    write: { type: 'boolean' },
    rounds: { type: 'string', default: '7' },
    patients: { type: 'string', default: '60' },
  },
})
const rounds = Number(values.rounds)
const many = Number(values.patients)
const PAGE = 500
const BAR = 0.95

const patient = n => ({
  resourceType: 'Patient',
  id: `p${n}`,
  meta: { versionId: '1', lastUpdated: '2026-11-22T10:15:30.000Z' },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Anne Smith</div>' },
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }],
  active: true,
  name: [{ use: 'official', family: `Smith${n}`, given: ['Anne'] }],
  telecom: [{ system: 'phone', value: '01632 960000', rank: 1 }],
  gender: n % 2 ? 'female' : 'male',
  birthDate: '1950-11-22',
  address: [{ line: [`${n} High Street`], postalCode: 'LS1 4AP' }],
})
const page = {
  resourceType: 'Bundle',
  type: 'searchset',
  total: PAGE,
  link: [{ relation: 'self', url: 'https://fhir.acme.example/Patient' }],
  entry: Array.from({ length: PAGE }, (_, n) => ({
    fullUrl: `https://fhir.acme.example/Patient/p${n}`,
    resource: patient(n),
    search: { mode: 'match' },
  })),
}

const data = dataFolder()
const found = await officialAtHand(data)
if ('because' in found) {
  console.error(
    `HL7's validator is not at hand: ${found.because}. Expected it, since it is measured.\nInstall it with: mustdo setup validator`,
  )
  process.exit(2)
}
const began = performance.now()
const server = await startOfficialValidator({ data, java: found.java })
const startMs = performance.now() - began
const engine = officialValidator(server, 300_000)
const pool = new Pool(`http://127.0.0.1:${server.port}`, { connections: 1, pipelining: 1 })
try {
  const text = report(await measure())
  console.log(text.table)
  if (values.write) writeFileSync(fileURLToPath(new URL('../docs/bench-validator.md', import.meta.url)), text.page)
  process.exitCode = text.held ? 0 : 1
} finally {
  await Promise.all([pool.close(), engine.close()])
  await server.close()
}

/** The least that a client can do: send, and read the outcome. */
async function bare(resource) {
  const answer = await pool.request({
    method: 'POST',
    path: '/validateResource',
    headers: { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' },
    body: JSON.stringify(resource),
  })
  const outcome = await answer.body.json()
  if (answer.statusCode !== 200) throw new Error(`The validator answered ${answer.statusCode}`)
  return outcome
}

async function measure() {
  const all = Array.from({ length: many }, (_, n) => patient(n))
  const ways = {
    bareAlone: () => oneByOne(all, bare),
    oursAlone: () => oneByOne(all, one => engine.validate(one)),
    oursTogether: () => Promise.all(page.entry.map(({ resource }) => engine.validate(resource))),
    barePage: () => bare(page),
    oursPage: () => engine.validate(page),
  }
  const times = Object.fromEntries(Object.keys(ways).map(name => [name, []]))
  // The first round warms Java's compiler and is thrown away.
  for (let round = 0; round <= rounds; round++)
    for (const [name, way] of Object.entries(ways)) {
      const from = performance.now()
      await way()
      if (round > 0) times[name].push(performance.now() - from)
    }
  return times
}

async function oneByOne(all, ask) {
  for (const one of all) await ask(one)
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

function report(times) {
  const each = (name, count) => median(times[name]) / count
  const ratio = (ours, theirs) => median(times[theirs].map((ms, round) => ms / times[ours][round]))
  const alone = ratio('oursAlone', 'bareAlone')
  const asPage = ratio('oursPage', 'barePage')
  const saved = each('oursAlone', many) / each('oursTogether', PAGE)
  const ms = value => `${value.toFixed(2)} ms`
  const rows = [
    ['start, until it has judged a resource known to be wrong', `${(startMs / 1000).toFixed(1)} s`],
    ['a Patient alone, bare HTTP', ms(each('bareAlone', many))],
    ['a Patient alone, through the interface', ms(each('oursAlone', many))],
    ['throughput, interface : bare HTTP', `${alone.toFixed(3)} (bar: at least ${BAR})`],
    [`a Patient of a page of ${PAGE}, bare HTTP`, ms(each('barePage', PAGE))],
    [`a Patient of a page of ${PAGE}, through the interface`, ms(each('oursPage', PAGE))],
    ['throughput of pages, interface : bare HTTP', `${asPage.toFixed(3)} (bar: at least ${BAR})`],
    [`a Patient of ${PAGE} asked for at once, each with its own answer`, ms(each('oursTogether', PAGE))],
    ['one by one : at once', `${saved.toFixed(1)} ×`],
  ]
  const table = ['| what | measured |', '|---|---|', ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join(
    '\n',
  )
  return { table, held: alone >= BAR && asPage >= BAR, page: pageOf(table) }
}

function pageOf(table) {
  return `# What HL7's validator costs through our interface

Written by \`npm run scoreboard:validator -- --write\` (Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform}; validator ${server.version}): medians of
${rounds} rounds in which the ways take turns, ${many} Patients one by one and ${PAGE} in a page. The server works on one request at a time. Resources
that wait together are sent as one Bundle, and each gets the answer that it gets alone.

${table}
`
}

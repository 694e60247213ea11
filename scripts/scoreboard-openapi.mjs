// How mustdo compares with Schemathesis: on three documents with servers that nobody here wrote (NHS Notify and Train Travel served by Prism,
// LoopBack's to-do list as it is), and on forty defects seeded in combinations in a small server. What one finds is a kind of
// finding at an operation; whatever says the same of the same place again is a duplicate. Needs dist/ (npm run scoreboard:openapi
// builds it), Python 3 with pip and npm. `--write <file>` also writes the page, `--seed <n>` shuffles the combinations, 1 unless told; `--part others` or
// `--part seeded` is one half alone, without a page.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { $ } from 'zx'
import { roomsDefects } from '../dist/fixtures/openapi/rooms-defects.js'
import { KEY, startRooms } from '../dist/fixtures/openapi/rooms-server.js'
import { mustdoFindings, schemathesisFindings } from '../fixtures/openapi/findings.mjs'
import { packages } from '../fixtures/openapi/packages.mjs'

const { values } = parseArgs({
  options: { write: { type: 'string' }, seed: { type: 'string', default: '1' }, part: { type: 'string' } },
})
const root = fileURLToPath(new URL('..', import.meta.url))
const work = resolve(process.env.MUSTDO_REAL_WORK ?? join(root, 'fixtures/real/.work'), 'openapi')
const corpus = resolve(root, process.env.MUSTDO_CORPORA ?? '../shared/corpora', 'openapi')
const folder = mkdtempSync(join(tmpdir(), 'mustdo-scoreboard-'))
const SCHEMATHESIS = '4.32.5'
const COMBINED = 4
/** For Schemathesis to try an API out; mustdo needs no such limit. */
const MOST_SECONDS = '20'
const quiet = $({ quiet: true, nothrow: true })

/** Schemathesis in an environment of its own, and the servers; undefined and a word why when they cannot be had. */
async function install() {
  mkdirSync(work, { recursive: true })
  const program = join(work, 'venv', process.platform === 'win32' ? 'Scripts/schemathesis.exe' : 'bin/schemathesis')
  if (!existsSync(program)) {
    const made = await quiet`python3 -m venv ${join(work, 'venv')}`
    const pip = join(work, 'venv', process.platform === 'win32' ? 'Scripts/pip.exe' : 'bin/pip')
    const got = made.exitCode === 0 ? await quiet`${pip} install --quiet ${`schemathesis==${SCHEMATHESIS}`}` : made
    if (got.exitCode !== 0) {
      console.log(
        `Schemathesis ${SCHEMATHESIS} could not be installed, so that nothing was compared: ${got.stderr.trim().split('\n').at(-1)}`,
      )
      return undefined
    }
  }
  if (!existsSync(join(work, 'node_modules', '@stoplight', 'prism-cli'))) {
    writeFileSync(join(work, 'package.json'), '{"private":true}\n')
    const got = await quiet`npm install --prefix ${work} --no-audit --no-fund ${packages}`
    if (got.exitCode !== 0)
      console.log(`The servers of others could not be installed: ${got.stderr.trim().split('\n').at(-1)}`)
  }
  return program
}

const freePort = () =>
  new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })

const answers = origin =>
  fetch(origin).then(
    () => true,
    () => false,
  )

/** Starts a server of somebody else's and waits until it answers. */
async function start(words, port, options = {}) {
  const child = spawn(process.execPath, words, { stdio: 'ignore', ...options, env: { ...process.env, ...options.env } })
  const origin = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 240; tries++) {
    if (await answers(origin)) return { origin, close: () => child.kill() }
    await new Promise(done => setTimeout(done, 250))
  }
  child.kill()
  throw new Error(`${words[0]} did not answer at ${origin} in 60 s. Expected a server. Try it by hand.`)
}

async function prism(document) {
  const port = await freePort()
  const main = join(work, 'node_modules/@stoplight/prism-cli/dist/index.js')
  return { ...(await start([main, 'mock', '-p', String(port), '-h', '127.0.0.1', document], port)), document }
}

async function toDoList() {
  const port = await freePort()
  const home = join(work, 'node_modules/@loopback/example-todo')
  const { origin, close } = await start([join(home, 'dist/index.js')], port, {
    cwd: home,
    env: { PORT: String(port), HOST: '127.0.0.1' },
  })
  return { origin, close, document: `${origin}/openapi.json` }
}

/** The NHS numbers in the examples of the documents: nobody's, but outside the range kept for tests. */
const INVENTED = ['9044151320']

/** Credentials of both tools, by name and value of the header that carries them. */
const ROOMS = { header: 'X-Key', value: KEY }
const ANY_TOKEN = { header: 'Authorization', value: 'Bearer any' }

const identityOf = ({ header, value }) =>
  value.startsWith('Bearer ')
    ? { name: 'client', auth: 'bearer', token: SECRET }
    : { name: 'client', auth: 'header-key', header, key: SECRET }
const SECRET = '$' + '{env:SCOREBOARD_SECRET}'

async function bySchemathesis(program, { origin, document }, credentials) {
  const report = join(folder, 'schemathesis.json')
  rmSync(report, { force: true })
  const header = credentials ? ['-H', `${credentials.header}: ${credentials.value}`] : []
  const words = [
    '--url',
    origin,
    '--seed',
    '1',
    '-n',
    '20',
    '--max-time',
    MOST_SECONDS,
    '--continue-on-failure',
    ...header,
  ]
  const run = async more => {
    await $({
      quiet: true,
      nothrow: true,
      cwd: folder,
    })`${program} run ${document} ${words} ${more} --report json --report-json-path ${report}`
    return JSON.parse(readFileSync(report, 'utf8'))
  }
  const whole = await run([])
  // Its walk over links falls over paths that are none; what it finds without it counts then.
  const fell = whole.errors?.some(({ title }) => title === 'Test Execution Error')
  return schemathesisFindings(fell ? await run(['--phases', 'examples,coverage,fuzzing']) : whole)
}

async function byMustdo({ origin, document }, credentials) {
  const consent = { person: 'A', role: 'Tester', origins: [origin], environment: 'sandbox', until: '2099-01-01' }
  const target = {
    version: 1,
    supplier: 'A',
    product: { name: 'B', version: '1' },
    environment: 'sandbox',
    packs: ['epr'],
    endpoints: [{ name: 'api', kind: 'openapi', url: origin, document, ...(credentials && { identity: 'client' }) }],
    ...(credentials && { identities: [identityOf(credentials)] }),
    testData: { patients: INVENTED.map(nhsNumber => ({ nhsNumber })) },
    politeness: { concurrency: 8, requestsPerSecond: 500 },
    consent: { write: consent, intrusive: consent },
  }
  const file = join(folder, 'mustdo.json')
  const record = join(folder, 'record.json')
  rmSync(record, { force: true })
  writeFileSync(file, JSON.stringify(target))
  const cli = join(root, 'dist/runner/cli.js')
  const env = { ...process.env, SCOREBOARD_SECRET: credentials?.value.replace('Bearer ', '') ?? '' }
  const ran = await $({
    quiet: true,
    nothrow: true,
    cwd: folder,
    env,
  })`${process.execPath} ${cli} run ${file} --only NHS-API-008 NHS-API-009 --quiet --record ${record}`
  if (!existsSync(record)) throw new Error(`mustdo made no record: ${ran.stderr.slice(-500)}`)
  return mustdoFindings(JSON.parse(readFileSync(record, 'utf8')))
}

const notIn = (found, other) => [...found.places].filter(place => !other.places.has(place))
const duplicates = ({ findings, places }) => findings - places.size

async function others(program) {
  const rows = []
  const notify = join(corpus, 'nhs-notify.json')
  const trains = join(work, 'node_modules/@readme/oas-examples/3.1/json/train-travel.json')
  const servers = [
    ['NHS Notify 3.0, Prism', existsSync(notify) ? () => prism(notify) : undefined],
    ['Train Travel 1.0 (OpenAPI 3.1), Prism', () => prism(trains), ANY_TOKEN],
    ['LoopBack to-do list', toDoList],
  ]
  for (const [name, open, credentials] of servers) {
    if (!open || !existsSync(join(work, 'node_modules'))) {
      rows.push([name, 'not at hand', '', '', '', ''])
      continue
    }
    // A server each, started for it: one tool's writes are not the other's data, and what one brings down the other still finds up.
    const run = async tool => {
      const server = await open()
      try {
        return { ...(await tool(server)), up: await answers(server.origin) }
      } finally {
        server.close()
      }
    }
    const theirs = await run(server => bySchemathesis(program, server, credentials))
    const ours = await run(server => byMustdo(server, credentials))
    const missed = notIn(theirs, ours)
    rows.push([
      name,
      theirs.places.size,
      ours.places.size,
      missed.join('; ') || 'nothing',
      `${duplicates(theirs)} / ${duplicates(ours)}`,
      `${theirs.requests} / ${ours.requests}`,
    ])
    console.log(rows.at(-1).join(' | '))
    for (const [tool, { up }] of Object.entries({ Schemathesis: theirs, mustdo: ours }))
      if (!up) console.log(`${name} was down after ${tool}.`)
  }
  return rows
}

/** A fixed shuffle (mulberry32), so that a page can be made again. */
function shuffled(items, seed) {
  let state = seed
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return items
    .map(item => [draw(), item])
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item)
}

async function seeded(program) {
  const order = shuffled(roomsDefects, Number(values.seed))
  const groups = [
    [],
    ...Array.from({ length: Math.ceil(order.length / COMBINED) }, (_, nth) =>
      order.slice(nth * COMBINED, (nth + 1) * COMBINED),
    ),
  ]
  const result = { theirs: [], ours: [], onlyTheirs: [], alarms: [0, 0], duplicates: [0, 0], requests: [0, 0] }
  for (const group of groups) {
    // A server each: one tool's writes are not the other's data.
    const run = async tool => {
      const server = await startRooms(group.map(({ wrong }) => wrong))
      try {
        return await tool({ ...server, document: `${server.origin}/openapi.json` })
      } finally {
        await server.close()
      }
    }
    const [theirs, ours] = await Promise.all([
      run(server => bySchemathesis(program, server, ROOMS)),
      run(server => byMustdo(server, ROOMS)),
    ])
    const found = ({ places }) =>
      group.filter(({ operation, kind }) => places.has(`${operation} ${kind}`)).map(({ id }) => id)
    result.theirs.push(...found(theirs))
    result.ours.push(...found(ours))
    if (group.length === 0) result.alarms = [theirs.places.size, ours.places.size]
    for (const [nth, one] of [theirs, ours].entries()) {
      result.duplicates[nth] += duplicates(one)
      result.requests[nth] += one.requests
    }
    console.log(
      `${group.map(({ id }) => id).join(' ') || 'no defect'}: Schemathesis ${found(theirs).length}, mustdo ${found(ours).length}${group.length === 0 ? `; alarms: ${[...theirs.places].join(', ')} / ${[...ours.places].join(', ')}` : ''}`,
    )
  }
  result.onlyTheirs = result.theirs.filter(id => !result.ours.includes(id))
  return result
}

function page(rows, result) {
  const all = roomsDefects.length
  return [
    '# OpenAPI scoreboard',
    '',
    'Written by `npm run scoreboard:openapi -- --write docs/scoreboard-openapi.md`; again with the same command, which needs Python 3 with pip and npm, and brings the rest itself. `MUSTDO_CORPORA` names the folder with `openapi/nhs-notify.json`; without it that row says so.',
    '',
    `What is run: Schemathesis ${SCHEMATHESIS} (\`schemathesis run <document> --url <server> --seed 1 -n 20 --max-time ${MOST_SECONDS} --continue-on-failure\`, with the same credentials; without its walk over links where that falls over) and \`mustdo run <target> --only NHS-API-008 NHS-API-009\` with consent to write and to intrude, each against a server of its own. Servers: ${packages.join(', ')}, and \`fixtures/openapi/rooms-server.ts\` for the seeded defects. How much Schemathesis tries in its ${MOST_SECONDS} seconds depends on the machine; what mustdo asks does not.`,
    '',
    'A find is a kind of finding (failure of the server, status, media type, header, body, bad request accepted, good one refused, open without credentials, deleted and still there, method) at an operation; saying it again is a duplicate. mustdo asks at most 40 requests an operation beside the plain ones, and says as advice what is no clear breach.',
    '',
    '## Documents and servers of others',
    '',
    '| server | Schemathesis finds | mustdo finds | found by Schemathesis only | duplicates, Schemathesis / mustdo | requests, Schemathesis / mustdo |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(row => `| ${row.join(' | ')} |`),
    '',
    `## ${all} defects, ${COMBINED} at a time (seed ${values.seed})`,
    '',
    '| | Schemathesis | mustdo |',
    '| --- | --- | --- |',
    `| defects found | ${result.theirs.length} of ${all} | ${result.ours.length} of ${all} |`,
    `| alarms on the server without a defect | ${result.alarms.join(' | ')} |`,
    `| duplicate findings | ${result.duplicates.join(' | ')} |`,
    `| requests | ${result.requests.join(' | ')} |`,
    '',
    `Found by Schemathesis only: ${result.onlyTheirs.join(', ') || 'nothing'}. Not found by mustdo: ${
      roomsDefects
        .filter(({ id }) => !result.ours.includes(id))
        .map(({ id }) => id)
        .join(', ') || 'nothing'
    }.`,
    '',
  ].join('\n')
}

const program = await install()
if (!program) process.exit(1)
try {
  const result = values.part === 'others' ? undefined : await seeded(program)
  const rows = values.part === 'seeded' ? undefined : await others(program)
  if (rows && result) {
    const text = page(rows, result)
    console.log(`\n${text}`)
    if (values.write) writeFileSync(resolve(root, values.write), text)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

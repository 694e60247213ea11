// How `mustdo tls` compares with sslyze and testssl.sh: the same facts on every server of fixtures/tls, verdicts, connections, and the
// time of whole processes, in turn, on this machine. Needs dist/ (npm run scoreboard:tls builds it), Python 3 with pip for sslyze,
// and testssl.sh of Debian on the PATH or named by TESTSSL. `--write` also writes docs/scoreboard-tls.md; `--runs <n>` times each
// program so often (5), `--slow-runs <n>` testssl.sh (5); `--part facts` or `--part speed` is one half alone.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { cases } from '../dist/fixtures/tls/cases.js'
import { serve } from '../dist/fixtures/tls/serve.js'
import { survey } from '../dist/runner/instruments/tls/prober/survey.js'
import { judgeAll } from '../dist/suites/shared/tls/rule.js'
import { tlsRules } from '../dist/suites/shared/tls/rules.js'
import { SSLYZE, sslyze, sslyzeFacts, testssl } from './scoreboard-tls/tools.mjs'

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    'slow-runs': { type: 'string', default: '5' },
    part: { type: 'string' },
  },
})
const root = fileURLToPath(new URL('..', import.meta.url))
const work = resolve(process.env.MUSTDO_REAL_WORK ?? join(root, 'fixtures/real/.work'), 'tls')
const folder = mkdtempSync(join(tmpdir(), 'mustdo-scoreboard-'))
const cli = join(root, 'dist', 'runner', 'cli.js')
const lines = []
const say = (line = '') => {
  console.log(line)
  lines.push(line)
}

/** Ended early: nothing that was started may stay behind. */
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

/** Runs a program; its exit code, output, wall time and processor time, children included. */
function run(program, args) {
  return new Promise(done => {
    const timed = ['-c', 'TIMEFORMAT="@%R %U %S"; time "$@"', 'bash', program, ...args]
    const child = spawn('bash', timed, { stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.on('data', chunk => (out += chunk))
    child.stderr.on('data', chunk => (err += chunk))
    child.on('close', code => {
      const [, wall, user, system] = /@([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(err) ?? []
      done({ code, out, err, wall: Number(wall), cpu: Number(user) + Number(system) })
    })
  })
}

const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const ca = join(folder, 'root.pem')
const ours = port => run(process.execPath, [cli, 'tls', `localhost:${port}`, '--ca', ca, '--holes', '--json'])
const theirs = (program, ports, file, more = []) =>
  run(program, [`--json_out=${file}`, `--certinfo_ca_file=${ca}`, ...more, ...ports.map(port => `localhost:${port}`)])

/** Stands in front of a port and counts what goes through. */
async function counted(port, task) {
  let connections = 0
  const server = createServer(client => {
    connections += 1
    const onward = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [client, onward],
      [onward, client],
    ])
      from.on('error', () => to.destroy()).on('close', () => to.destroy())
    client.pipe(onward).pipe(client)
  })
  await new Promise(ready => server.listen(0, '127.0.0.1', ready))
  await task(server.address().port)
  server.close()
  return connections
}

/** Suites that one knows of and the other does not, of those that both asked for. */
function differences(versions, other) {
  return versions.flatMap(({ version, suites }) => {
    const mine = new Set(suites.map(({ name }) => name))
    const { taken, asked } = other[version] ?? {}
    if (!taken) return [`${version}: sslyze could not tell`]
    const missed = taken.filter(name => !mine.has(name))
    const more = [...mine].filter(name => asked.has(name) && !taken.includes(name))
    return [
      ...(missed.length > 0 ? [`${version}: only sslyze ${missed.join(', ')}`] : []),
      ...(more.length > 0 ? [`${version}: only mustdo ${more.join(', ')}`] : []),
    ]
  })
}

// What the set shows of public authorities needs a root that every program trusts, which only mustdo can be told of.
const fixture = await serve(cases.filter(({ publicly }) => !publicly))
try {
  writeFileSync(ca, fixture.rootPem)
  const program = await sslyze(work)
  const shell = await testssl()
  say('# TLS: mustdo, sslyze and testssl.sh')
  say()
  say(
    `Made by \`npm run scoreboard:tls -- --write\` on ${process.platform}, Node ${process.versions.node}; do not edit. The other programs are run for comparison and are no part of mustdo: sslyze ${SSLYZE} (PyPI) and Debian's testssl.sh.`,
  )
  for (const { case: one, missing } of fixture.skipped) say(`\nLeft out: ${one.id} (${missing} is not installed).`)
  if (values.part !== 'speed') await facts(program)
  if (values.part !== 'facts') await speed(program, shell)
  if (values.write) writeFileSync(join(root, 'docs', 'scoreboard-tls.md'), `${lines.join('\n')}\n`)
} finally {
  await fixture.close()
  rmSync(folder, { recursive: true, force: true })
}

/** The same host, version and suite facts on every server, and every planted defect by its own name. */
async function facts(program) {
  say('\n## Facts and verdicts on every server of the set\n')
  const planted = fixture.served.filter(({ case: { fails, advises = [] } }) => fails.length + advises.length > 0)
  const file = join(folder, 'all.json')
  // Hand-written servers end in the middle of a handshake, and s_server takes one connection at a time: sslyze waits for both.
  const ports = fixture.served
    .filter(({ case: one }) => /^(nginx|node|jsse)$/.test(one.server.kind))
    .map(({ port }) => port)
  const all = program ? await theirs(program, ports, file) : undefined
  const answers = all && sslyzeFacts(file)
  const table = []
  let [caught, alarms, equal, compared] = [0, 0, 0, 0]
  for (const { case: one, port } of fixture.served) {
    const byAddress = one.servername === ''
    const seen = await survey({
      host: byAddress ? '127.0.0.1' : 'localhost',
      port,
      servername: one.servername ?? 'localhost',
      ca: [fixture.rootPem],
      intrusive: true,
    })
    const verdicts = judgeAll(tlsRules, { id: '', key: '', ...seen })
    const failed = verdicts.filter(({ outcome, rule }) => outcome === 'failed' && !/mozilla|client-reneg/.test(rule))
    const told = [...new Set(failed.map(({ rule }) => rule))]
    const wanted = [...one.fails, ...(one.advises ?? [])]
    const missed = wanted.filter(rule => !told.includes(rule))
    const more = told.filter(rule => !wanted.includes(rule))
    if (wanted.length > 0 && missed.length === 0) caught += 1
    if (more.length > 0) alarms += 1
    const answer = answers?.get(port)
    const apart = answer ? differences(seen.versions, answer) : ['not compared']
    if (answer) compared += 1
    if (answer && apart.length === 0) equal += 1
    const words = told.map(rule => rule.replace('tls/', '')).join(', ') || 'nothing'
    const wrong = `${missed.length > 0 ? `; **missed ${missed.join(', ')}**` : ''}${more.length > 0 ? `; **false ${more.join(', ')}**` : ''}`
    table.push(
      `| ${one.id} | ${seen.connections} | ${words}${wrong} | ${all ? complaints(all.out, port) : 'not run'} | ${apart.join('; ') || 'the same'} |`,
    )
  }
  say(
    `${fixture.served.length} servers, ${planted.length} with something planted: mustdo names all that is wrong on ${caught}, and something that is not wrong on ${alarms}. Versions and suites, of those that both ask for, are the same as sslyze's on ${equal} of the ${compared} servers of nginx, Node and the JDK that it was asked about.`,
  )
  say()
  say(
    "| server | connections | mustdo's verdicts | sslyze's, against Mozilla's intermediate | versions and suites beside sslyze's |",
  )
  say('| --- | --- | --- | --- | --- |')
  for (const row of table) say(row)
}

/** What sslyze holds against a server, by the names of Mozilla's settings. */
function complaints(text, port) {
  const from = text.indexOf(`localhost:${port}: `, text.indexOf('COMPLIANCE AGAINST'))
  if (from < 0) return 'none'
  const block = text.slice(from).split(/\n\s*\n/)[0]
  return (
    [...new Set([...block.matchAll(/^\s+\* (\w+):/gm)].map(([, name]) => name))].join(', ') ||
    block.split(': ')[1].split('\n')[0].slice(0, 60)
  )
}

/** Whole processes on one clean server, one program after the other. */
async function speed(program, shell) {
  const clean = fixture.served.find(({ case: { id } }) => id === 'nginx-rsa') ?? fixture.served[0]
  const { port } = clean
  const file = join(folder, 'sslyze.json')
  const report = join(folder, 'testssl.json')
  const tools = [
    [
      'mustdo tls --holes --json',
      'all facts, verdicts and holes; 10 connections at once',
      () => ours(port),
      at => ours(at),
      Number(values.runs),
    ],
    ...(program
      ? [
          [
            'sslyze',
            'its default scans; 5 connections at once',
            () => theirs(program, [port], file),
            at => theirs(program, [at], file),
            Number(values.runs),
          ],
        ]
      : []),
    ...(shell
      ? [
          [
            'testssl.sh',
            'its default scans; one after the other',
            () => scan(port),
            at => scan(at),
            Number(values['slow-runs']),
          ],
        ]
      : []),
  ]
  function scan(at) {
    rmSync(report, { force: true })
    return run(shell, [
      '--quiet',
      '--color',
      '0',
      '--warnings',
      'off',
      '--ip',
      '127.0.0.1',
      '--jsonfile',
      report,
      `localhost:${at}`,
    ])
  }
  const times = tools.map(() => [])
  for (let round = 0; round < Math.max(...tools.map(tool => tool[4])); round += 1)
    for (const [i, [, , once, , runs]] of tools.entries()) if (round < runs) times[i].push(await once())
  const connections = []
  for (const [, , , through] of tools) connections.push(await counted(port, through))
  const wall = times.map(runs => median(runs.map(one => one.wall)))
  const cpu = times.map(runs => median(runs.map(one => one.cpu)))
  say(`\n## Time and connections on ${clean.case.id}\n`)
  say(
    'Whole processes, from start to exit, in turn on the same machine; medians. Over loopback: a round trip takes no time, so that what is counted is work. Connections are counted by a relay in front, in a run of their own.',
  )
  say()
  say(
    '| program | scope and concurrency | runs | wall, s | processor, s | wall beside mustdo | processor beside mustdo | connections |',
  )
  say('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const [i, [name, scope]] of tools.entries())
    say(
      `| ${name} | ${scope} | ${times[i].length} | ${wall[i].toFixed(2)} | ${cpu[i].toFixed(2)} | ${(wall[i] / wall[0]).toFixed(1)}× | ${(cpu[i] / cpu[0]).toFixed(1)}× | ${connections[i]} |`,
    )
  if (!shell) say('\ntestssl.sh was not at hand.')
}

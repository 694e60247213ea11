// docs/scoreboard-tls.md, from what is recorded.
import { extra, plantedIn, score, slips } from '../scoreboard/score.mjs'

export const PROGRAMS = ['mustdo', 'sslyze', 'testssl.sh']
/** Good servers of the two programs that serve most cases: what is said of them too tells nothing apart. */
export const PLAIN = ['certificate-good', 'nginx-intermediate']

const short = list => list.map(rule => rule.replace('tls/', '')).join(', ')

/** The page. `cases` are those of fixtures/tls. */
export function tlsPage(record, cases) {
  const { servers } = record
  const seen = cases.filter(({ id }) => servers[id])
  const ours = score(seen, servers, 'mustdo', PLAIN)
  const compared = seen.filter(({ id }) => servers[id].sslyze?.apart)
  const equal = compared.filter(({ id }) => servers[id].sslyze.apart.length === 0)
  const shell = seen.filter(({ id }) => servers[id]['testssl.sh'])
  return [
    '# TLS: mustdo, sslyze and testssl.sh',
    '',
    `Made by \`npm run scoreboard:tls -- --write\` on ${record.platform}, Node ${record.node}; do not edit. The other programs are run for comparison and are no part of mustdo: sslyze ${record.sslyze} (PyPI) and Debian's testssl.sh. What all programs together come to, HTTP too, is in [scoreboard-security.md](scoreboard-security.md).`,
    '',
    '## Facts and verdicts on every server of the set',
    '',
    `${seen.length} servers, ${ours.planted} with something planted: mustdo names all that is wrong on ${ours.caught}, and something that is not wrong on ${ours.alarms}. Versions and suites, of those that both ask for, are the same as sslyze's on ${equal.length} of the ${compared.length} servers that sslyze could scan. testssl.sh was asked about ${shell.length} of them all.`,
    '',
    "A verdict of sslyze is a setting of Mozilla's intermediate profile that the server does not keep, and what its JSON says of the chain against the root of the set; one of testssl.sh is a finding of severity MEDIUM or worse (sections `-p -s -f -P -S -U`). What they say of the plain servers as well (" +
      `${PLAIN.join(', ')}) is left out: ${PROGRAMS.slice(1)
        .map(name => `${name} ${usual(servers, name)}`)
        .join('; ')}.`,
    '',
    "| server | what is wrong | connections | mustdo | sslyze | testssl.sh | versions and suites beside sslyze's |",
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...seen.map(one => row(servers, one)),
    ...speedLines(record.speed),
    '',
  ].join('\n')
}

const usual = (servers, name) =>
  [...new Set(PLAIN.flatMap(id => servers[id]?.[name]?.said ?? []))].join(', ') || 'nothing'

function row(servers, one) {
  const { missed, more } = slips(servers, one)
  const wrong = `${missed.length > 0 ? `; **missed ${short(missed)}**` : ''}${more.length > 0 ? `; **false ${short(more)}**` : ''}`
  const mine = `${short(servers[one.id].mustdo?.said ?? []) || 'nothing'}${wrong}`
  const [sslyze, testssl] = ['sslyze', 'testssl.sh'].map(name => cell(servers, one.id, name))
  const apart = servers[one.id].sslyze?.apart
  const facts = apart ? apart.join('; ') || 'the same' : 'not compared'
  const title = plantedIn(one).length > 0 ? one.title : `nothing: ${one.title}`
  return `| ${[one.id, title, servers[one.id].mustdo?.connections ?? '', mine, sslyze, testssl, facts].join(' | ')} |`
}

function cell(servers, id, name) {
  const answer = servers[id][name]
  if (!answer) return 'not run'
  return answer.gaveUp ? `gave up: ${answer.gaveUp}` : extra(servers, id, name, PLAIN).join(', ') || 'nothing'
}

function speedLines(speed) {
  if (!speed) return []
  const [first] = speed.rows
  return [
    '',
    `## Time and connections on ${speed.server}`,
    '',
    'Whole processes, from start to exit, in turn on the same machine; medians. Over loopback: a round trip takes no time, so that what is counted is work. Connections are counted by a relay in front, in a run of their own. `npm run scoreboard:tls -- --part speed --write` measures this again.',
    '',
    '| program | scope and concurrency | runs | wall, s | processor, s | wall beside mustdo | processor beside mustdo | connections |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...speed.rows.map(
      ({ name, scope, runs, wall, cpu, connections }) =>
        `| ${name} | ${scope} | ${runs} | ${wall.toFixed(2)} | ${cpu.toFixed(2)} | ${(wall / first.wall).toFixed(1)}× | ${(cpu / first.cpu).toFixed(1)}× | ${connections} |`,
    ),
  ]
}

// What mustdo says of the servers of fixtures/http beside MDN's HTTP Observatory and Google's csp_evaluator: caught, missed, false alarms.
// Needs dist/ (npm run scoreboard:security builds it) and npm for the Observatory. `--write` also writes docs/scoreboard-security.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import csp from 'csp_evaluator/dist/evaluator.js'
import parser from 'csp_evaluator/dist/parser.js'
import { areas } from '../dist/fixtures/http/cases.js'
import { verdictsOn } from '../dist/fixtures/http/run.js'
import { serveAll } from '../dist/fixtures/http/serve.js'
import { api, site } from '../dist/fixtures/http/servers.js'
import { OBSERVATORY, observatory, scanned } from './scoreboard-security/observatory.mjs'

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } })
const root = fileURLToPath(new URL('..', import.meta.url))
const work = resolve(process.env.MUSTDO_REAL_WORK ?? join(root, 'fixtures/real/.work'))
const folder = mkdtempSync(join(tmpdir(), 'mustdo-scoreboard-'))
const lines = []
const say = (line = '') => {
  console.log(line)
  lines.push(line)
}

/** Of csp_evaluator what it is sure of: high, syntax and medium; each policy of the header by itself, as a person would paste it. */
const SURE = 30
function policyFaults({ kind, change }) {
  const origin = 'https://localhost:1'
  const asked = { method: 'GET', url: new URL(kind === 'site' ? '/' : '/fhir/metadata', origin), headers: {}, origin }
  const plain = kind === 'site' ? site(asked) : api(asked)
  const { headers } = change?.(plain, asked) ?? plain
  const policies = headers
    .filter(([name]) => name.toLowerCase() === 'content-security-policy')
    .map(([, value]) => value)
  if (policies.length === 0) return undefined
  return policies.flatMap(policy =>
    new csp.CspEvaluator(new parser.CspParser(policy).csp)
      .evaluate()
      .filter(({ severity }) => severity <= SURE)
      .map(({ directive, value, description }) => `${directive} ${value ?? description}`.trim()),
  )
}

const cases = areas.flatMap(({ cases }) => cases)
const fixture = await serveAll(cases)
try {
  const ca = join(folder, 'root.pem')
  writeFileSync(ca, fixture.caPem)
  const ours = await verdictsOn(fixture)
  const installed = await observatory(work)
  const hostOf = origin => new URL(origin).host
  const hosts = fixture.served.map(({ origin }) => hostOf(origin))
  const theirs = installed ? await scanned(installed, hosts, ca) : new Map()
  const told = fixture.served.map(({ case: one, origin }) => ({
    one,
    mine: ours.get(origin),
    seen: theirs.get(hostOf(origin)),
    policy: policyFaults(one),
  }))
  report(told, installed)
  if (values.write) writeFileSync(join(root, 'docs', 'scoreboard-security.md'), `${lines.join('\n')}\n`)
} finally {
  await fixture.close()
  rmSync(folder, { recursive: true, force: true })
}

function report(told, installed) {
  const bare = told.find(({ one: { id } }) => id === 'trap-plain-site')
  const extra = (list, base) => (list ?? []).filter(entry => !(base ?? []).includes(entry))
  const rows = told.map(({ one, mine, seen, policy }) => {
    const wanted = [...one.fails, ...(one.advises ?? [])]
    const said = [...mine.failed.keys(), ...mine.advised.keys()]
    return {
      one,
      said,
      missed: wanted.filter(id => !said.includes(id)),
      more: said.filter(id => !wanted.includes(id)),
      seen,
      // What a program says of the plain site too tells the two apart no better.
      observed: extra(seen?.failed, bare.seen?.failed),
      policy: extra(policy, bare.policy),
      unread: policy === undefined,
    }
  })
  const ids = new Map(rows.map(row => [row.one.id, row]))
  const planted = rows.filter(({ one }) => !one.trap)
  const traps = rows.filter(({ one }) => one.trap)
  const count = (list, keep) => list.filter(keep).length
  const right = row => row.missed.length === 0
  const scans = rows.filter(({ seen }) => seen?.grade)
  say('# Security over HTTP: mustdo, HTTP Observatory and csp_evaluator')
  say()
  say(
    `Made by \`npm run scoreboard:security -- --write\` on ${process.platform}, Node ${process.versions.node}; do not edit. Each server of \`fixtures/http\` has one thing wrong, or something that only looks wrong (a trap); we wrote them, and the other two programs look at less: MDN's HTTP Observatory ${OBSERVATORY} (npm, run for comparison, never shipped) at the first page of a website (its list of preloaded hosts left empty, since none of ours is on it), Google's csp_evaluator at the text of a header's policy, one field at a time. A program has caught what is wrong if it says anything that it does not say of the plain website; mustdo has only if it names every requirement that the case lists. Said of a trap, it is a false alarm.`,
  )
  say()
  if (!installed) say('HTTP Observatory could not be installed here, so that its columns are empty.\n')
  const unable = count(rows, ({ seen }) => seen?.error)
  if (unable > 0)
    say(
      `HTTP Observatory gave up on ${unable} of the ${rows.length} servers (${[...new Set(rows.flatMap(({ seen }) => seen?.error ?? []))].join('; ')}).\n`,
    )
  say('| area | planted | mustdo | HTTP Observatory | csp_evaluator |')
  say('| --- | --- | --- | --- | --- |')
  for (const { title, cases: list } of areas) {
    const own = list.map(({ id }) => ids.get(id)).filter(({ one }) => !one.trap)
    if (own.length > 0)
      say(
        `| ${title} | ${own.length} | ${count(own, right)} | ${count(own, row => row.observed.length > 0)} | ${count(own, row => row.policy.length > 0)} |`,
      )
  }
  say(
    `| **caught** | ${planted.length} | ${count(planted, right)} | ${count(planted, row => row.observed.length > 0)} | ${count(planted, row => row.policy.length > 0)} |`,
  )
  say(
    `| **false alarms on traps** | ${traps.length} | ${count(traps, row => row.more.length > 0)} | ${count(traps, row => row.observed.length > 0)} | ${count(traps, row => row.policy.length > 0)} |`,
  )
  say()
  const best = bare.seen?.grade
  if (best)
    say(
      `Of the ${count(scans, ({ one }) => !one.trap)} planted servers that HTTP Observatory graded, ${count(scans, ({ one, seen }) => !one.trap && seen.grade === best)} kept the ${best} of the plain website. mustdo named a requirement too many on ${count(planted, row => row.more.length > 0)} of the ${planted.length}.\n`,
    )
  say('## Every server\n')
  say('| server | what is wrong | mustdo | HTTP Observatory | csp_evaluator |')
  say('| --- | --- | --- | --- | --- |')
  const cell = text => text.replaceAll('|', '\\|') || 'nothing'
  for (const { one, said, missed, more, seen, observed, policy, unread } of rows) {
    const wrong = `${missed.length > 0 ? `; **missed ${missed.join(', ')}**` : ''}${more.length > 0 ? `; **false ${more.join(', ')}**` : ''}`
    const graded = seen?.grade ? `${seen.grade}: ${cell(observed.join(', '))}` : seen?.error ? 'gave up' : 'not run'
    say(
      `| ${one.id} | ${one.trap ? `nothing: ${one.title}` : one.title} | ${cell(said.join(', '))}${wrong} | ${graded} | ${unread ? 'no policy in a header' : cell([...new Set(policy)].join(', '))} |`,
    )
  }
}

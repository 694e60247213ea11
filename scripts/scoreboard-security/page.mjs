// docs/scoreboard-security.md, from what is recorded of HTTP and of TLS.
import { extra, plantedIn, score, slips } from '../scoreboard/score.mjs'

export const PROGRAMS = ['mustdo', 'HTTP Observatory', 'csp_evaluator']
export const PLAIN = ['trap-plain-site']

/** The page. `areas` are those of fixtures/http; `table` has the lines of the table of all programs, `loads` how busy the machine was. */
export function securityPage(record, areas, table, busy) {
  const { servers } = record
  const cases = areas.flatMap(({ cases }) => cases).filter(({ id }) => servers[id])
  const caught = list => PROGRAMS.map(name => score(list, servers, name, PLAIN).caught)
  const all = PROGRAMS.map(name => score(cases, servers, name, PLAIN))
  const planted = cases.filter(one => plantedIn(one).length > 0)
  return [
    '# Security: mustdo beside sslyze, testssl.sh, HTTP Observatory and csp_evaluator',
    '',
    `Made by \`npm run scoreboard:security -- --write\` on ${record.platform}, Node ${record.node}; do not edit. The other programs are run for comparison and are no part of mustdo. Each server has one thing wrong, or only looks as if (a trap); we wrote them all.`,
    '',
    'A program has caught what is wrong if it says anything that it does not say of the plain servers; mustdo has only if it names every rule or requirement that the case lists, and whatever else it names is a false alarm.',
    '',
    ...table,
    '',
    `Costs of TLS are sums over the servers that the program was asked about, each in a process of its own, beside mustdo's on the same servers; of HTTP one process over all. ${busy} Server by server: [TLS](scoreboard-tls.md); HTTP below.`,
    '',
    '## HTTP',
    '',
    `MDN's HTTP Observatory ${record.observatory} (npm) looks at the first page of a website (its list of preloaded hosts left empty, since none of ours is on it), Google's csp_evaluator at the text of a header's policy, one field at a time; both look at less than mustdo.${lost(all[1], record)}`,
    '',
    `| area | planted | ${PROGRAMS.join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...areas.flatMap(({ title, cases: list }) => {
      const own = list.filter(one => servers[one.id] && plantedIn(one).length > 0)
      return own.length > 0 ? [`| ${[title, own.length, ...caught(own)].join(' | ')} |`] : []
    }),
    `| ${['**caught**', planted.length, ...all.map(({ caught: count }) => count)].join(' | ')} |`,
    `| ${['**false alarms on traps**', cases.length - planted.length, ...all.map(({ alarms }) => alarms)].join(' | ')} |`,
    '',
    ...grades(servers, planted),
    '### Every server',
    '',
    `| server | what is wrong | ${PROGRAMS.join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...cases.map(one => row(servers, one)),
    '',
  ].join('\n')
}

function lost({ gaveUp, ids }, { servers }) {
  if (gaveUp === 0) return ''
  const words = new Set(ids.flatMap(id => servers[id]['HTTP Observatory'].gaveUp ?? []))
  return ` The Observatory gave up on ${gaveUp} of the ${ids.length} servers (${[...words].join('; ')}).`
}

/** What became of the letter that the plain website has. */
function grades(servers, planted) {
  const gradeOf = id => servers[id]?.['HTTP Observatory']?.grade
  const best = gradeOf(PLAIN[0])
  if (!best) return []
  const graded = planted.filter(({ id }) => gradeOf(id))
  const kept = graded.filter(({ id }) => gradeOf(id) === best)
  return [
    `Of the ${graded.length} planted servers that HTTP Observatory graded, ${kept.length} kept the ${best} of the plain website.`,
    '',
  ]
}

const cell = list => list.join(', ').replaceAll('|', '\\|') || 'nothing'

function row(servers, one) {
  const { missed, more } = slips(servers, one)
  const wrong = `${missed.length > 0 ? `; **missed ${missed.join(', ')}**` : ''}${more.length > 0 ? `; **false ${more.join(', ')}**` : ''}`
  const { mustdo, csp_evaluator: policy, 'HTTP Observatory': seen } = servers[one.id]
  const [observed, read] = PROGRAMS.slice(1).map(name => extra(servers, one.id, name, PLAIN))
  const graded = !seen ? 'not run' : seen.gaveUp ? 'gave up' : `${seen.grade}: ${cell(observed)}`
  const title = plantedIn(one).length > 0 ? one.title : `nothing: ${one.title}`
  const about = policy.unread ? 'no policy in a header' : cell(read)
  return `| ${[one.id, title, `${cell(mustdo.said)}${wrong}`, graded, about].join(' | ')} |`
}

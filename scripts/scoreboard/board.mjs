// One table of all programs over all fixtures.
import { costs, score } from './score.mjs'

const times = (one, other) => (other > 0 ? `${(one / other).toFixed(1)}×` : '')

function row(fixtures, name, { planted, caught, missed, sound, alarms, gaveUp }, cost, ours) {
  const lost = gaveUp > 0 ? ` (gave up on ${gaveUp} servers)` : ''
  const spent = [cost.connections, cost.wall.toFixed(1), cost.cpu.toFixed(1)]
  const beside = [times(cost.connections, ours.connections), times(cost.wall, ours.wall), times(cost.cpu, ours.cpu)]
  return `| ${[fixtures, name, planted, caught, `${missed}${lost}`, `${alarms} of ${sound}`, ...spent, ...beside].join(' | ')} |`
}

const heads = [
  'fixtures',
  'program',
  'planted',
  'caught',
  'missed',
  'false alarms',
  'connections',
  'wall, s',
  'processor, s',
  'connections beside mustdo',
  'wall beside mustdo',
  'processor beside mustdo',
]

/** Lines of the table. Costs of TLS are summed over servers, beside mustdo's on the same ones; those of HTTP are of one run over all. */
export function board(tls, http) {
  const ofTls = tls.programs.map(name => {
    const found = score(tls.cases, tls.record.servers, name, tls.plain)
    const [theirs, ours] = [name, 'mustdo'].map(one => costs(tls.record.servers, one, found.ids))
    return row('TLS', name, found, theirs, ours)
  })
  const { costs: spent = {} } = http.record
  const ofHttp = http.programs
    .filter(name => spent[name])
    .map(name => row('HTTP', name, score(http.cases, http.record.servers, name, http.plain), spent[name], spent.mustdo))
  return [`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...ofTls, ...ofHttp]
}

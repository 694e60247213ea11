// What counts as caught, missed and a false alarm, the same for TLS and HTTP.

/** Everything that a case plants, advice too. */
export const plantedIn = ({ fails, advises = [] }) => [...fails, ...advises]

/** The verdicts of one program on one server beyond what it says of the plain servers; undefined where it was not run or gave up. */
export function extra(servers, id, name, plain) {
  const answer = servers[id]?.[name]
  if (!answer?.said) return undefined
  const usual = name === 'mustdo' ? [] : plain.flatMap(one => servers[one]?.[name]?.said ?? [])
  return [...new Set(answer.said)].filter(verdict => !usual.includes(verdict))
}

/** What mustdo missed and what it named too much on a server. */
export function slips(servers, one) {
  const [said, planted] = [extra(servers, one.id, 'mustdo', []) ?? [], plantedIn(one)]
  return { missed: planted.filter(id => !said.includes(id)), more: said.filter(id => !planted.includes(id)) }
}

/**
 * One program over cases. mustdo has caught what is planted only if it names all of it, and whatever else it names, anywhere, is a
 * false alarm; of another program any verdict that it does not give of a plain server will do, and only on servers with nothing
 * wrong it is a false alarm. Giving up is missing.
 */
export function score(cases, servers, name, plain) {
  const asked = cases.filter(({ id }) => servers[id]?.[name])
  const planted = asked.filter(one => plantedIn(one).length > 0)
  const says = one => (extra(servers, one.id, name, plain) ?? []).length > 0
  const mine = name === 'mustdo'
  const caught = planted.filter(one => (mine ? slips(servers, one).missed.length === 0 : says(one)))
  const sound = asked.filter(one => plantedIn(one).length === 0)
  const alarms = mine ? asked.filter(one => slips(servers, one).more.length > 0) : sound.filter(says)
  return {
    ids: asked.map(({ id }) => id),
    planted: planted.length,
    caught: caught.length,
    missed: planted.length - caught.length,
    sound: sound.length,
    alarms: alarms.length,
    gaveUp: asked.filter(({ id }) => servers[id][name].gaveUp).length,
  }
}

/** Connections and seconds over these servers. */
export function costs(servers, name, ids) {
  const sum = key => ids.reduce((total, id) => total + (servers[id]?.[name]?.[key] ?? 0), 0)
  return { connections: sum('connections'), wall: sum('wall'), cpu: sum('cpu') }
}

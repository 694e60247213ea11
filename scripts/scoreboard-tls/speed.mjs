// Whole processes on one clean server, one program after the other, each with all that it scans by default.
import { join } from 'node:path'
import { counted, median, run } from '../scoreboard/measure.mjs'
import { cli } from './programs.mjs'

const SCOPES = {
  mustdo: 'all facts, verdicts and holes; 10 connections at once',
  sslyze: 'its default scans; 5 connections at once',
  'testssl.sh': 'its default scans; one after the other',
}

/** Medians of so many runs each, and the connections of one more through a relay. */
export async function speed({ served, rootFile }, paths, folder, runs) {
  const clean = served.find(({ case: { id } }) => id === 'nginx-rsa') ?? served[0]
  const quiet = ['--quiet', '--color', '0', '--warnings', 'off', '--ip', '127.0.0.1']
  const file = (name, round) => join(folder, `speed-${name}-${round}.json`)
  const asks = {
    mustdo: port => run(process.execPath, [cli, 'tls', `localhost:${port}`, '--ca', rootFile, '--holes', '--json']),
    ...(paths.sslyze && {
      sslyze: (port, round) =>
        run(paths.sslyze, [
          `--json_out=${file('sslyze', round)}`,
          `--certinfo_ca_file=${rootFile}`,
          `localhost:${port}`,
        ]),
    }),
    ...(paths['testssl.sh'] && {
      'testssl.sh': (port, round) =>
        run(paths['testssl.sh'], [...quiet, '--jsonfile', file('testssl', round), `localhost:${port}`]),
    }),
  }
  const times = Object.fromEntries(Object.keys(asks).map(name => [name, []]))
  for (let round = 0; round < runs; round += 1)
    for (const [name, ask] of Object.entries(asks)) times[name].push(await ask(clean.port, round))
  const rows = []
  for (const [name, ask] of Object.entries(asks)) {
    const { connections } = await counted(clean.port, port => ask(port, 'counted'))
    const [wall, cpu] = ['wall', 'cpu'].map(key => Number(median(times[name].map(one => one[key])).toFixed(3)))
    rows.push({ name, scope: SCOPES[name], runs, wall, cpu, connections })
  }
  return { server: clean.case.id, rows }
}

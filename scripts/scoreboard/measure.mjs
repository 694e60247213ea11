// What a program costs: whole processes, timed from outside, and the connections that they open.
import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'

/**
 * Runs a program, for at most so many seconds. Gives exit code, output, wall time and processor time in seconds, children included;
 * `late` where it had to be ended.
 */
export function run(program, args, { seconds = 600, env = {} } = {}) {
  return new Promise(done => {
    const limited = ['timeout', '-k', '5', String(seconds), program, ...args]
    const timed = ['-c', 'TIMEFORMAT="@%R %U %S"; time "$@"', 'bash', ...limited]
    const child = spawn('bash', timed, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
    let [out, err] = ['', '']
    child.stdout.on('data', chunk => (out += chunk))
    child.stderr.on('data', chunk => (err += chunk))
    child.on('close', code => {
      const [, wall, user, system] = /@([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(err) ?? []
      done({
        code,
        out,
        err,
        wall: Number(wall),
        cpu: Number(user) + Number(system),
        late: code === 124 || code === 137,
      })
    })
  })
}

/** Stands in front of a port while the task runs, and counts what goes through. */
export async function counted(port, task) {
  let connections = 0
  const open = new Set()
  const server = createServer(client => {
    connections += 1
    const onward = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [client, onward],
      [onward, client],
    ]) {
      open.add(from)
      // What was sent before the end, an alert perhaps, is to arrive: an error cuts, an end does not.
      from.on('error', () => to.destroy()).on('close', () => open.delete(from) && to.end())
    }
    client.pipe(onward).pipe(client)
  })
  await new Promise(ready => server.listen(0, '127.0.0.1', ready))
  const result = await task(server.address().port)
  server.close()
  for (const socket of open) socket.destroy()
  return { result, connections }
}

export const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

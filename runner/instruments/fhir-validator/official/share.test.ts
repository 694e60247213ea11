/** One validator a machine: who comes second uses the first one's, and nobody else's. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isBuilt, type Started, start } from '../../../commands/testing.ts'
import { join, openDoor } from './door.ts'
import type { News } from './lifeline.ts'
import { canSeeProcesses, data, isMissing, withoutOfficial } from './testing.ts'
import { takeTurn } from './turn.ts'

const folder = mkdtempSync(joinPath(tmpdir(), 'mustdo-share-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const served = { port: 4711, version: '6.10.4' }

const until = async (what: () => boolean, ms: number): Promise<void> => {
  const end = performance.now() + ms
  while (!what() && performance.now() < end) await new Promise(resolve => setTimeout(resolve, 50))
  expect(what()).toBe(true)
}
const stranger = async (answer: (socket: Socket) => void): Promise<{ server: Server; port: number }> => {
  const server = createServer(socket => answer(socket.on('error', () => undefined)))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as { port: number }).port }
}

test('through the door one learns where the validator is, hears its news, and that its host has gone', async () => {
  const notice = joinPath(folder, 'door', 'serving.json')
  expect(await join(notice)).toBeUndefined()
  const door = await openDoor(notice, served)
  expect(door.crowded()).toBe(false)
  const guest = await join(notice)
  expect(guest).toMatchObject(served)
  const heard: News[] = []
  guest?.onNews(news => heard.push(news))
  expect(door.crowded()).toBe(true)
  door.tell('restarting')
  door.tell({ ready: 4712, again: true })
  await until(() => heard.length === 2, 5_000)
  await door.close()
  await until(() => heard.length === 3, 5_000)
  expect(heard).toEqual(['restarting', { ready: 4712, again: true }, 'dead'])
  expect(existsSync(notice)).toBe(false)
})

test('a guest that has left is not waited for', async () => {
  const notice = joinPath(folder, 'left.json')
  const door = await openDoor(notice, served)
  const guest = await join(notice)
  guest?.leave()
  await until(() => !door.crowded(), 5_000)
  await door.close()
})

test.each([
  ['nobody', (socket: Socket) => void socket.destroy()],
  ['somebody who repeats what was said', (socket: Socket) => void socket.pipe(socket)],
  [
    'somebody who says what a host says',
    (socket: Socket) => void socket.write(`${JSON.stringify({ proof: 'a'.repeat(64), ...served })}\n`),
  ],
])('where the notice leads to %s, no validator is taken for ours', async (_name, answer) => {
  const { server, port } = await stranger(answer)
  const notice = joinPath(folder, `stranger-${port}.json`)
  writeFileSync(notice, JSON.stringify({ version: 1, pid: 1, port, secret: 'b'.repeat(64) }))
  expect(await join(notice)).toBeUndefined()
  server.close()
})

test.each(['', 'not json', '[]', '{"version":2}', '{"version":1,"port":"x"}'])(
  'a notice that reads %j leads nowhere',
  async text => {
    const notice = joinPath(folder, 'broken.json')
    writeFileSync(notice, text)
    expect(await join(notice)).toBeUndefined()
  },
)

test('who does not know the secret is sent away', async () => {
  const notice = joinPath(folder, 'secret.json')
  const door = await openDoor(notice, served)
  const copy = joinPath(folder, 'copy.json')
  writeFileSync(copy, JSON.stringify({ ...JSON.parse(readFileSync(notice, 'utf8')), secret: 'c'.repeat(64) }))
  expect(await join(copy)).toBeUndefined()
  expect(door.crowded()).toBe(false)
  await door.close()
})

test('one at a time has its turn; what another made meanwhile is taken instead', async () => {
  const file = joinPath(folder, 'turn')
  let made: { name: string } | undefined
  const first = await takeTurn(file, async () => made)
  const second = takeTurn(file, async () => made)
  made = { name: 'made' }
  if ('end' in first) await first.end()
  expect(await second).toBe(made)
})

test('the turn of a process that has ended is over, and a stop ends the wait', async () => {
  const file = joinPath(folder, 'left-turn')
  writeFileSync(file, '999999999')
  expect(await takeTurn(file, async () => undefined)).toHaveProperty('end')
  await expect(takeTurn(file, async () => undefined, AbortSignal.timeout(300))).rejects.toThrow()
})

/** The installed validator in a data folder where nobody else looks. */
function installedAgain(): string {
  const home = joinPath(folder, 'home')
  mkdirSync(joinPath(home, 'validator'), { recursive: true })
  symlinkSync(joinPath(data, 'fhir'), joinPath(home, 'fhir'), 'junction')
  for (const name of readdirSync(joinPath(data, 'validator'))) {
    const [from, to] = [joinPath(data, 'validator', name), joinPath(home, 'validator', name)]
    if (name === 'lib') symlinkSync(from, to, 'junction')
    else if (/^(validator|installed)-.*\.(jar|json)$/.test(name)) cpSync(from, to)
  }
  return home
}
const validators = ({ child }: Started): readonly string[] =>
  readdirSync('/proc').filter(pid => {
    try {
      return / \(java\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] === String(child.pid)
    } catch {
      return false
    }
  })

test.skipIf(!isBuilt || isMissing || !canSeeProcesses)(
  `two processes that begin at once share one validator; the one that is left goes on by itself, and nothing stays behind${withoutOfficial}`,
  async () => {
    const home = installedAgain()
    const begin = () => start(folder, ['validate', '--engine', 'official', '-', '--json'], { MUSTDO_HOME: home })
    const patient = (gender: string) => `${JSON.stringify({ resourceType: 'Patient', id: 'a', gender })}\n`
    const both = [begin(), begin()] as const
    const left = () => readdirSync(joinPath(home, 'validator')).filter(name => /^(serving|starting)-/.test(name))
    await until(() => left().some(name => name.startsWith('serving')) && left().length === 1, 280_000)
    await new Promise(resolve => setTimeout(resolve, 1_000))
    expect(both.map(one => validators(one).length).sort()).toEqual([0, 1])

    const [host, guest] = validators(both[0]).length === 1 ? both : [both[1], both[0]]
    const third = begin()
    third.child.stdin?.end(patient('F'))
    expect(await third.ended).toMatchObject({ code: 1, stdout: expect.stringContaining('Patient.gender') })
    host.child.stdin?.end(patient('female'))
    expect(await host.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('"valid":true') })
    guest.child.stdin?.end(`${patient('female')}${patient('F')}`)
    const ended = await guest.ended
    expect(ended.code, ended.stderr).toBe(1)
    expect(
      ended.stdout
        .trim()
        .split('\n')
        .map(text => JSON.parse(text).valid),
    ).toEqual([true, false])
    expect(left()).toEqual([])
    expect([...validators(host), ...validators(guest)]).toEqual([])
  },
  600_000,
)

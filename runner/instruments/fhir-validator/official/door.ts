/** The door of a running validator, by which other mustdo processes of the same user find it, know it for ours, and hear of it. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { News } from './lifeline.ts'

/** What the file beside the installed validator says; only this user can read it. */
interface Notice {
  readonly version: 1
  readonly pid: number
  /** Of the door. */
  readonly port: number
  readonly secret: string
}

export interface Served {
  /** Of the validator. */
  readonly port: number
  /** HL7's version, as the process said it. */
  readonly version: string
}

export interface Door {
  /** Whether others use the validator now. */
  crowded(): boolean
  tell(news: News): void
  /** Takes the notice down and sends everybody away. */
  close(): Promise<void>
}

const KNOCK_MS = 3_000
const proofOf = (secret: string, nonce: string) => createHash('sha256').update(`${secret} ${nonce}`).digest('hex')
const line = (content: unknown) => `${JSON.stringify(content)}\n`

/** Opens a door on loopback and puts up the notice that leads to it. */
export async function openDoor(notice: string, served: Served): Promise<Door> {
  const secret = randomBytes(32).toString('hex')
  const guests = new Set<Socket>()
  const server = createServer(socket => {
    socket.unref().on('error', () => socket.destroy())
    createInterface(socket).on('line', text => {
      const { nonce, proof } = read(text)
      // Neither side shows the secret, and each shows that it has it.
      if (!nonce || !same(proof, proofOf(secret, `guest ${nonce}`))) return socket.destroy()
      guests.add(socket)
      socket.on('close', () => guests.delete(socket))
      socket.write(line({ proof: proofOf(secret, `host ${nonce}`), ...served }))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  server.unref()
  const content = line({ version: 1, pid: process.pid, port: (server.address() as AddressInfo).port, secret })
  await mkdir(dirname(notice), { recursive: true })
  await writeFile(`${notice}.${process.pid}`, content, { mode: 0o600 })
  await rename(`${notice}.${process.pid}`, notice)
  return {
    crowded: () => guests.size > 0,
    tell: news => {
      for (const guest of guests) guest.write(line({ news }))
    },
    async close() {
      const ours = (await readFile(notice, 'utf8').catch(() => '')) === content
      if (ours) await rm(notice, { force: true })
      for (const guest of guests) guest.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export interface Joined extends Served {
  /** What the host says of the validator; `dead` once, when the host is gone. */
  onNews(hear: (news: News) => void): void
  leave(): void
}

/** Goes through the door that the notice names. Undefined when there is none, or whoever is there does not know the secret. */
export async function join(notice: string): Promise<Joined | undefined> {
  const found = read(await readFile(notice, 'utf8').catch(() => '')) as Partial<Notice>
  const { port, secret } = found
  if (found.version !== 1 || typeof port !== 'number' || typeof secret !== 'string') return undefined
  const nonce = randomBytes(16).toString('hex')
  const socket = connect(port, '127.0.0.1')
  let hear: ((news: News) => void) | undefined
  const early: News[] = []
  const say = (news: News) => (hear ? hear(news) : void early.push(news))
  const served = await new Promise<Served | undefined>(resolve => {
    const timer = setTimeout(() => resolve(undefined), KNOCK_MS)
    const end = (answer?: Served) => {
      clearTimeout(timer)
      resolve(answer)
    }
    socket.once('connect', () => socket.write(line({ nonce, proof: proofOf(secret, `guest ${nonce}`) })))
    socket
      .on('error', () => socket.destroy())
      .on('close', () => {
        end()
        say('dead')
      })
    createInterface(socket).on('line', text => {
      const said = read(text)
      if (said.news) say(said.news as News)
      else if (same(said.proof, proofOf(secret, `host ${nonce}`))) end(said as unknown as Served)
      else end()
    })
  })
  if (!served) {
    socket.destroy()
    return undefined
  }
  socket.unref()
  return {
    port: served.port,
    version: served.version,
    onNews(listener) {
      hear = listener
      for (const news of early.splice(0)) listener(news)
    },
    leave() {
      hear = () => undefined
      socket.destroy()
    },
  }
}

function read(text: string): { readonly [name: string]: string | undefined } {
  try {
    const content: unknown = JSON.parse(text)
    return typeof content === 'object' && content !== null ? (content as { [name: string]: string }) : {}
  } catch {
    return {}
  }
}

function same(given: string | undefined, wanted: string): boolean {
  const bytes = Buffer.from(given ?? '')
  return bytes.length === wanted.length && timingSafeEqual(bytes, Buffer.from(wanted))
}

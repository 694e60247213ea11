/** One validator for all mustdo processes of a user: the first starts it, others use it as long as that one lives. */
import { createHash, randomUUID } from 'node:crypto'
import { join as joinPath } from 'node:path'
import { type Door, type Joined, join, openDoor } from './door.ts'
import { type News, watcherOf } from './lifeline.ts'
import { lockDigest, validatorPlaces } from './places.ts'
import { judgedBy, type OfficialValidator, type StartOptions, startOfficialValidator } from './start.ts'
import { takeTurn } from './turn.ts'

/** What this process uses at the moment: its own validator, open to others or not, or another's. */
interface Held {
  readonly port: number
  readonly version: string
  close(): Promise<void>
}

/**
 * As startOfficialValidator, but takes the one that another process of this user runs by the same definitions, where there is one; of
 * several that begin at once, one starts it. When that process ends, or does not answer, the next one starts its own. Packages of
 * one's own and a terminology server make a validator that nobody else can use.
 */
export async function shareOfficialValidator(options: StartOptions): Promise<OfficialValidator> {
  if (options.packages?.length || options.terminology) return startOfficialValidator(options)
  const { packages, digests } = await judgedBy(options)
  const key = createHash('sha256')
    .update([lockDigest(), ...digests].join('\n'))
    .digest('hex')
    .slice(0, 16)
  const { root } = validatorPlaces(options.data)
  const files = { notice: joinPath(root, `serving-${key}.json`), turn: joinPath(root, `starting-${key}`) }
  const lifeline = randomUUID()
  const sharing = new Sharing({ ...options, lifeline }, files, lifeline)
  const held = await sharing.begin()
  return {
    name: "HL7's FHIR validator",
    port: held.port,
    lifeline,
    version: held.version,
    packages,
    digests,
    close: () => sharing.close(),
  }
}

interface Files {
  readonly notice: string
  readonly turn: string
}

class Sharing {
  readonly #options: StartOptions
  readonly #files: Files
  readonly #watcher: ReturnType<typeof watcherOf>
  #held: Held | undefined
  #moving: Promise<void> | undefined
  #guest: Joined | undefined
  readonly #closing = new AbortController()

  constructor(options: StartOptions, files: Files, lifeline: string) {
    const signals = [this.#closing.signal, ...(options.signal ? [options.signal] : [])]
    this.#options = { ...options, signal: AbortSignal.any(signals) }
    this.#files = files
    // Of its own validator the watcher in start.ts takes care.
    this.#watcher = watcherOf(lifeline, () => {
      if (this.#guest) this.#move(() => this.#own())
    })
  }

  async begin(): Promise<Held> {
    this.#held = await this.#find()
    return this.#held
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#moving
    await this.#held?.close()
    this.#watcher.close()
  }

  /** Another's, or one of our own for others to use. */
  async #find(): Promise<Held> {
    const found = await takeTurn(this.#files.turn, () => join(this.#files.notice), this.#options.signal)
    if (!('end' in found)) return this.#joined(found)
    try {
      return await this.#own(this.#files.notice)
    } finally {
      await found.end()
    }
  }

  #joined(guest: Joined): Held {
    this.#guest = guest
    guest.onNews(news => {
      if (news === 'dead') this.#move(() => this.#find())
      else this.#watcher.tell(news)
    })
    return { port: guest.port, version: guest.version, close: async () => guest.leave() }
  }

  async #own(notice?: string): Promise<Held> {
    let door: Door | undefined
    const own = await startOfficialValidator({
      ...this.#options,
      crowded: () => door?.crowded() ?? false,
      onNews: news => (news === 'dead' ? void door?.close() : door?.tell(news)),
    })
    door = notice === undefined ? undefined : await openDoor(notice, own).catch(() => undefined)
    return {
      port: own.port,
      version: own.version,
      async close() {
        await door?.close()
        await own.close()
      },
    }
  }

  /** From a host that is gone, or that others keep from answering, to what `next` gives. */
  #move(next: () => Promise<Held>): void {
    if (this.#closing.signal.aborted || !this.#guest) return
    this.#guest.leave()
    this.#guest = undefined
    this.#watcher.tell('restarting')
    const move = async (): Promise<News> => {
      this.#held = await next()
      return { ready: this.#held.port, again: true }
    }
    this.#moving = move()
      .catch((): News => 'dead')
      .then(news => this.#watcher.tell(news))
  }
}

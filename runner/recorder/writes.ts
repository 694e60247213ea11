/**
 * Every request that may change the product, logged before it is sent and again when it was answered, so that what a run created can
 * be taken away again, also by a later process after a crash.
 */
import type { Effect } from '../check.ts'
import type { RawExchange } from '../instruments/http/client.ts'
import type { RunFolder } from './store.ts'

interface Sent {
  readonly n: string
  readonly at: string
  readonly method: string
  readonly url: string
  readonly as: string | null
  readonly effect: Effect
}
interface Answered {
  readonly n: string
  /** null when no answer came; absent requests (refused before sending) leave no second line but `unsent`. */
  readonly status: number | null
  readonly unsent?: boolean
  /** Addresses of what it created. */
  readonly created: readonly string[]
}

/** Something this run created, and how to take it away. */
export interface Creation {
  readonly url: string
  readonly as: string | null
  readonly effect: Effect
}

export interface Account {
  readonly created: readonly Creation[]
  /** Created and still there. */
  readonly standing: readonly Creation[]
  /** Writes that may have created something nobody can name: in words. */
  readonly unsure: readonly string[]
}

export class WriteLog {
  readonly #folder: RunFolder
  readonly #prefix: string
  #count = 0

  constructor(folder: RunFolder, prefix: string) {
    this.#folder = folder
    this.#prefix = prefix
  }

  /** Call it before the request is sent; call what it returns with what came of it. */
  begin(write: Omit<Sent, 'n' | 'at'>): (raw: RawExchange) => void {
    const n = this.#sending(write)
    return raw => {
      const status = raw.response?.status ?? raw.partial?.status ?? null
      const unsent = status === null && raw.requestHeaders.length === 0
      const created = createdBy(write.method, write.url, raw)
      this.#folder.append('writes.ndjson', { n, status, ...(unsent && { unsent }), created } satisfies Answered)
    }
  }

  /** The same for a form that a browser sends: call what it returns with the status of the page that came, 0 where none did. */
  beginForm(write: Omit<Sent, 'n' | 'at'>): (status: number) => void {
    const n = this.#sending(write)
    return status => {
      const answered = status > 0 ? { n, status, created: [] } : { n, status: null, unsent: true, created: [] }
      this.#folder.append('writes.ndjson', answered satisfies Answered)
    }
  }

  #sending(write: Omit<Sent, 'n' | 'at'>): string {
    const n = `${this.#prefix}w${++this.#count}`
    this.#folder.append('writes.ndjson', { n, at: new Date().toISOString(), ...write } satisfies Sent)
    return n
  }
}

/** What the log of a run says was created, what of it still stands, and what nobody knows. */
export function accountOf(folder: RunFolder): Account {
  const sent = new Map<string, Sent>()
  const open = new Map<string, Sent>()
  const created = new Map<string, Creation>()
  const standing = new Map<string, Creation>()
  const unsure: string[] = []
  for (const line of folder.writes() as (Sent | Answered)[]) {
    if ('method' in line) {
      sent.set(line.n, line)
      open.set(line.n, line)
      continue
    }
    const write = sent.get(line.n)
    if (!write) continue
    open.delete(line.n)
    const { method, url, as, effect } = write
    for (const made of line.created) {
      created.set(made, { url: made, as, effect })
      standing.set(made, { url: made, as, effect })
    }
    if (method === 'DELETE' && isGone(line.status)) standing.delete(url)
    if (line.status === 201 && line.created.length === 0)
      unsure.push(`${method} ${url} answered 201 without an address`)
    if (line.status === null && !line.unsent && mayCreate.has(method)) unsure.push(`${method} ${url} had no answer`)
  }
  for (const { method, url } of open.values())
    if (mayCreate.has(method)) unsure.push(`${method} ${url} was under way when the run broke off`)
  return { created: [...created.values()], standing: [...standing.values()], unsure }
}

const mayCreate = new Set(['POST', 'PUT'])
const isGone = (status: number | null): boolean =>
  status !== null && ((status >= 200 && status < 300) || status === 404 || status === 410)

/** Addresses that an answer says were created: Location of a 201, and the entries of a FHIR transaction's answer. */
function createdBy(method: string, url: string, { response, partial }: RawExchange): string[] {
  const answer = response ?? partial
  if (!answer) return []
  if (answer.status === 201) {
    const header = (wanted: string) => answer.rawHeaders.find(([name]) => name.toLowerCase() === wanted)?.[1]
    const location = header('location') ?? header('content-location') ?? (method === 'PUT' ? url : undefined)
    return addressOf(location, url)
  }
  if (answer.status !== 200 || method !== 'POST') return []
  try {
    const { entry } = JSON.parse(answer.body.toString()) as {
      entry?: { response?: { status?: string; location?: string } }[]
    }
    return (Array.isArray(entry) ? entry : []).flatMap(({ response }) =>
      response?.status?.startsWith('201') ? addressOf(response.location, `${url.replace(/\/$/, '')}/`) : [],
    )
  } catch {
    return []
  }
}

/** Absolute, without the version at its end (FHIR R4 http 3.1.0.8: Location names `[type]/[id]/_history/[vid]`). */
function addressOf(location: string | undefined, base: string): string[] {
  if (location === undefined || !URL.canParse(location, base)) return []
  const { href } = new URL(location, base)
  return [href.replace(/\/_history\/[^/]*$/, '')]
}

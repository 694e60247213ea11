/** What a browser keeps of a session, in the form in which Playwright writes it down: cookies, and local storage by origin. */
import type { Context } from './context.ts'
import { Secret } from './secret.ts'

export interface StorageState {
  readonly cookies: readonly StoredCookie[]
  readonly origins: readonly {
    readonly origin: string
    readonly localStorage: readonly { readonly name: string; readonly value: string }[]
  }[]
}

interface StoredCookie {
  readonly name: string
  readonly value: string
  /** A host, or with a dot before it that host and all below. */
  readonly domain: string
  readonly path: string
  /** Seconds of Unix time; below zero for one that ends with the browser. */
  readonly expires: number
  readonly httpOnly: boolean
  readonly secure: boolean
  readonly sameSite: 'Strict' | 'Lax' | 'None'
}

type Loose = { readonly [key: string]: unknown }
const isLoose = (value: unknown): value is Loose => value !== null && typeof value === 'object'
const listIn = (value: unknown, key: string): readonly Loose[] => {
  const list = isLoose(value) ? value[key] : undefined
  return Array.isArray(list) ? list.filter(isLoose) : []
}
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Understands a state as written; undefined where it is none. What is missing from a cookie is filled in as a browser does. */
export function readStorageState(written: string): StorageState | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(written)
  } catch {
    return undefined
  }
  if (!isLoose(parsed) || !(Array.isArray(parsed['cookies']) || Array.isArray(parsed['origins']))) return undefined
  return {
    cookies: listIn(parsed, 'cookies')
      .filter(({ name, domain }) => text(name) !== '' && text(domain) !== '')
      .map(({ name, value, domain, path, expires, httpOnly, secure, sameSite }) => ({
        name: text(name),
        value: text(value),
        domain: text(domain),
        path: text(path) || '/',
        expires: typeof expires === 'number' ? expires : -1,
        httpOnly: httpOnly === true,
        secure: secure === true,
        sameSite: sameSite === 'Strict' || sameSite === 'None' ? sameSite : 'Lax',
      })),
    origins: listIn(parsed, 'origins')
      .filter(({ origin }) => URL.canParse(text(origin)))
      .map(one => ({
        origin: new URL(text(one['origin'])).origin,
        localStorage: listIn(one, 'localStorage').map(({ name, value }) => ({ name: text(name), value: text(value) })),
      })),
  }
}

/** The part of a state that one origin may see at a moment (milliseconds of Unix time), and how many of its cookies are over. */
export function stateFor(state: StorageState, origin: string, now: number): StorageState & { readonly over: number } {
  const { hostname } = new URL(origin)
  const own = state.cookies.filter(({ domain }) =>
    domain.startsWith('.') ? `.${hostname}`.endsWith(domain) : domain === hostname,
  )
  const cookies = own.filter(({ expires }) => expires < 0 || expires * 1000 > now)
  return {
    cookies,
    origins: state.origins.filter(one => one.origin === origin && one.localStorage.length > 0),
    over: own.length - cookies.length,
  }
}

/** A secret that holds a state with something for one of the identity's origins, or a complaint that quotes none of it. */
export function storageState(
  context: Context,
  pointer: string,
  written: Secret,
  origins: readonly string[],
): Secret | undefined {
  const state = readStorageState(written.reveal())
  const complain = (problem: string) => context.problems.add(pointer, `(${written.source}) ${problem}`)
  if (!state) {
    complain(
      'is no storage state. Expected the JSON that Playwright writes, with cookies and origins. Write it with context.storageState() after signing in.',
    )
    return undefined
  }
  if (origins.length > 0 && !origins.some(origin => holdsSomething(stateFor(state, origin, 0)))) {
    complain(
      `holds nothing for ${origins.join(', ')}. Expected a cookie or local storage of one of them. Sign in there and write it anew.`,
    )
    return undefined
  }
  return written
}

const holdsSomething = ({ cookies, origins }: StorageState) => cookies.length + origins.length > 0

/**
 * The values in a state that nobody may see: those that chance made, also inside JSON. Words such as `accepted` or `dark` are left
 * out, since taking them out of every text would tear holes into innocent pages.
 */
export function secretsInState(written: Secret): readonly Secret[] {
  const state = readStorageState(written.reveal())
  const found = new Map<string, string>()
  const note = (name: string, value: string) => {
    if (madeByChance(value)) found.set(value, name)
    const inner = jsonIn(value)
    if (inner !== undefined) for (const leaf of textsIn(inner)) if (madeByChance(leaf)) found.set(leaf, name)
  }
  for (const { name, value } of [...(state?.cookies ?? []), ...(state?.origins ?? []).flatMap(one => one.localStorage)])
    note(name, value)
  return [...found].map(([value, name]) => new Secret(`${written.name}.${name}`, written.source, value))
}

const madeByChance = (value: string) => value.length >= 20 || (value.length >= 8 && /\d/.test(value))

function jsonIn(value: string): unknown {
  if (!/^\s*[[{"]/.test(value)) return undefined
  try {
    return JSON.parse(value) as unknown
  } catch {
    return undefined
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield value
    const inner = jsonIn(value)
    if (inner !== undefined && inner !== value) yield* textsIn(inner)
  } else if (isLoose(value)) for (const item of Object.values(value)) yield* textsIn(item)
}

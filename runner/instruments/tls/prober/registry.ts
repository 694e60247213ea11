import { readFileSync } from 'node:fs'

interface Registry {
  readonly suites: Names
  /** Suites as they are offered, up to TLS 1.2 and from 1.3 on; signals are not among them. */
  readonly offers: { readonly old: readonly number[]; readonly new: readonly number[] }
  readonly ssl2: Names
  readonly groups: Names
  readonly schemes: Names
  readonly alerts: Names
}
type Names = { readonly [code: string]: string }

let read: Registry | undefined
/** IANA's names, as `scripts/tls-registry.mjs` wrote them; where they come from stands in the file. */
const registry = (): Registry => {
  read ??= JSON.parse(readFileSync(new URL('./registry.json', import.meta.url), 'utf8')) as Registry
  return read
}

const hex = (code: number, digits: number) => `0x${code.toString(16).toUpperCase().padStart(digits, '0')}`
const codes = (names: Names) => Object.keys(names).map(Number)

export const suiteName = (code: number): string => registry().suites[code] ?? hex(code, 4)
export const ssl2SuiteName = (code: number): string => registry().ssl2[code] ?? hex(code, 6)
export const groupName = (code: number): string => registry().groups[code] ?? hex(code, 4)
export const schemeName = (code: number): string => registry().schemes[code] ?? hex(code, 4)
export const alertName = (code: number): string => registry().alerts[code] ?? `alert ${code}`

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746) and TLS_FALLBACK_SCSV (RFC 7507): signals, no suites. */
export const RENEGOTIATION_SCSV = 0x00ff
export const FALLBACK_SCSV = 0x5600

const sortedBy = (values: readonly number[], key: (value: number) => number): number[] =>
  values
    .map(value => ({ value, key: key(value) }))
    .sort((a, b) => a.key - b.key || a.value - b.value)
    .map(({ value }) => value)

/** Worked out at first use, and once: every hello wants them. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Every suite of SSL 3.0 to TLS 1.2, in an order that a server with one of its own leaves. */
export const oldSuites = (): readonly number[] => registry().offers.old

/** Every suite of TLS 1.3. */
export const newSuites = (): readonly number[] => registry().offers.new

export const ssl2Suites = (): readonly number[] => codes(registry().ssl2)

/** Groups that can be named in an offer; the arbitrary curves of RFC 8422 are gone. */
const offerable = () => codes(registry().groups).filter(code => code < 0xff00)
const only12Groups = (code: number) => code < 23 || (code >= 26 && code <= 28)
const only13Groups = (code: number) => (code >= 31 && code <= 40) || code >= 0x200 || /tls13$/.test(groupName(code))

/** Groups for TLS 1.2 and below, and for TLS 1.3: the usual ones in front, for servers that read only so far. */
export const oldGroups: () => readonly number[] = once(() =>
  sortedBy(
    offerable().filter(code => !only13Groups(code)),
    usualFirst,
  ),
)
export const newGroups: () => readonly number[] = once(() =>
  sortedBy(
    offerable().filter(code => !only12Groups(code)),
    usualFirst,
  ),
)
const usualFirst = (code: number): number => {
  const at = [25, 24, 23, 30, 29].indexOf(code)
  return at < 0 ? 9 : at
}

/** Signature schemes, the worst first: a server that takes the client's order shows what it would take. */
export const schemes: () => readonly number[] = once(() => sortedBy(codes(registry().schemes), () => 0))

import type { SuiteSeen, VersionSeen } from '../../../../reports/record.ts'
import { type Answer, ask, askSsl2 } from './ask.ts'
import { type Offer, SSL3, TLS12, TLS13 } from './client-hello.ts'
import { type Dimension, eliminate, type Lists, type Reply, replyOf } from './eliminate.ts'
import {
  groupName,
  newGroups,
  newSuites,
  oldGroups,
  oldSuites,
  schemeName,
  schemes,
  ssl2SuiteName,
  suiteName,
} from './registry.ts'
import type { Way } from './wire.ts'

export const versionNames: Readonly<Record<number, string>> = {
  2: 'SSLv2',
  [SSL3]: 'SSLv3',
  769: 'TLSv1',
  770: 'TLSv1.1',
  [TLS12]: 'TLSv1.2',
  [TLS13]: 'TLSv1.3',
}

/** What is offered at first: everything there is, or what browsers offer, for servers that do not answer a long hello. */
export type Breadth = 'everything' | 'usual'

const usual = {
  suites: [0xc02c, 0xc02b, 0xc030, 0xc02f, 0xcca9, 0xcca8, 0xc014, 0xc013, 0x9d, 0x9c, 0x35, 0x2f, 0x0a],
  suites13: [4865, 4866, 4867],
  groups: [29, 23, 24, 25],
  schemes: [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201],
}

export const listsFor = (version: number, breadth: Breadth): Lists =>
  breadth === 'usual'
    ? { ...usual, suites: version === TLS13 ? usual.suites13 : usual.suites }
    : {
        suites: version === TLS13 ? newSuites() : oldSuites(),
        groups: version === TLS13 ? newGroups() : oldGroups(),
        schemes: schemes(),
      }

/** Asks for one version; where nothing is said, or the network fails, once more. */
export async function askVersion(way: Way, version: number, lists: Lists, more: Partial<Offer> = {}): Promise<Reply> {
  const once = async () => replyOf(await ask(way, { version, ...lists, ...more }), version)
  const reply = await once()
  const again = reply.kind === 'silent' || (reply.kind === 'unclear' && reply.answer.error?.code !== 'stopped')
  return again ? once() : reply
}

const isEcdhe = (suite: number) => /ECDHE_(?!PSK)|ECDH_anon/.test(suiteName(suite))
const showsScheme = (suite: number) => /_(EC)?DHE_(?!PSK)/.test(suiteName(suite))

/** Everything that the server takes of a version, after a first hello that it took. */
export async function explore(
  way: Way,
  version: number,
  first: Reply & { kind: 'taken' },
  lists: Lists,
  apart: readonly Dimension[],
  keep?: number,
): Promise<VersionSeen> {
  let preferring: ReturnType<typeof preferenceOf> = Promise.resolve(undefined)
  const taken = await eliminate({
    first,
    lists,
    apart,
    ask: part => askVersion(way, version, part),
    shows: (suite, dimension) => (dimension === 'groups' ? isEcdhe(suite) : showsScheme(suite)),
    onSuites: suites => {
      preferring = preferenceOf(way, version, suites, lists)
    },
    ...(keep !== undefined && { keep }),
  })
  const preference = await preferring
  return {
    version: versionNames[version] ?? '',
    state: 'accepted',
    suites: taken.suites.map(({ code, answer }) => suiteSeen(code, answer)),
    ...(preference && { preference }),
    ...(apart.includes('groups') && { groups: taken.groups.map(groupName) }),
    ...(apart.includes('schemes') && { schemes: taken.schemes.map(schemeName) }),
    ...(taken.incomplete !== undefined && { incomplete: taken.incomplete }),
  }
}

function suiteSeen(code: number, { flight }: Answer): SuiteSeen {
  const { keyExchange, serverHello } = flight
  const group = keyExchange?.group ?? serverHello?.group
  return {
    name: suiteName(code),
    code: `0x${code.toString(16).toUpperCase().padStart(4, '0')}`,
    ...(group !== undefined && { group: groupName(group) }),
    ...(keyExchange?.dhBits !== undefined && { dhBits: keyExchange.dhBits }),
    ...(keyExchange?.rsaBits !== undefined && { rsaBits: keyExchange.rsaBits }),
  }
}

/** A server that left the order of the offer chooses for itself; one that kept to it is asked in the opposite order. */
async function preferenceOf(
  way: Way,
  version: number,
  chosen: readonly number[],
  lists: Lists,
): Promise<'server' | 'client' | undefined> {
  if (chosen.length < 2) return undefined
  const places = chosen.map(code => lists.suites.indexOf(code))
  if (places.some((place, i) => i > 0 && place < places[i - 1]!)) return 'server'
  const reply = await askVersion(way, version, { ...lists, suites: [...chosen].reverse() })
  if (reply.kind !== 'taken') return undefined
  return reply.choice.suites === chosen[0] ? 'server' : 'client'
}

/** A version that was not taken. */
export const notTaken = (version: number, reply: Exclude<Reply, { kind: 'taken' }>): VersionSeen => ({
  version: versionNames[version] ?? '',
  state: reply.kind,
  answer: reply.because,
  suites: [],
})

export async function surveySsl2(way: Way): Promise<{ seen: VersionSeen; certificate?: Buffer }> {
  const answer = await askSsl2(way)
  const version = 'SSLv2'
  // A server that knows the version and shares no cipher kind with us speaks it all the same (RFC 6176).
  if (answer.suites.length > 0)
    return {
      ...(answer.certificate && { certificate: answer.certificate }),
      seen: {
        version,
        state: 'accepted',
        suites: answer.suites.map(code => ({
          name: ssl2SuiteName(code),
          code: `0x${code.toString(16).toUpperCase().padStart(6, '0')}`,
        })),
      },
    }
  const because = answer.other ?? answer.error?.code ?? 'closed'
  const refused = answer.other !== undefined || because === 'closed' || because === 'reset'
  const state = refused ? 'refused' : because === 'timeout' && answer.error?.phase === 'tls' ? 'silent' : 'unclear'
  return { seen: { version, state, answer: answer.other ? 'not SSL 2.0' : because, suites: [] } }
}

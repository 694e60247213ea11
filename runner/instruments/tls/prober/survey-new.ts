import type { NewFacts, VersionSeen } from '../../../../reports/record.ts'
import { TLS13 } from './client-hello.ts'
import type { Lists } from './eliminate.ts'
import { handshake13, type Inside13, isInside } from './handshake13.ts'
import { sharable } from './key-share.ts'
import { groupName, schemeName } from './registry.ts'
import { speakable } from './secrets13.ts'
import { askVersion, explore, listsFor, notTaken, versionNames } from './versions.ts'
import type { Way } from './wire.ts'

/** TLS 1.3 of a server. */
export interface NewSurvey {
  readonly seen: VersionSeen
  readonly address: string
  /** What it took when TLS 1.2 was offered as well. */
  readonly preferred?: string
  readonly inside?: Inside13
}

const ALPN = ['h2', 'http/1.1']

/**
 * Everything about TLS 1.3. Hellos without a key share make the server name the group that it wants, so that no key need ever be
 * made; one handshake is gone through with, for what is said behind encryption.
 */
export async function surveyNew(way: Way, lists: Lists): Promise<NewSurvey> {
  const first = await askVersion(way, TLS13, lists)
  const { address } = first.answer
  if (first.kind !== 'taken') return { seen: notTaken(TLS13, first), address }
  const wanted = first.choice.groups
  const { inside, preferred } = await lookInside(way, lists, wanted)
  const told = inside?.toldGroups?.filter(group => lists.groups.includes(group))
  const named = { address, ...(preferred !== undefined && { preferred }), ...(inside && { inside }) }
  if (!told || told.length < 2) {
    const seen = await explore(way, TLS13, first, lists, ['suites', 'groups'])
    return { seen, ...named }
  }
  // The server named its groups itself: one hello with all others proves that there are no more.
  const rest = { ...lists, groups: lists.groups.filter(group => !told.includes(group)) }
  const [seen, others] = await Promise.all([
    explore(way, TLS13, first, lists, ['suites']),
    askVersion(way, TLS13, rest),
  ])
  if (others.kind === 'taken') return { seen: await explore(way, TLS13, first, lists, ['suites', 'groups']), ...named }
  return { seen: { ...seen, groups: told.map(groupName) }, ...named }
}

/** Through one handshake, with another group than the one wanted first: servers then often name all that they know. */
async function lookInside(way: Way, lists: Lists, wanted: number | undefined) {
  const shares = [wanted === 23 ? 29 : 23, wanted].filter(group => group !== undefined && sharable(group)) as number[]
  const suites = [...lists.suites.filter(speakable), ...listsFor(0x0303, 'usual').suites]
  let preferred: string | undefined
  for (const share of shares) {
    const found = await handshake13(way, { suites, groups: lists.groups, schemes: lists.schemes, alpn: ALPN, share })
    preferred ??= versionNames[found.serverHello?.version ?? 0]
    if (isInside(found)) return { inside: found, preferred }
  }
  return { preferred }
}

export const newFacts = ({ tickets, earlyData, scheme }: Inside13): NewFacts => ({
  tickets: tickets > 0,
  ...(earlyData !== undefined && { earlyData }),
  ...(scheme !== undefined && { scheme: schemeName(scheme) }),
})

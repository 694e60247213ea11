import type { VersionSeen } from '../../../../../reports/record.ts'
import { ask } from '../ask.ts'
import { SSL3, TLS12 } from '../client-hello.ts'
import type { Reply } from '../eliminate.ts'
import { oldGroups, oldSuites, suiteName } from '../registry.ts'
import { type Facts, nobody, type RawSurvey, type SurveyOptions, surveyedBy, unreachable } from '../survey.ts'
import { askOld, type TakenReply } from '../survey-old.ts'
import { verify } from '../verify.ts'
import { listsFor, versionNames } from '../versions.ts'
import type { Way } from '../wire.ts'
import { knownHoles } from './known-holes.ts'

/**
 * Looks for known holes alone, malformed messages included, in about ten short connections: what a survey without them left untold. To
 * be used where that was agreed to only. Never rejects.
 */
export const lookForHoles = (options: SurveyOptions): Promise<RawSurvey> => surveyedBy(options, look)

async function look(unpinned: Way): Promise<Facts> {
  const replies: Reply[] = []
  for (const version of [TLS12, 0x0302, 0x0301, SSL3]) {
    const reply = await askOld(unpinned, version, listsFor(version, 'everything'))
    if (unreachable(reply)) return nobody(reply)
    if (reply.kind === 'taken') return looked(unpinned, { version, reply })
    replies.push(reply)
  }
  // Only a refusal of every one of them shows that nothing older than TLS 1.3 is there.
  const unheard = replies.find(({ kind }) => kind !== 'refused')
  if (unheard) return nobody(unheard)
  return facts('', [], await knownHoles(unpinned, { best: undefined, versions: [], intrusive: true }))
}

async function looked(unpinned: Way, taken: TakenReply): Promise<Facts> {
  const { version, reply } = taken
  const { address } = reply.answer
  const way: Way = unpinned.proxy === undefined && address !== '' ? { ...unpinned, address } : unpinned
  const name = versionNames[version] ?? ''
  const [{ renegotiated, ticket }, rsa] = await Promise.all([
    verify(way, { accepted: [name] }),
    ask(way, { version, suites: oldSuites().filter(isRsaExchange), groups: oldGroups() }),
  ])
  const codes = [
    reply.choice.suites,
    rsa.flight.serverHello?.suite,
    oldSuites().find(code => suiteName(code) === ticket?.suite),
  ].filter((code): code is number => code !== undefined)
  const seen: VersionSeen = {
    version: name,
    state: 'accepted',
    suites: [...new Set(codes)].map(code => ({ name: suiteName(code), code: `0x${code.toString(16)}` })),
  }
  const best = { ...taken, seen }
  const holes = await knownHoles(way, {
    best,
    versions: [seen],
    renegotiated,
    ...(ticket && { ticket }),
    intrusive: true,
  })
  return facts(address, [seen], holes)
}

const isRsaExchange = (code: number): boolean => /^TLS_RSA_WITH_(?!NULL_)/.test(suiteName(code))

const facts = (address: string, versions: Facts['versions'], holes: Facts['holes']): Facts => ({
  address,
  versions,
  clientCertificate: 'unknown',
  chain: [],
  holes,
})

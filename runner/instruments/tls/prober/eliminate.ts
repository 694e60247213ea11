import type { Answer } from './ask.ts'
import { alertName } from './registry.ts'

/** One thing that a hello offers a list of. */
export type Dimension = 'suites' | 'groups' | 'schemes'
export const dimensions: readonly Dimension[] = ['suites', 'groups', 'schemes']

/** What was chosen from each list; undefined where the handshake shows none. */
export type Choice = { readonly [D in Dimension]?: number }

/** A hello that was taken, or why not. */
export type Reply =
  | { readonly kind: 'taken'; readonly choice: Choice; readonly answer: Answer }
  | { readonly kind: 'refused' | 'silent' | 'unclear'; readonly because: string; readonly answer: Answer }

/** What an answer means for the version that was asked for. */
export function replyOf(answer: Answer, version: number): Reply {
  const { flight, error } = answer
  const hello = flight.serverHello
  if (hello && hello.version === version) {
    const group = hello.group ?? flight.keyExchange?.group
    const scheme = flight.keyExchange?.scheme
    const choice = {
      suites: hello.suite,
      ...(group !== undefined && { groups: group }),
      ...(scheme !== undefined && { schemes: scheme }),
    }
    return { kind: 'taken', choice, answer }
  }
  if (hello) return { kind: 'refused', because: `another version, 0x${hello.version.toString(16)}`, answer }
  if (flight.alert) return { kind: 'refused', because: alertName(flight.alert.code), answer }
  if (flight.ended) return { kind: 'unclear', because: flight.ended, answer }
  const because = error?.code ?? 'closed'
  if (because === 'closed' || (because === 'reset' && error?.phase === 'tls'))
    return { kind: 'refused', because, answer }
  return { kind: because === 'timeout' && error?.phase === 'tls' ? 'silent' : 'unclear', because, answer }
}

export type Lists = { readonly [D in Dimension]: readonly number[] }

/** Everything taken from each list, in the order chosen; `rest` is the part of a list that was still on offer at the end. */
export interface Taken {
  readonly suites: readonly { readonly code: number; readonly answer: Answer }[]
  readonly groups: readonly number[]
  readonly schemes: readonly number[]
  /** Why a list may hold more than was seen. */
  readonly incomplete?: string
}

interface Game {
  readonly first: Reply & { kind: 'taken' }
  readonly lists: Lists
  readonly ask: (lists: Lists) => Promise<Reply>
  /** Which lists are taken apart; the others are always offered whole. */
  readonly apart: readonly Dimension[]
  /** Suites whose handshake shows a group, and those that show a scheme. */
  readonly shows: (suite: number, dimension: 'groups' | 'schemes') => boolean
  /** Told as soon as every suite is known, while the other lists still go on. */
  readonly onSuites?: (suites: readonly number[]) => void
  /** A group that the certificate cannot do without (RFC 8422, 5.1): offered last, when nothing else is left. */
  readonly keep?: number
}

/**
 * Takes the lists apart: what was chosen is not offered again, until nothing that is left is taken, which proves the absence of all
 * the rest at once. The lists go together as long as that is taken, each on its own after it.
 */
export async function eliminate({ first, lists, ask, apart, shows, keep, onSuites }: Game): Promise<Taken> {
  const taken = { suites: [] as Taken['suites'][number][], groups: [] as number[], schemes: [] as number[] }
  const left = { suites: [...lists.suites], groups: [...lists.groups], schemes: [...lists.schemes] }
  let incomplete: string | undefined
  /** Notes a choice; false where it was not on offer, by servers that do not read the list. */
  const note = ({ choice, answer }: { choice: Choice; answer: Answer }, of: readonly Dimension[]): boolean => {
    let progress = false
    for (const dimension of of) {
      const code = choice[dimension]
      if (code === undefined || !left[dimension].includes(code)) continue
      progress = true
      left[dimension] = left[dimension].filter(other => other !== code)
      if (dimension === 'suites') taken.suites.push({ code, answer })
      else taken[dimension].push(code)
    }
    return progress
  }
  const offer = (of: readonly Dimension[], suites: readonly number[]): Lists => ({
    suites: of.includes('suites') ? left.suites : suites,
    groups: of.includes('groups') ? left.groups : lists.groups,
    schemes: of.includes('schemes') ? left.schemes : lists.schemes,
  })
  const stopped = (reply: Reply) => {
    if (reply.kind !== 'taken' && reply.kind !== 'refused') incomplete ??= `${reply.kind}: ${reply.because}`
  }

  note(first, apart)
  for (;;) {
    const reply = await ask(offer(apart, lists.suites))
    if (reply.kind === 'taken' && apart.every(dimension => note(reply, [dimension]))) continue
    stopped(reply)
    break
  }
  const tellSuites = () => onSuites?.(taken.suites.map(({ code }) => code))
  if (apart.length === 1) tellSuites()
  else {
    const alone = async (dimension: Dimension): Promise<void> => {
      let kept = dimension === 'groups' ? keep : undefined
      while (left[dimension].length > 0) {
        const suites = dimension === 'suites' ? [] : showing(dimension)
        if (dimension !== 'suites' && suites.length === 0) return
        const next = offer([dimension], suites)
        const last = kept !== undefined && !left.groups.includes(kept) ? [kept] : []
        let reply = await ask({ ...next, groups: [...next.groups, ...last] })
        // A server that chooses by its own order likes the kept one best, and hides what else it takes behind it.
        if (reply.kind === 'taken' && last.length > 0 && reply.choice.groups === kept) {
          kept = undefined
          reply = await ask(next)
        }
        if (reply.kind === 'taken' && note(reply, [dimension])) continue
        return stopped(reply)
      }
    }
    const suitesDone = alone('suites').then(tellSuites)
    const showing = (dimension: 'groups' | 'schemes') =>
      taken.suites.map(({ code }) => code).filter(code => shows(code, dimension))
    const others = apart.flatMap(dimension => (dimension === 'suites' ? [] : [dimension]))
    await Promise.all([
      suitesDone,
      ...others.map(async dimension => {
        // A suite that shows it may be found yet.
        if (showing(dimension).length === 0) await suitesDone
        await alone(dimension)
      }),
    ])
  }
  return { ...taken, ...(incomplete !== undefined && { incomplete }) }
}

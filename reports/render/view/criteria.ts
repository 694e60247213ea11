import type { ReviewResult } from '../../record.ts'
import { criterionOf, type Judged, judged } from '../../verdict.ts'
import type { Words } from '../words/en.ts'
import type { Look } from './look.ts'

/** Every success criterion is one of these. */
const ways = ['automatic', 'partly automatic', 'reviewed', 'attested', 'waiting'] as const
export type Way = (typeof ways)[number]

const settled = ['met', 'notMet', 'notApplicable']

/** How a success criterion came to its state; nothing for any other requirement. */
export function wayOf({ requirement, result }: Judged): Way | undefined {
  if (!criterionOf(requirement.id)) return undefined
  const { state, fate, reviews = [], attestation } = result
  const counting = reviews.filter(({ problems }) => problems.length === 0)
  const decides = state === 'notMet' ? counting.some(({ outcome }) => outcome === 'failed') : counting.length > 0
  if (settled.includes(state) && decides && fate !== 'checked') return 'reviewed'
  if (state === 'attested' || (state === 'met' && fate !== 'checked' && attestation)) return 'attested'
  return wayOfFate(fate)
}

/** The way before anybody reviewed or attested anything: what follows from the checks alone. */
export function wayOfFate(fate: string): 'automatic' | 'partly automatic' | 'waiting' {
  if (fate === 'checked') return 'automatic'
  return fate === 'checked-and-attested' ? 'partly automatic' : 'waiting'
}

/** One line for each way, with the criteria that it is true of; empty where the record has none. */
export function criteriaSaid({ record, words: { criteria: said, terms } }: Look): readonly string[] {
  const all = judged(record).flatMap(one => {
    const way = wayOf(one)
    return way && one.requirement.level === 'must' ? [{ way, criterion: criterionOf(one.requirement.id) }] : []
  })
  if (all.length === 0) return []
  return [
    ...ways.flatMap(way => {
      const own = all.flatMap(one => (one.way === way && one.criterion ? [one.criterion] : []))
      return own.length > 0 ? [said.ofWay(own, terms.ways[way])] : []
    }),
    said.caveat,
  ]
}

export interface ReviewView {
  readonly who: string
  readonly on: string
  readonly until: string
  readonly aids: string
  readonly verdict: string
  readonly notes: string
  readonly pages: string
  readonly settles: string
  readonly problems: string
}

/** Pages named in full; the others are in the data block. */
const NAMED = 3

export const reviewView = (given: ReviewResult, { requirement: said, terms, day }: Words): ReviewView => ({
  who: given.role ? `${given.who}, ${given.role}` : given.who,
  on: day(given.on),
  until: day(given.until),
  aids: given.with,
  verdict: terms.reviewVerdicts[given.verdict],
  notes: given.notes ?? '',
  pages: [
    ...given.pages.slice(0, NAMED),
    ...(given.pages.length > NAMED ? [said.morePages(given.pages.length - NAMED)] : []),
  ].join(', '),
  settles: given.settles.length > 0 ? said.questions(given.settles.length) : '',
  problems: given.problems.join('; '),
})

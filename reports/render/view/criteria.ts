import type { ReviewResult } from '../../record.ts'
import { criterionOf, type Judged, judged } from '../../verdict.ts'
import type { Look } from './look.ts'
import { count, day } from './words.ts'

/** Every success criterion is one of these. */
const ways = ['automatic', 'partly automatic', 'reviewed', 'attested', 'waiting'] as const
export type Way = (typeof ways)[number]

export const wayWords: Readonly<Record<Way, string>> = {
  automatic: 'automatic',
  'partly automatic': 'partly automatic; what else there is to it waits for a person',
  reviewed: 'reviewed by a person, page by page',
  attested: 'attested by a person',
  waiting: 'waits for a person: no program of ours can tell',
}

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
export function criteriaSaid({ record }: Look): readonly string[] {
  const all = judged(record).flatMap(one => {
    const way = wayOf(one)
    return way && one.requirement.level === 'must' ? [{ way, criterion: criterionOf(one.requirement.id) }] : []
  })
  if (all.length === 0) return []
  return [
    ...ways.flatMap(way => {
      const own = all.filter(one => one.way === way).map(({ criterion }) => criterion)
      return own.length > 0 ? [`${count(own.length, 'criterion', 'criteria')} ${wayWords[way]}: ${own.join(', ')}`] : []
    }),
    'A scan finds defects; it does not prove that a product meets WCAG. Native applications and PDF documents were not tested.',
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

const verdictWords = {
  supports: 'supports',
  'partially-supports': 'partially supports, so not met',
  'does-not-support': 'does not support, so not met',
  'not-applicable': 'does not apply',
}

/** Pages named in full; the others are in the data block. */
const NAMED = 3

export const reviewView = (given: ReviewResult): ReviewView => ({
  who: given.role ? `${given.who}, ${given.role}` : given.who,
  on: day(given.on),
  until: day(given.until),
  aids: given.with,
  verdict: verdictWords[given.verdict],
  notes: given.notes ?? '',
  pages: [
    ...given.pages.slice(0, NAMED),
    ...(given.pages.length > NAMED ? [`${count(given.pages.length - NAMED, 'more page')}`] : []),
  ].join(', '),
  settles: given.settles.length > 0 ? `${count(given.settles.length, 'question')} of the checks` : '',
  problems: given.problems.join('; '),
})

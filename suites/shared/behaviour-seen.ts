/** What judges of a page's behaviour share: the part that a visit measured, and visits for examples. */
import { cantTell, type Decision, type PageBehaviour, type PageVisit } from '../../runner/check.ts'
import { page } from './examples.ts'

/** Decides on one part of what a visit measured; where it was not looked at to its end, nothing can be told. */
export function judgeBehaviour<Part extends keyof PageBehaviour>(
  visit: PageVisit,
  part: Part,
  judge: (seen: NonNullable<PageBehaviour[Part]>, at: string) => readonly Decision[],
): readonly Decision[] {
  const seen = visit.behaviour?.[part]
  return seen ? judge(seen, visit.finalUrl) : [cantTell('not-looked', { at: visit.finalUrl })]
}

/** Said where a visit did not measure the part. */
export const notLooked = 'At {at} it was not looked at to the end how the page behaves; not evaluated.'

/** A plain page that behaves like this. */
export const behaving = (behaviour: PageBehaviour): { visit: PageVisit } => ({ visit: { ...page(), behaviour } })

import type { Subject } from '../check.ts'

/**
 * Subjects, and those that were left out, so that the report can say of what a verdict tells nothing. Whatever is done to the list
 * afterwards (a filter, a concat) forgets them: `atMost` comes last.
 */
export type Chosen<S extends Subject> = readonly S[] & { readonly leftOut?: readonly Subject[] }

/** The first `most` subjects, of each group where `by` names one. Pure. */
export function atMost<S extends Subject>(
  subjects: readonly S[],
  most: number,
  by: (subject: S) => string = () => '',
): Chosen<S> {
  const seen = new Map<string, number>()
  const places = subjects.map(subject => {
    const place = seen.get(by(subject)) ?? 0
    seen.set(by(subject), place + 1)
    return place
  })
  return Object.assign(
    subjects.filter((_, at) => (places[at] ?? 0) < most),
    { leftOut: subjects.filter((_, at) => (places[at] ?? 0) >= most) },
  )
}

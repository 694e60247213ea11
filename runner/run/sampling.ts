import type { Observation } from '../../reports/record.ts'
import type { RunNotes } from './notes.ts'

/** How pages, patients and other samples were chosen, and what of them was not looked at: one sentence each. Pure. */
export function samplingOf(
  { inputs, plan, reviewed = [] }: Pick<RunNotes, 'inputs' | 'plan' | 'reviewed'>,
  observations: readonly Observation[],
): string[] {
  const pages = plan.filter(({ subject }) => subject.kind === 'page').map(({ subject }) => subject.url)
  const listed = inputs.endpoints.flatMap(endpoint => endpoint.pages)
  const count = new Set(pages).size
  return [
    ...(count > 0
      ? [
          `${count} pages: ${listed.length > 0 ? 'those the target file lists' : 'those that links from the first page led to'}.`,
          'Native applications and PDF documents are not looked at: their accessibility is not tested.',
        ]
      : []),
    ...(inputs.testData.patients.length > 0
      ? [`${inputs.testData.patients.length} patients: those the target file lists as test data.`]
      : []),
    ...(plan.some(({ subject }) => subject.kind === 'resource-type')
      ? ['Up to 3 instances of each resource type, the listed ones first.']
      : []),
    ...framesIn(observations),
    ...reviewed,
  ]
}

const MOST_NAMED = 12

/** Frames of others are not fetched, so that what a page shows in them is looked at by nobody. */
function framesIn(observations: readonly Observation[]): string[] {
  const urls = observations.flatMap(seen =>
    seen.kind === 'page' && (seen.details?.framesUnread ?? 0) > 0 ? [seen.url] : [],
  )
  const pages = [...new Set(urls)].sort()
  if (pages.length === 0) return []
  const more = pages.length > MOST_NAMED ? ` and ${pages.length - MOST_NAMED} more` : ''
  return [
    `Frames that lead outside the target, or are too many, were not looked into, and no verdict says anything of what they show: ${pages.slice(0, MOST_NAMED).join(', ')}${more}.`,
  ]
}

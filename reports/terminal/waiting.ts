/** Success criteria that wait for a person, page by page, with what there is to look at. Pure. */
import type { Assertion, Finding, RunRecord } from '../record.ts'
import { criterionOf, isLeftToPerson, judged, pagesInScope, reviewOutcome } from '../verdict.ts'

export interface LookAt {
  readonly id: string
  readonly check: string
  readonly message: string
  readonly places: readonly { readonly selector: string; readonly html?: string }[]
}

export interface Waiting {
  readonly criterion: string
  readonly requirement: string
  readonly statement: string
  readonly page: string
  /** Where a program has a question; empty where the whole criterion is a person's. */
  readonly lookAt: readonly LookAt[]
}

/** What waits in a record, in catalogue order, pages in the order of the plan. */
export function waitingFor(
  record: RunRecord,
  only: { readonly pages?: readonly string[]; readonly criteria?: readonly string[] } = {},
): readonly Waiting[] {
  const pages = pagesInScope(record.plan)
  const assertions = new Map(record.assertions.map(one => [one.id, one]))
  return judged(record).flatMap(({ requirement: { id, statement }, result }) => {
    const criterion = criterionOf(id)
    if (!criterion || result.fate === 'filtered' || !(only.criteria?.includes(criterion) ?? true)) return []
    if (result.state !== 'cantTell' && result.state !== 'notTested') return []
    const own = result.assertions.flatMap(one => assertions.get(one) ?? [])
    const seen = { pages, given: result.reviews ?? [] }
    return pages
      .filter(page => reviewOutcome(seen, page) === undefined && (only.pages?.includes(page) ?? true))
      .map(page => ({
        criterion,
        requirement: id,
        statement,
        page,
        lookAt: own
          .filter(({ subject }) => (pages.includes(subject.url) ? subject.url : pages[0]) === page)
          .flatMap(one =>
            one.findings.filter(finding => isLeftToPerson(finding, id)).map(finding => lookAt(record, one, finding)),
          ),
      }))
  })
}

function lookAt(record: RunRecord, assertion: Assertion, { id, message, places = [] }: Finding): LookAt {
  const nodes = record.observations
    .filter(one => one.kind === 'page' && assertion.observations.includes(one.id))
    .flatMap(one => (one.kind === 'page' ? (one.hits ?? []) : []))
  return {
    id,
    check: assertion.check,
    message,
    places: places.map(selector => {
      const html = nodes.find(node => node.selector === selector)?.html
      return { selector, ...(html !== undefined && { html }) }
    }),
  }
}

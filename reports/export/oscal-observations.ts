import type { Assertion, Exchange, ReviewResult, RunRecord } from '../record.ts'
import { judged } from '../verdict.ts'
import { line, props } from './oscal-parts.ts'

type Uuid = (kind: string, id: string) => string

/** What each check saw, what people attested, and what reviewers found; `about` names those that speak of a requirement. */
export function oscalObservations(record: RunRecord, uuid: Uuid, actor: object) {
  const titles = new Map(record.checks.map(({ id, title }) => [id, title]))
  const exchanges = new Map(
    record.observations.flatMap(one => (one.kind === 'exchange' ? [[one.id, one] as const] : [])),
  )
  const subjects = [{ 'subject-uuid': uuid('product', 'product'), type: 'component' }]
  const tested = record.assertions.map(one => ({
    uuid: uuid('observation', one.id),
    title: line(titles.get(one.check) ?? one.check),
    description: line(descriptionOf(one)),
    props: props({ check: `${one.check} ${one.version}`, outcome: one.outcome, subject: one.subject.url }),
    methods: ['TEST'],
    types: ['control-objective'],
    origins: [{ actors: [actor] }],
    subjects,
    ...evidenceOf(one, exchanges, record),
    collected: record.run.endedAt,
  }))
  const attested = judged(record).flatMap(({ requirement, result: { attestation } }) =>
    attestation && attestation.problems.length === 0
      ? [
          {
            uuid: uuid('attestation', requirement.id),
            title: line(`Attestation of ${requirement.id}`),
            description: line(attestation.statement),
            props: props({ by: attestation.by, role: attestation.role, on: attestation.on, until: attestation.until }),
            methods: ['INTERVIEW'],
            types: ['control-objective'],
            subjects,
            collected: `${attestation.on.slice(0, 10)}T00:00:00Z`,
          },
        ]
      : [],
  )
  const reviewed = judged(record).flatMap(({ requirement: { id }, result: { reviews = [] } }) =>
    counting(reviews).map((one, at) => ({
      uuid: uuid('review', `${id} ${at}`),
      title: line(`Review of ${id}`),
      description: line(`${one.who} found on ${one.pages.join(', ')}: ${one.verdict}. ${one.notes ?? ''}`.trim()),
      props: props({
        by: one.by,
        verdict: one.verdict,
        outcome: one.outcome,
        reviewer: one.who,
        ...(one.role && { role: one.role }),
        with: one.with,
        on: one.on,
        until: one.until,
      }),
      methods: ['EXAMINE'],
      types: ['control-objective'],
      subjects,
      collected: `${one.on.slice(0, 10)}T00:00:00Z`,
    })),
  )
  const known = new Set([...tested, ...attested, ...reviewed].map(one => one.uuid))
  const reviewsOf = new Map(record.requirements.map(({ id, reviews = [] }) => [id, counting(reviews).length]))
  const byRequirement = new Map(record.requirements.map(({ id, assertions }) => [id, assertions]))
  const about = (requirement: string) =>
    [
      ...(byRequirement.get(requirement) ?? []).map(id => uuid('observation', id)),
      uuid('attestation', requirement),
      ...Array.from({ length: reviewsOf.get(requirement) ?? 0 }, (_, at) => uuid('review', `${requirement} ${at}`)),
    ].filter(one => known.has(one))
  return { observations: [...tested, ...attested, ...reviewed], about }
}

const counting = (reviews: readonly ReviewResult[]) => reviews.filter(({ problems }) => problems.length === 0)

const descriptionOf = ({ check, outcome, subject, findings }: Assertion): string =>
  findings.length === 0
    ? `${check} on ${subject.url}: ${outcome}`
    : findings.map(({ id, message, at }) => `${id} ${message}${at ? ` (at ${at})` : ''}`).join(' ')

/** Answers that the report holds, under the names that they have in its archive. */
function evidenceOf({ observations }: Assertion, exchanges: ReadonlyMap<string, Exchange>, { bodies }: RunRecord) {
  const found = observations.flatMap(id => {
    const { request, response } = exchanges.get(id) ?? {}
    const digest = response?.body.digest ?? ''
    return request && response && Object.hasOwn(bodies, digest)
      ? [{ href: `evidence/${digest}`, description: line(`${request.method} ${request.url}: ${response.status}`) }]
      : []
  })
  return found.length > 0 ? { 'relevant-evidence': found } : {}
}

import type { Outcome, RunRecord } from '../record.ts'
import { judged } from '../verdict.ts'
import { type Said, saidBy } from './said.ts'

const context = {
  earl: 'http://www.w3.org/ns/earl#',
  dct: 'http://purl.org/dc/terms/',
  doap: 'http://usefulinc.com/ns/doap#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  date: { '@id': 'dct:date', '@type': 'xsd:dateTime' },
  title: 'dct:title',
  description: 'dct:description',
}

const node = (kind: string, id: string) =>
  `urn:mustdo:${kind}:${encodeURIComponent(id.replace(/[\ud800-\udfff]/gu, '\ufffd'))}`

/** EARL 1.0 as JSON-LD: one assertion for each check, subject and requirement; a person's attestation or review is a manual one. */
export function earl(record: RunRecord): string {
  const said = saidBy(record)
  const date = record.run.endedAt
  const tool = node('tool', record.tool.version)
  const product = node('product', `${record.target.product} ${record.target.version}`)
  const claims = judged(record).flatMap(({ requirement, result }): readonly object[] => {
    const about = { '@type': 'earl:Assertion', 'earl:test': { '@id': node('requirement', requirement.id) } }
    const automatic = withoutAdvice(said(requirement.id)).map(one => ({
      ...about,
      'earl:assertedBy': { '@id': tool },
      'earl:mode': { '@id': 'earl:automatic' },
      'earl:subject': { '@id': one.assertion.subject.url },
      'earl:result': resultOf(one, date),
    }))
    const { attestation } = result
    const manual =
      attestation && attestation.problems.length === 0
        ? [
            {
              ...about,
              'earl:assertedBy': { '@type': 'foaf:Person', 'foaf:name': attestation.by, title: attestation.role },
              'earl:mode': { '@id': 'earl:manual' },
              'earl:subject': { '@id': product },
              'earl:result': outcomeNode('passed', attestation.statement, attestation.on),
            },
          ]
        : []
    const reviewed = (result.reviews ?? [])
      .filter(({ problems }) => problems.length === 0)
      .flatMap(({ who, role, pages, outcome, notes, on, with: aids }) =>
        pages.map(page => ({
          ...about,
          'earl:assertedBy': { '@type': 'foaf:Person', 'foaf:name': who, ...(role && { title: role }) },
          'earl:mode': { '@id': 'earl:manual' },
          'earl:subject': { '@id': page },
          'earl:result': outcomeNode(outcome, `With ${aids}.${notes ? ` ${notes}` : ''}`, on),
        })),
      )
    if (automatic.length + manual.length + reviewed.length > 0) return [...automatic, ...manual, ...reviewed]
    const outcome = result.state === 'notApplicable' ? 'inapplicable' : 'untested'
    return [
      {
        ...about,
        'earl:assertedBy': { '@id': tool },
        'earl:mode': { '@id': 'earl:automatic' },
        'earl:subject': { '@id': product },
        'earl:result': outcomeNode(outcome, result.because ?? '', date),
      },
    ]
  })
  const graph = [
    {
      '@id': tool,
      '@type': ['earl:Software', 'earl:Assertor', 'doap:Project'],
      'doap:name': 'mustdo',
      'doap:release': record.tool.version,
    },
    { '@id': product, '@type': ['earl:TestSubject'], title: `${record.target.product} ${record.target.version}` },
    ...record.catalogue.requirements.map(requirement => ({
      '@id': node('requirement', requirement.id),
      '@type': ['earl:TestRequirement'],
      title: requirement.id,
      description: requirement.statement,
    })),
    ...claims,
  ]
  return `${JSON.stringify({ '@context': context, '@graph': graph }, null, 2)}\n`
}

/** Advice rolls up nowhere; an assertion that gave nothing else speaks by its outcome. */
function withoutAdvice(said: readonly Said[]): readonly Said[] {
  const advised = said.filter(({ finding }) => finding?.advice)
  const kept = said.filter(one => !advised.includes(one))
  const silent = advised.filter(({ assertion }) => !kept.some(one => one.assertion === assertion))
  return [...kept, ...silent.map(({ assertion }) => ({ assertion }))]
}

function resultOf({ assertion, finding }: Said, date: string) {
  return {
    ...outcomeNode(finding?.outcome ?? assertion.outcome, finding?.message ?? '', date),
    ...(finding?.at ? { 'earl:pointer': { description: finding.at } } : {}),
    ...(finding ? { 'dct:identifier': finding.id } : {}),
  }
}

const outcomeNode = (outcome: Outcome, description: string, date: string) => ({
  '@type': 'earl:TestResult',
  'earl:outcome': { '@id': `earl:${outcome}` },
  ...(description ? { description } : {}),
  date,
})

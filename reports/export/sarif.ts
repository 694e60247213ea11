import type { RunRecord } from '../record.ts'
import { exitCode, type Judged, judged, runVerdict, standing } from '../verdict.ts'
import { isTrouble, type Said, saidBy } from './said.ts'

const levels = { must: 'error', should: 'warning', may: 'note' } as const
const kinds = {
  failed: 'fail',
  cantTell: 'review',
  untested: 'open',
  passed: 'pass',
  inapplicable: 'notApplicable',
} as const

/** SARIF 2.1.0: requirements are rules, findings are results, a finding's id is its fingerprint. */
export function sarif(record: RunRecord): string {
  const said = saidBy(record)
  const all = judged(record)
  const standards = new Map(record.catalogue.standards.map(one => [one.id, one]))
  const rules = all.map(({ requirement }) => ({
    id: requirement.id,
    shortDescription: { text: requirement.statement },
    help: { text: requirement.fix },
    ...(standards.get(requirement.standard)?.url ? { helpUri: standards.get(requirement.standard)?.url } : {}),
    defaultConfiguration: { level: levels[requirement.level] },
    properties: {
      tags: [requirement.pillar, requirement.basis, requirement.standard],
      level: requirement.level,
      clause: requirement.clause,
      sourceConfirmed: requirement.sourceConfirmed,
    },
  }))
  const results = all.flatMap((one, ruleIndex) => {
    const trouble = said(one.requirement.id).filter(isTrouble)
    const found = trouble.map(item => ({ ...resultOf(one, item, record), ruleIndex }))
    return found.length > 0 ? found : openResult(one, ruleIndex)
  })
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'mustdo', version: record.tool.version, semanticVersion: record.tool.version, rules } },
        automationDetails: { id: `mustdo/${record.target.packs.join('+')}/${record.run.id}` },
        invocations: [
          {
            executionSuccessful: runVerdict(record).trouble.length === 0,
            exitCode: exitCode(record),
            startTimeUtc: record.run.startedAt,
            endTimeUtc: record.run.endedAt,
          },
        ],
        results,
        columnKind: 'utf16CodeUnits',
        properties: {
          verdict: runVerdict(record).word,
          partial: record.run.partial !== undefined,
          demo: record.run.demo,
        },
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function resultOf(one: Judged, { assertion, finding }: Said, record: RunRecord) {
  const kind = kinds[finding?.outcome ?? assertion.outcome]
  const soft = finding?.advice || standing(one, record.run.startedAt) !== 'counts' || !one.requirement.sourceConfirmed
  const parts = [
    finding?.message || one.requirement.statement,
    finding?.expected ? `Expected ${finding.expected}.` : '',
    finding?.actual ? `Actual ${finding.actual}.` : '',
  ]
  const at = finding?.at ?? assertion.subject.url
  const isAddress = /^https?:\/\//.test(at)
  return {
    ruleId: one.requirement.id,
    kind,
    level: kind !== 'fail' ? 'none' : soft ? 'note' : levels[one.requirement.level],
    message: { text: parts.filter(Boolean).join(' ') },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: isAddress ? at : assertion.subject.url } },
        logicalLocations: [{ fullyQualifiedName: at }],
      },
    ],
    fingerprints: { 'mustdo/v1': `${finding?.id ?? assertion.id}` },
    partialFingerprints: { primaryLocationLineHash: `${finding?.id ?? assertion.id}:${one.requirement.id}` },
    occurrenceCount: finding?.count ?? 1,
    properties: { check: assertion.check, checkVersion: assertion.version, advice: finding?.advice ?? false },
  }
}

/** A requirement that no finding speaks of and that is open all the same: said, never left out. */
function openResult({ requirement, result }: Judged, ruleIndex: number) {
  if (result.state !== 'notTested' && result.state !== 'cantTell' && result.state !== 'notMet') return []
  return [
    {
      ruleId: requirement.id,
      ruleIndex,
      kind: result.state === 'notTested' ? 'open' : result.state === 'cantTell' ? 'review' : 'fail',
      level: result.state === 'notMet' ? levels[requirement.level] : 'none',
      message: { text: [result.because, result.owes?.act].filter(Boolean).join(' ') || requirement.statement },
      partialFingerprints: { primaryLocationLineHash: `requirement:${requirement.id}` },
    },
  ]
}

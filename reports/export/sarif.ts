import type { Log, PhysicalLocation, ReportingDescriptorRelationship, Result, ToolComponent } from 'sarif'
import type { RunRecord } from '../record.ts'
import { exitCode, type Judged, judged, runVerdict, standing } from '../verdict.ts'
import { isTrouble, type Said, saidBy } from './said.ts'

const levels = { must: 'error', should: 'warning', may: 'note' } as const
/** How GitHub ranks what carries the tag `security` (code scanning, security-severity): high, medium, low. */
const severities = { must: '7.5', should: '5.0', may: '2.0' } as const
/** As CodeQL writes them, so that dashboards group by them. */
const tagsOf = (cwe: readonly number[]): readonly string[] =>
  cwe.length > 0 ? ['security', ...cwe.map(id => `external/cwe/cwe-${String(id).padStart(3, '0')}`)] : []
const kinds = {
  failed: 'fail',
  cantTell: 'review',
  untested: 'open',
  passed: 'pass',
  inapplicable: 'notApplicable',
} as const

/** A reference to an entry of the CWE taxonomy, which every run names (SARIF 2.1.0, 3.19.3). */
const weakness = (id: number): ReportingDescriptorRelationship => ({
  target: { id: String(id), toolComponent: { name: 'CWE' } },
  kinds: ['superset'],
})
const taxonomy = (ids: readonly number[]): ToolComponent => ({
  name: 'CWE',
  organization: 'MITRE',
  informationUri: 'https://cwe.mitre.org/',
  taxa: ids.map(id => ({ id: String(id), helpUri: `https://cwe.mitre.org/data/definitions/${id}.html` })),
})

/** SARIF 2.1.0: requirements are rules, findings are results, a finding's id is its fingerprint. */
export function sarif(record: RunRecord): string {
  const said = saidBy(record)
  const all = judged(record)
  const standards = new Map(record.catalogue.standards.map(one => [one.id, one]))
  const rules = all.map(({ requirement }) => ({
    id: requirement.id,
    shortDescription: { text: requirement.statement },
    fullDescription: {
      text: `${requirement.statement} (${standards.get(requirement.standard)?.title ?? requirement.standard}, ${requirement.clause})`,
    },
    help: { text: requirement.fix },
    ...(standards.get(requirement.standard)?.url ? { helpUri: standards.get(requirement.standard)?.url } : {}),
    defaultConfiguration: { level: levels[requirement.level] },
    ...(requirement.cwe && { relationships: requirement.cwe.map(weakness) }),
    properties: {
      tags: [requirement.pillar, requirement.basis, requirement.standard, ...tagsOf(requirement.cwe ?? [])],
      ...(requirement.pillar === 'cyber-security' && { 'security-severity': severities[requirement.level] }),
      level: requirement.level,
      clause: requirement.clause,
      sourceConfirmed: requirement.sourceConfirmed,
    },
  }))
  const results = all.flatMap((one, ruleIndex): Result[] => {
    const trouble = said(one.requirement.id).filter(isTrouble)
    const found = trouble.map(item => ({ ...resultOf(one, item, record), ruleIndex }))
    return found.length > 0 ? found : openResult(one, ruleIndex, record)
  })
  const weaknesses = [...new Set(all.flatMap(({ requirement }) => requirement.cwe ?? []))].sort((a, b) => a - b)
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'mustdo', version: record.tool.version, semanticVersion: record.tool.version, rules } },
        ...(weaknesses.length > 0 && { taxonomies: [taxonomy(weaknesses)] }),
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

/**
 * Host and path of an address, as a relative reference with a line: GitHub's code scanning refuses a whole file for one place with a
 * scheme of its own, and takes none without a line. The address as it is stands in the logical location and the message.
 */
function placeOf(address: string): PhysicalLocation {
  const url = URL.canParse(address) ? new URL(address) : undefined
  // A colon in the first part would make it a scheme (RFC 3986, 4.2).
  const host = url?.hostname.replace(/[[\]]/g, '').replaceAll(':', '-')
  return {
    artifactLocation: { uri: url ? `${host}${url.pathname}`.replace(/\/$/, '') : 'product' },
    region: { startLine: 1 },
  }
}

function resultOf(one: Judged, { assertion, finding }: Said, record: RunRecord): Result {
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
        physicalLocation: placeOf(isAddress ? at : assertion.subject.url),
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
function openResult({ requirement, result }: Judged, ruleIndex: number, { target }: RunRecord): Result[] {
  if (result.state !== 'notTested' && result.state !== 'cantTell' && result.state !== 'notMet') return []
  return [
    {
      ruleId: requirement.id,
      ruleIndex,
      kind: result.state === 'notTested' ? 'open' : result.state === 'cantTell' ? 'review' : 'fail',
      level: result.state === 'notMet' ? levels[requirement.level] : 'none',
      message: { text: [result.because, result.owes?.act].filter(Boolean).join(' ') || requirement.statement },
      // Code scanning wants a place for every result: the product as a whole.
      locations: [{ physicalLocation: placeOf(target.endpoints[0]?.url ?? '') }],
      partialFingerprints: { primaryLocationLineHash: `requirement:${requirement.id}` },
    },
  ]
}

/**
 * A record cut down to one requirement, for a maintainer to judge again: its checks, all that they and the stages before them saw,
 * and nothing else. It replays like the whole record and gives the same findings.
 */
import type { Observation, RunRecord } from '../record.ts'

/** Undefined when no check of the record looked at the requirement: then there is no judgement to dispute. */
export function cutTo(record: RunRecord, requirement: string): RunRecord | undefined {
  const row = record.catalogue.requirements.find(({ id }) => id === requirement)
  const result = record.requirements.find(({ id }) => id === requirement)
  if (!row || !result || result.assertions.length === 0) return undefined
  const wanted = new Set(result.assertions)
  const assertions = record.assertions.filter(({ id }) => wanted.has(id))
  const checks = new Set(assertions.map(({ check }) => check))
  // Discovery, sign-ins and givens are what subjects and probes stand on.
  const seen = new Set([...assertions, ...record.stages].flatMap(({ observations }) => observations))
  const observations = record.observations.filter(({ id }) => seen.has(id))
  const bodies = new Set(observations.flatMap(bodiesOf))
  return {
    ...record,
    run: {
      ...record.run,
      partial: { filters: [`dispute of ${requirement}`], musts: row.level === 'must' ? 1 : 0, of: mustsIn(record) },
    },
    catalogue: {
      ...record.catalogue,
      standards: record.catalogue.standards.filter(({ id }) => id === row.standard),
      requirements: [row],
    },
    checks: record.checks.filter(({ id }) => checks.has(id)),
    plan: record.plan.filter(({ id }) => wanted.has(id)),
    requirements: [result],
    assertions,
    observations,
    bodies: Object.fromEntries(Object.entries(record.bodies).filter(([digest]) => bodies.has(digest))),
  }
}

const mustsIn = ({ catalogue }: RunRecord): number =>
  catalogue.requirements.filter(({ level }) => level === 'must').length

function bodiesOf(seen: Observation): string[] {
  if (seen.kind !== 'exchange') return []
  return [seen.request.body?.digest, seen.response?.body.digest].filter(digest => digest !== undefined)
}

export interface Dispute {
  readonly requirement: string
  readonly because: string
  readonly by: string
  /** Digest of the body of the report it was cut from; absent for a bare record. */
  readonly report?: string
}

/** The words that go with the record: what is disputed, and how to judge it again. */
export function disputeText(cut: RunRecord, { requirement, because, by, report }: Dispute): string {
  const [row] = cut.catalogue.requirements
  const [result] = cut.requirements
  const findings = cut.assertions.flatMap(({ check, version, subject, outcome, findings: found }) =>
    found
      .filter(one => one.outcome !== 'passed' && one.outcome !== 'inapplicable')
      .map(one => `- ${one.id}, ${check} version ${version} on ${subject.id}: ${outcome}. ${one.message}`),
  )
  return [
    `# Dispute of ${requirement}`,
    '',
    `${row?.statement} (${row?.standard}, ${row?.clause})`,
    '',
    `The report says: ${result?.state}. ${by} says that this is wrong:`,
    '',
    `> ${because.replaceAll('\n', '\n> ')}`,
    '',
    ...(findings.length > 0 ? ['## Findings', '', ...findings, ''] : []),
    '## Judge it again',
    '',
    '`mustdo replay record.json` asks the checks of the mustdo at hand over the same evidence, without any network. With the version',
    `that made the report (${cut.tool.version}) nothing differs; with a corrected check the differences are listed, with both versions.`,
    'The correction then holds for every old report too: `mustdo verify report.html --rejudge`.',
    '',
    `Run ${cut.run.id}, catalogue ${cut.catalogue.version} (sha256 ${cut.catalogue.digest})${report ? `, report with the sha256 ${report}` : ', from a bare record that no seal covers'}.`,
    'The exchanges in record.json are as redacted as in the report. Read them before you hand them on.',
    '',
  ].join('\n')
}

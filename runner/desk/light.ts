/** A report as it goes from the thread that verified it to the one that makes the portfolio: what is not asked for stays behind. */
import { createHash } from 'node:crypto'
import type { RunRecord } from '../../reports/record.ts'
import type { FoundReport } from './reports-in.ts'

type Catalogue = RunRecord['catalogue']

/** A report on its way between threads. Its catalogue is with the first report that has it, and named by digest in all. */
export interface LightReport extends Omit<FoundReport, 'record'> {
  readonly record?: Omit<RunRecord, 'catalogue'>
  readonly catalogueKey?: string
  readonly catalogue?: Catalogue
}

/** For one thread: makes a report light, and sends each catalogue once. */
export function lightener(): (found: FoundReport) => LightReport {
  const sent = new Set<string>()
  return ({ file, verification, record }) => {
    const light = record && tried(record)
    if (!light) return { file, verification }
    const { catalogue, ...rest } = light
    // By its content: what a stranger's record calls its digest may be anything.
    const catalogueKey = createHash('sha256').update(JSON.stringify(catalogue)).digest('hex')
    if (sent.has(catalogueKey)) return { file, verification, record: rest, catalogueKey }
    sent.add(catalogueKey)
    return { file, verification, record: rest, catalogueKey, catalogue }
  }
}

/** For the thread that gathers: the reports whole again, equal catalogues kept once, or 500 reports would not fit. */
export function gatherer(): (light: LightReport) => FoundReport {
  const catalogues = new Map<string, Catalogue>()
  return ({ file, verification, record, catalogueKey = '', catalogue }) => {
    if (catalogue && !catalogues.has(catalogueKey)) catalogues.set(catalogueKey, catalogue)
    const kept = catalogues.get(catalogueKey)
    return { file, verification, ...(record && kept && { record: { ...record, catalogue: kept } }) }
  }
}

/** A stranger may seal any JSON: a record without its lists is no reason to give up the other reports. */
function tried(record: RunRecord): RunRecord | undefined {
  try {
    return withoutEvidence(record)
  } catch {
    return undefined
  }
}

const nowhere: RunRecord['plan'][number]['subject'] = { id: '', kind: 'origin', url: '' }

/** What a portfolio needs of a record: verdicts and what failed. Evidence, passes and where a check was planned are left out. */
function withoutEvidence(record: RunRecord): RunRecord {
  const assertions = record.assertions.map(assertion => ({
    ...assertion,
    findings: assertion.findings.filter(({ outcome }) => outcome === 'failed'),
    observations: [],
  }))
  const plan = record.plan.map(planned => ({ ...planned, subject: nowhere }))
  return { ...record, assertions, plan, bodies: {}, observations: [], stages: [] }
}

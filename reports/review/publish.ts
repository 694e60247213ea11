/**
 * A second record for the public, since a full report is a map for attackers: verdicts, coverage and salted digests, and no
 * exchange, address, curl line, person or word that a server or a target file could have put there. Built from a list of what may
 * stay, never by deleting: a member that is new in the record is left out until somebody adds it here.
 */
import { createHash, createHmac } from 'node:crypto'
import type {
  Assertion,
  AttestationResult,
  Finding,
  Owed,
  RequirementResult,
  ReviewResult,
  RunRecord,
} from '../record.ts'

export interface PublishOptions {
  /** sha256 of the full report's body. */
  readonly of: string
  /** 32 random bytes, hex, kept beside the full report; salts are derived from it. */
  readonly secret: string
}

const WITHHELD = 'Left out of the published copy.'

/** The published record; the same input gives the same bytes, which is how a verifier proves where it came from. */
export function publish(record: RunRecord, { of, secret }: PublishOptions): RunRecord {
  const names = namesOf(record)
  const { run, target, catalogue, packs, engines, checks, cleanup, observed } = record
  return {
    version: record.version,
    tool: record.tool,
    run: {
      id: run.id,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      operator: run.operator,
      host: { platform: '', node: '', ci: run.host.ci },
      ...(run.partial && { partial: { ...run.partial, filters: [] } }),
      demo: run.demo,
      complete: run.complete,
      incompleteBecause: run.incompleteBecause.map(() => WITHHELD),
      notReached: run.notReached,
      seed: '',
      requests: run.requests,
      validUntil: run.validUntil,
      privateRoots: [],
      sampling: [],
      notFollowed: [],
    },
    target: {
      supplier: target.supplier,
      product: target.product,
      version: target.version,
      environment: target.environment,
      packs: target.packs,
      endpoints: target.endpoints.map(({ kind }, index) => ({ name: `endpoint ${index + 1}`, kind, url: '' })),
      identities: target.identities.map(({ method }, index) => ({ name: `identity ${index + 1}`, method })),
      surfaces: target.surfaces,
      testPatients: target.testPatients,
      politeness: target.politeness,
      consents: target.consents.map(({ effect, role, until }) => ({
        effect,
        person: 'a named person',
        role,
        origins: [],
        until,
      })),
      hazards: target.hazards.map(({ id, requirements }) => ({ id, title: '', requirements })),
    },
    inputs: {
      endpoints: [],
      testData: { patients: [], resources: [] },
      facts: {
        environment: target.environment,
        surfaces: target.surfaces,
        identities: [],
        consents: [],
        origins: [],
        now: run.startedAt,
      },
    },
    observed: {
      ...(observed.softwareVersion && { softwareVersion: observed.softwareVersion }),
      certificateKeys: [],
      addresses: [],
      changes: observed.changes.map(() => 'The product changed during the run.'),
    },
    catalogue,
    packs,
    engines: engines.map(({ name, version, available, packages }) => ({
      name,
      version,
      available,
      ...(packages && { packages }),
    })),
    checks,
    plan: record.plan.map(({ id, check, version, subject }) => ({
      id: names.assertion(id),
      check,
      version,
      subject: { id: names.subject(subject.id), kind: subject.kind, url: '' },
    })),
    requirements: record.requirements.map(result => publishedResult(result, names)),
    assertions: record.assertions.map(assertion => publishedAssertion(assertion, record, names)),
    stages: [],
    observations: [],
    bodies: {},
    cleanup: { created: cleanup.created, removed: cleanup.removed, left: cleanup.left.map(() => WITHHELD) },
    published: {
      of,
      withheld: {
        observations: record.observations.map(one => saltedDigest(one, `observation ${one.id}`, secret)),
        assertions: record.assertions.map(one => saltedDigest(one, `assertion ${one.id}`, secret)),
      },
    },
  }
}

/** sha256 over a salt of its own and the JSON of a value, so that a guess at the value cannot be tried out. */
export function saltedDigest(value: unknown, name: string, secret: string): string {
  return createHash('sha256').update(saltOf(name, secret)).update(JSON.stringify(value)).digest('hex')
}

/** The salt of one withheld value: what has to be told, with the value, to disclose it alone. */
export const saltOf = (name: string, secret: string): Buffer =>
  createHmac('sha256', Buffer.from(secret, 'hex')).update(name).digest()

interface Names {
  assertion(id: string): string
  subject(id: string): string
  finding(id: string): string
}

/** Running numbers: an id that is a digest of an address would let anybody try addresses out. */
function namesOf(record: RunRecord): Names {
  const numbered = (prefix: string) => {
    const known = new Map<string, string>()
    return (id: string) => {
      const name = known.get(id) ?? `${prefix}${known.size + 1}`
      known.set(id, name)
      return name
    }
  }
  const names = { assertion: numbered('a'), subject: numbered('s'), finding: numbered('p') }
  for (const { id, subject } of record.plan) {
    names.assertion(id)
    names.subject(subject.id)
  }
  return names
}

function publishedAssertion(assertion: Assertion, record: RunRecord, names: Names): Assertion {
  const { id, check, version, subject, outcome, findings } = assertion
  const title = record.checks.find(one => one.id === check)?.title ?? check
  return {
    id: names.assertion(id),
    check,
    version,
    subject: { id: names.subject(subject.id), kind: subject.kind, url: '' },
    outcome,
    findings: findings.map(finding => publishedFinding(finding, title, names)),
    observations: [],
    ms: 0,
  }
}

/** The message names places; the title of the check says what is wrong without them. */
function publishedFinding(finding: Finding, title: string, names: Names): Finding {
  const { id, outcome, requirement, key, count, advice, owes } = finding
  return {
    id: names.finding(id),
    outcome,
    ...(requirement && { requirement }),
    key,
    message: outcome === 'failed' ? `Not so: ${title}.` : `${title}.`,
    ...(count !== undefined && { count }),
    ...(advice !== undefined && { advice }),
    ...(owes && { owes: withoutAct(owes) }),
  }
}

/** Fates whose words are the catalogue's own, and no supplier's or server's. */
const ownWords: ReadonlySet<RequirementResult['fate']> = new Set([
  'person',
  'counterparty',
  'not-observable',
  'harmful',
  'planned',
  'filtered',
])

function publishedResult(result: RequirementResult, names: Names): RequirementResult {
  const { id, state, fate, because, owes, assertions, foretold, attestation, reviews, waiver, claim, hazards } = result
  const plain = ownWords.has(fate) && !attestation && !reviews && !claim
  return {
    id,
    state,
    ...(because && { because: plain ? because : WITHHELD }),
    ...(owes && { owes: plain ? owes : withoutAct(owes) }),
    fate,
    assertions: assertions.map(names.assertion),
    foretold,
    ...(attestation && { attestation: publishedAttestation(attestation) }),
    ...(reviews && { reviews: reviews.map(publishedReview) }),
    ...(claim && { claim: { reason: WITHHELD, by: '' } }),
    ...(waiver && { waiver: { status: waiver.status, reason: WITHHELD, until: waiver.until } }),
    ...(hazards && { hazards }),
  }
}

const publishedAttestation = ({ role, on, until, problems }: AttestationResult): AttestationResult => ({
  by: 'a named person',
  role,
  on,
  until,
  statement: WITHHELD,
  evidence: [],
  problems: problems.map(() => WITHHELD),
})

/** Notes and pages name places; a person is not named. */
const publishedReview = ({ notes: _, role, problems, ...rest }: ReviewResult): ReviewResult => ({
  ...rest,
  ...(role && { role }),
  pages: [],
  who: 'a named person',
  settles: [],
  problems: problems.map(() => WITHHELD),
})

const withoutAct = ({ who }: Owed): Owed => ({ who, act: 'See the full report.' })

/** Parts of records for tests: each factory fills in what a test does not care about. */
import type {
  Assertion,
  AttestationResult,
  Exchange,
  Finding,
  RecordCheck,
  RecordRequirement,
  RequirementResult,
  ReviewResult,
  RunInfo,
  RunRecord,
} from '../record.ts'

export const requirement = (id: string, rest: Partial<RecordRequirement> = {}): RecordRequirement => ({
  id,
  standard: 'owasp-asvs',
  statement: `The product does what ${id} asks.`,
  level: 'must',
  clause: 'V3.4.4',
  pillar: 'cyber-security',
  basis: 'industry-baseline',
  dutyHolder: 'supplier',
  fix: `Do what ${id} asks.`,
  safety: false,
  sourceConfirmed: true,
  trialUse: false,
  packs: ['epr'],
  ...rest,
})

export const result = (id: string, rest: Partial<RequirementResult> = {}): RequirementResult => ({
  id,
  state: 'met',
  fate: 'checked',
  assertions: [],
  foretold: false,
  ...rest,
})

export const attestation = (rest: Partial<AttestationResult> = {}): AttestationResult => ({
  by: 'Dr Jo Bloggs',
  role: 'Clinical Safety Officer',
  on: '2026-10-01',
  until: '2027-10-01',
  statement: 'The safety case was reviewed against 7.2.1.',
  evidence: [{ name: 'safety-case.pdf', sha256: 'ab'.repeat(32) }],
  problems: [],
  ...rest,
})

export const review = (rest: Partial<ReviewResult> = {}): ReviewResult => ({
  pages: ['https://portal.acme.example/'],
  verdict: 'supports',
  outcome: 'passed',
  by: 'reviewed',
  who: 'Sam Lee',
  role: 'Accessibility tester',
  with: 'NVDA 2025.1, Firefox 145',
  on: '2026-11-20',
  until: '2027-03-31',
  settles: [],
  problems: [],
  ...rest,
})

export const checkOf = (
  id: string,
  verifies: RecordCheck['verifies'],
  rest: Partial<RecordCheck> = {},
): RecordCheck => ({
  id,
  version: 1,
  title: `Check ${id}`,
  fix: `Mend what ${id} found.`,
  effect: 'read',
  verifies,
  ...rest,
})

export const assertion = (id: string, check: string, rest: Partial<Assertion> = {}): Assertion => ({
  id,
  check,
  version: 1,
  subject: { id: 'origin:https://fhir.sandbox.acme.example', kind: 'origin', url: 'https://fhir.sandbox.acme.example' },
  outcome: 'passed',
  findings: [],
  observations: [],
  ms: 12,
  ...rest,
})

export const finding = (id: string, rest: Partial<Finding> = {}): Finding => ({
  id,
  outcome: 'failed',
  key: 'differs',
  message: 'It differs.',
  ...rest,
})

/** An exchange with a text body, stored under a digest that is unique to its id. */
export const exchange = (
  id: string,
  url: string,
  status: number,
  text: string,
  rest: { request?: Partial<Exchange['request']>; headers?: Record<string, string>; tls?: string } = {},
): Exchange => {
  const headers = { 'content-type': 'application/fhir+json', ...rest.headers }
  return {
    kind: 'exchange',
    id,
    key: digestOf(`key of ${id}`),
    at: '2026-11-22T14:02:07.104Z',
    ms: 41,
    firstByteMs: 33,
    request: { method: 'GET', url, headers: { accept: 'application/fhir+json' }, as: null, ...rest.request },
    response: {
      status,
      headers,
      rawHeaders: Object.entries(headers),
      httpVersion: '2',
      body: { digest: digestOf(id), bytes: text.length, encoding: 'utf8', text },
    },
    connection: {
      address: '192.0.2.17',
      family: 4,
      alpn: 'h2',
      tls: { protocol: rest.tls ?? 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', trusted: true, spki: '5b'.repeat(32) },
    },
    facts: [],
  }
}

const digestOf = (id: string) =>
  [...id]
    .map(char => char.charCodeAt(0).toString(16))
    .join('')
    .padEnd(64, '0')

export const run = (rest: Partial<RunInfo> = {}): RunInfo => ({
  id: '20261122T140200Z-3f9a',
  startedAt: '2026-11-22T14:02:00.000Z',
  endedAt: '2026-11-22T14:08:41.000Z',
  operator: 'Acme Health Ltd',
  host: { platform: 'linux x64', node: '20.20.2', ci: false },
  demo: false,
  complete: true,
  incompleteBecause: [],
  notReached: false,
  seed: '7c1e55d0a1b2c3d4',
  requests: 1904,
  validUntil: '2027-02-20',
  privateRoots: [],
  sampling: ['Pages: all 12 that the target file lists.'],
  notFollowed: [],
  ...rest,
})

/** A whole record; by default one must of one standard, met by one check. */
export const record = (rest: Partial<RunRecord> = {}, requirements = [requirement('SEC-HDR-004')]): RunRecord => ({
  version: 1,
  tool: { name: 'mustdo', version: '0.1.0', renderer: '0'.repeat(64) },
  run: run(),
  inputs: {
    endpoints: [],
    testData: { patients: [], resources: [] },
    facts: {
      environment: 'sandbox',
      surfaces: ['web'],
      identities: [],
      consents: [],
      origins: [],
      now: run().startedAt,
    },
  },
  target: {
    supplier: 'Acme Health Ltd',
    product: 'Acme EPR',
    version: '7.2.1',
    environment: 'sandbox',
    packs: ['epr'],
    endpoints: [{ name: 'main', kind: 'fhir', url: 'https://fhir.sandbox.acme.example', identity: 'clinician' }],
    identities: [{ name: 'clinician', method: 'private_key_jwt' }],
    surfaces: ['web'],
    testPatients: 4,
    politeness: { concurrency: 4, requestsPerSecond: 20 },
    consents: [],
    hazards: [],
  },
  observed: { softwareVersion: '7.2.1', certificateKeys: [], addresses: [], changes: [] },
  catalogue: {
    version: '2026.11',
    digest: 'c4'.repeat(32),
    standards: [
      {
        id: 'owasp-asvs',
        title: 'OWASP Application Security Verification Standard',
        version: '5.0.0',
        publisher: 'OWASP Foundation',
        url: 'https://owasp.org/www-project-application-security-verification-standard/',
        licence: 'CC-BY-SA-4.0',
      },
    ],
    requirements,
  },
  packs: [{ id: 'epr', title: 'Electronic patient record' }],
  engines: [],
  checks: [checkOf('http/no-sniff', { 'SEC-HDR-004': 'all' })],
  plan: [],
  requirements: requirements.map(({ id }) => result(id)),
  assertions: [],
  stages: [],
  observations: [],
  bodies: {},
  cleanup: { created: 0, removed: 0, left: [] },
  ...rest,
})

/** One record that has everything in it that a page can show: the figures are illustrative. */
import type { Basis, Pillar } from '../../standards/model.ts'
import type { Assertion, RecordRequirement, RequirementResult, RunRecord } from '../record.ts'
import { assertion, attestation, checkOf, exchange, finding, record, requirement, result, run } from './parts.ts'

const fhir = 'https://fhir.sandbox.acme.example'
const web = 'https://portal.sandbox.acme.example'

/** Standards of the sample: id, title, publisher, basis, pillar. */
const standards: readonly (readonly [string, string, string, Basis, Pillar])[] = [
  ['fhir-r4-http', 'HL7 FHIR R4: RESTful API', 'HL7 International', 'open-standard', 'interoperability'],
  ['isb-0149', 'ISB 0149 NHS Number', 'NHS England', 'information-standard', 'interoperability'],
  ['owasp-asvs', 'OWASP Application Security Verification Standard', 'OWASP', 'industry-baseline', 'cyber-security'],
  ['rfc-9325', 'Recommendations for Secure Use of TLS', 'IETF', 'open-standard', 'cyber-security'],
  ['wcag-22', 'Web Content Accessibility Guidelines 2.2', 'W3C', 'law', 'usability-accessibility'],
  ['dcb0129', 'DCB0129 Clinical Risk Management', 'NHS England', 'law', 'clinical-safety'],
  ['dtac', 'Digital Technology Assessment Criteria 2.0', 'NHS England', 'procurement-framework', 'governance'],
  ['wsg', 'Web Sustainability Guidelines', 'W3C', 'voluntary-code', 'sustainability'],
  ['exit', 'Data export and exit', 'NHS England', 'national-policy', 'changing-supplier'],
]

const req = (id: string, standard: string, statement: string, rest: Partial<RecordRequirement> = {}) => {
  const row = standards.find(([name]) => name === standard)
  return requirement(id, { standard, statement, basis: row?.[3] ?? 'law', pillar: row?.[4] ?? 'governance', ...rest })
}

/** Rows that tell no story of their own: met, attested or open, to give the tables their weight. */
const filler = (standard: string, prefix: string, count: number, rest: Partial<RequirementResult>, level = 'must') =>
  Array.from({ length: count }, (_, i) => {
    const id = `${prefix}-${String(i + 1).padStart(3, '0')}`
    return {
      requirement: req(id, standard, `A requirement of ${standard}, number ${i + 1}, in our own words.`, {
        level: level === 'must' ? 'must' : 'should',
        clause: `${i + 1}.1`,
      }),
      result: result(id, { foretold: true, ...rest }),
    }
  })

const patient = JSON.stringify({
  resourceType: 'Patient',
  id: '17',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '999 000 0018' }],
  name: [{ family: 'Testperson', given: ['Zo\u00eb'] }],
})

const observations = [
  exchange('o1', `${fhir}/Patient/17`, 200, patient, {
    request: { headers: { accept: 'application/fhir+json', authorization: 'Bearer [token t1]' }, as: 'patient-a' },
    headers: { 'cache-control': 'private, max-age=60' },
  }),
  exchange('o2', `${fhir}/Observation?patient=18`, 200, '{"resourceType":"Bundle","total":3}', {
    request: { headers: { accept: 'application/fhir+json', authorization: 'Bearer [token t1]' }, as: 'patient-a' },
  }),
  exchange('o3', `${web}/sign-in`, 200, '<!doctype html><title>Sign in</title>', {
    headers: { 'content-type': 'text/html' },
  }),
  exchange('o4', `${fhir}/metadata`, 429, '{"error":"slow down"}', { headers: { 'retry-after': '30' } }),
]

const routes = Array.from({ length: 14 }, (_, i) => `${fhir}/Observation?patient=18&_offset=${i}`)
const subject = (url: string, kind = 'origin') => ({ id: `${kind}:${url}`, kind, url })

const assertions: readonly Assertion[] = [
  assertion('a1', 'access/other-patient', {
    subject: subject(fhir, 'fhir'),
    outcome: 'failed',
    observations: ['o1', 'o2'],
    findings: [
      finding('f3a91c', {
        requirement: 'SEC-API-009',
        key: 'other-patient-read',
        message: 'The token of patient A reads records of patient B.',
        at: `${fhir}/Observation?patient=18`,
        expected: '403 or 404',
        actual: '200 with 3 entries',
        count: 14,
        places: routes,
      }),
    ],
  }),
  assertion('a2', 'fhir/nhs-number', {
    subject: subject(`${fhir}/Patient`, 'resource-type'),
    outcome: 'failed',
    observations: ['o1'],
    findings: [
      finding('b07e22', {
        key: 'check-digit',
        message: 'An NHS number fails modulus 11.',
        at: 'Patient/17.identifier[0].value',
        expected: 'a check digit by modulus 11',
        actual: '999 000 0018',
        count: 2,
        places: ['Patient/17.identifier[0].value', 'Patient/23.identifier[0].value'],
      }),
    ],
  }),
  ...[fhir, web].map((origin, i) =>
    assertion(`a3${i}`, 'http/no-store', {
      subject: subject(origin),
      outcome: 'failed',
      observations: ['o1'],
      findings: [
        finding(`9d41a${i}`, {
          key: 'cacheable',
          message: 'Patient data may be cached.',
          at: `${origin}/Patient/17`,
          expected: 'Cache-Control: no-store',
          actual: 'private, max-age=60',
          count: 15 + i,
          places: [`${origin}/Patient/17`],
        }),
      ],
    }),
  ),
  assertion('a4', 'fhir/metadata', {
    subject: subject(fhir, 'fhir'),
    outcome: 'cantTell',
    observations: ['o4'],
    findings: [
      finding('77aa01', {
        outcome: 'cantTell',
        key: 'gateway-answered',
        message: 'A gateway answered 429 from 14:05:10.',
        at: `${fhir}/metadata`,
        owes: { who: 'supplier', act: 'Lower requestsPerSecond (now 20) and run again.' },
      }),
    ],
  }),
  assertion('a5', 'web/axe', {
    subject: subject(`${web}/sign-in`, 'page'),
    observations: ['o3'],
  }),
  assertion('a6', 'http/referrer-policy', {
    subject: subject(web),
    outcome: 'failed',
    observations: ['o3'],
    findings: [finding('c0ffee', { key: 'missing', message: 'No Referrer-Policy.', at: web, expected: 'no-referrer' })],
  }),
]

const told = [
  {
    requirement: req('SEC-API-009', 'owasp-asvs', 'A token reads only the records it was issued for.', {
      clause: 'V8.2.2',
      safety: true,
      fix: "Check the token's patient on every route, _include and _history too.",
    }),
    result: result('SEC-API-009', { state: 'notMet', assertions: ['a1'], hazards: ['H-04'] }),
  },
  {
    requirement: req('UKC-PAT-003', 'isb-0149', 'Every NHS number shown or sent has a valid check digit.', {
      clause: '3.2',
      safety: true,
      fix: 'Validate NHS numbers by modulus 11 before storing them.',
    }),
    result: result('UKC-PAT-003', { state: 'notMet', assertions: ['a2'], hazards: ['H-07'] }),
  },
  {
    requirement: req('SEC-CACHE-001', 'owasp-asvs', 'Answers with patient data are never cached.', {
      clause: 'V14.3.2',
      fix: 'Send Cache-Control: no-store.',
    }),
    result: result('SEC-CACHE-001', {
      state: 'notMet',
      assertions: ['a30', 'a31'],
      waiver: { status: 'asked for', reason: 'The edge cache is inside the HSCN.', until: '2027-01-31' },
    }),
  },
  {
    requirement: req('FHIR-CAP-001', 'fhir-r4-http', 'The endpoint declares what it can do.', { clause: '3.1.0.9' }),
    result: result('FHIR-CAP-001', {
      state: 'cantTell',
      assertions: ['a4'],
      because: 'A gateway answered 429 from 14:05:10.',
      owes: { who: 'supplier', act: 'Lower requestsPerSecond (now 20) and run again.' },
    }),
  },
  {
    requirement: req('ACC-NAME-001', 'wcag-22', 'Every control has a name that assistive technology can read.', {
      clause: '4.1.2',
    }),
    result: result('ACC-NAME-001', { fate: 'checked-and-attested', assertions: ['a5'], attestation: attestation() }),
  },
  {
    requirement: req('SEC-HDR-009', 'owasp-asvs', 'Pages do not tell other sites where the reader came from.', {
      level: 'should',
      clause: 'V3.4.5',
    }),
    result: result('SEC-HDR-009', { state: 'notMet', assertions: ['a6'] }),
  },
  {
    requirement: req('CLN-CSM-004', 'dcb0129', 'The safety case is of the version that is live.', { clause: '4.3' }),
    result: result('CLN-CSM-004', {
      state: 'notTested',
      fate: 'attested',
      because: 'The attestation does not count: the safety case says 7.1, live is 7.2.1',
      owes: { who: 'supplier', act: 'Attest the safety case of 7.2.1: mustdo attest CLN-CSM-004' },
      attestation: attestation({ problems: ['the safety case says 7.1, live is 7.2.1'] }),
      foretold: true,
    }),
  },
  {
    requirement: req('GOV-OLD-001', 'dtac', 'An obligation whose clause was written from memory.', {
      sourceConfirmed: false,
    }),
    result: result('GOV-OLD-001', {
      state: 'notTested',
      fate: 'not-observable',
      because: 'It cannot be seen from outside.',
      owes: { who: 'supplier', act: 'Attest it with evidence: mustdo attest GOV-OLD-001' },
      claim: { reason: 'We host no personal data.', by: 'Acme Health Ltd' },
      foretold: true,
    }),
  },
]

const person = { who: 'reviewer', act: 'Review it by hand and with assistive technology.' } as const
const ours = { who: 'mustdo', act: 'Write the check.' } as const
const rows = [
  ...told,
  ...filler('fhir-r4-http', 'FHIR-API', 60, {}),
  ...filler('fhir-r4-http', 'FHIR-SUB', 15, { state: 'notApplicable', because: 'No subscriptions are declared.' }),
  ...filler('fhir-r4-http', 'FHIR-TX', 14, {
    state: 'notTested',
    fate: 'planned',
    because: 'No check yet.',
    owes: ours,
  }),
  ...filler('isb-0149', 'NUM', 12, {}),
  ...filler('rfc-9325', 'SEC-TLS', 42, {}),
  ...filler('owasp-asvs', 'SEC-ORG', 4, { state: 'attested', fate: 'attested', attestation: attestation() }),
  ...filler('wcag-22', 'ACC-AUTO', 23, {}),
  ...filler('wcag-22', 'ACC-HAND', 30, {
    state: 'notTested',
    fate: 'person',
    because: 'Only a person can tell.',
    owes: person,
  }),
  ...filler('dcb0129', 'CLN-CSM-1', 5, { state: 'attested', fate: 'attested', attestation: attestation() }),
  ...filler('dtac', 'GOV-ORG', 3, { state: 'attested', fate: 'attested', attestation: attestation() }),
  ...filler('wsg', 'SUS-WSG', 9, {}, 'should'),
  ...filler('wsg', 'SUS-OPT', 6, { state: 'notMet' }, 'should'),
  ...filler('exit', 'EXT-EXP', 5, {}, 'should'),
]

/** A run of an invented EPR that is not conformant, with every kind of state, debt and evidence in it. */
export function richRecord(rest: Partial<RunRecord> = {}): RunRecord {
  const base = record(
    {},
    rows.map(row => row.requirement),
  )
  return {
    ...base,
    run: run({
      sampling: [
        'Pages: the 12 that the target file lists and 18 found by following links, in address order.',
        'Patients: the 4 synthetic ones of the target file.',
        'FHIR instances: the first 10 of each type that a search returned.',
      ],
      notFollowed: ['https://login.other.example/authorize'],
    }),
    target: {
      ...base.target,
      endpoints: [
        { name: 'main', kind: 'fhir', url: fhir, version: '4.0.1', identity: 'patient-a' },
        { name: 'portal', kind: 'web', url: web },
        { name: 'login', kind: 'oauth', url: 'https://auth.sandbox.acme.example' },
      ],
      identities: [
        { name: 'patient-a', method: 'private_key_jwt' },
        { name: 'patient-b', method: 'private_key_jwt' },
      ],
      surfaces: ['web', 'ios', 'letters'],
      consents: [
        {
          effect: 'write',
          person: 'Sam Patel',
          role: 'Head of Platform',
          origins: [fhir],
          until: '2026-12-31',
        },
      ],
      hazards: [
        { id: 'H-04', title: 'Another patient\u2019s record is shown', requirements: ['SEC-API-009'] },
        { id: 'H-07', title: 'Results are filed to the wrong patient', requirements: ['UKC-PAT-003'] },
      ],
    },
    observed: {
      softwareVersion: '7.2.1',
      metadataDigestAtStart: '91'.repeat(32),
      metadataDigestAtEnd: '91'.repeat(32),
      certificateKeys: [{ origin: fhir, spki: '5b'.repeat(32) }],
      addresses: [
        { origin: fhir, address: '192.0.2.17' },
        { origin: web, address: '192.0.2.18' },
      ],
      changes: [],
    },
    catalogue: {
      ...base.catalogue,
      standards: standards.map(([id, title, publisher]) => ({
        id,
        title,
        version: '1.0',
        publisher,
        url: `https://standards.example/${id}`,
        licence: 'OGL-3.0',
      })),
    },
    engines: [
      { name: 'axe-core', version: '4.14.1', available: true },
      { name: 'Chromium', version: '143.0.7499.4', available: true },
      {
        name: 'HL7 FHIR validator',
        version: '6.6.1',
        available: false,
        because: 'No Java was found; profile validation of 11 requirements is not tested.',
        mend: 'mustdo setup validator',
      },
    ],
    checks: [
      checkOf('access/other-patient', { 'SEC-API-009': 'all' }, { title: 'A token opens one record only' }),
      checkOf('fhir/nhs-number', { 'UKC-PAT-003': 'all' }, { title: 'NHS numbers have a valid check digit' }),
      checkOf('http/no-store', { 'SEC-CACHE-001': 'all' }, { title: 'Patient data is not cached' }),
      checkOf('fhir/metadata', { 'FHIR-CAP-001': 'all' }, { title: 'The CapabilityStatement can be read' }),
      checkOf('web/axe', { 'ACC-NAME-001': 'part' }, { title: 'Pages pass the automatic accessibility rules' }),
      checkOf('http/referrer-policy', { 'SEC-HDR-009': 'all' }, { title: 'Pages set a referrer policy' }),
    ],
    plan: assertions.map(({ id, check, version, subject: about }) => ({ id, check, version, subject: about })),
    requirements: rows.map(row => row.result),
    assertions,
    observations,
    cleanup: { created: 12, removed: 12, left: [] },
    ...rest,
  }
}

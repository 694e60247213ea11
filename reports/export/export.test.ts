import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Log } from 'sarif'
import { expect, test } from 'vitest'
import type { RunRecord } from '../record.ts'
import { assertion, checkOf, exchange, finding, record, requirement, result, review, run } from '../testing/parts.ts'
import { richRecord } from '../testing/rich.ts'
import { csv } from './csv.ts'
import { earl } from './earl.ts'
import { har } from './har.ts'
import { inToto } from './in-toto.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import { oscal } from './oscal.ts'
import { resultJson, runResult } from './result-json.ts'
import { sarif } from './sarif.ts'

const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(
  JSON.parse(readFileSync(new URL('result.schema.json', import.meta.url), 'utf8')),
)
const all = { csv, earl, har, inToto, junit, markdown, oscal, resultJson, sarif }

/** One must in the given state. */
const one = (state: 'met' | 'notMet' | 'cantTell' | 'notTested' | 'attested' | 'notApplicable', rest = {}): RunRecord =>
  record({ requirements: [result('A-1', { state, because: 'for this reason' })], ...rest }, [requirement('A-1')])

test('every export of the same record is the same text, twice', () => {
  for (const make of Object.values(all)) expect(make(richRecord())).toBe(make(richRecord()))
})

test('the result document is valid by its published schema', () => {
  for (const made of [richRecord(), one('attested'), one('met', { run: run({ demo: true, notReached: true }) })]) {
    const valid = validate(JSON.parse(resultJson(made)))
    expect(validate.errors ?? []).toEqual([])
    expect(valid).toBe(true)
  }
})

test('the schema refuses a document with an unknown state or a missing member', () => {
  const good = JSON.parse(resultJson(one('met')))
  expect(validate({ ...good, verdict: 'fine' })).toBe(false)
  expect(validate({ ...good, requirements: [{ id: 'A-1' }] })).toBe(false)
})

test('the result says per requirement what each check found, where, what it expected and what it saw', () => {
  const found = runResult(richRecord()).requirements.find(({ id }) => id === 'UKC-PAT-003')
  expect(found).toMatchObject({ level: 'must', outcome: 'failed', counted: true })
  expect(found?.findings).toEqual([
    {
      id: 'b07e22',
      check: 'fhir/nhs-number',
      subject: 'https://fhir.sandbox.acme.example/Patient',
      outcome: 'failed',
      message: 'An NHS number fails modulus 11.',
      where: 'Patient/17.identifier[0].value',
      expected: 'a check digit by modulus 11',
      actual: '999 000 0018',
      count: 2,
      advice: false,
    },
  ])
})

test('an attested requirement is attested in the result, not passed', () => {
  expect(runResult(one('attested')).requirements[0]?.outcome).toBe('attested')
})

test('a check that verifies two requirements is quoted for each by its own findings', () => {
  const two = [requirement('A-1'), requirement('A-2')]
  const made = record(
    {
      checks: [checkOf('c', { 'A-1': 'all', 'A-2': 'all' })],
      assertions: [
        assertion('a1', 'c', {
          findings: [finding('000001', { requirement: 'A-1' }), finding('000002', { requirement: 'A-2' })],
        }),
      ],
    },
    two,
  )
  expect(runResult(made).requirements.map(({ findings }) => findings.map(({ id }) => id))).toEqual([
    ['000001'],
    ['000002'],
  ])
})

test('JUnit counts only a met requirement as a pass', () => {
  expect(junit(one('met'))).toContain('<testcase classname="owasp-asvs" name="A-1 The product does what A-1 asks."/>')
  for (const state of ['attested', 'notTested', 'notApplicable'] as const)
    expect(junit(one(state))).toMatch(/name="A-1 [^"]*"><skipped message="[^"]*for this reason"/)
  expect(junit(one('cantTell'))).toMatch(/name="A-1 [^"]*"><error /)
  expect(junit(one('notMet'))).toMatch(/name="A-1 [^"]*"><failure message="for this reason"/)
})

test('JUnit of a run of nothing but skips is not green', () => {
  expect(junit(one('notTested'))).toMatch(/<testsuite name="verdict" tests="1" failures="0" errors="1"/)
  expect(junit(one('met'))).toMatch(/<testsuite name="verdict" tests="1" failures="0" errors="0" skipped="0"/)
})

test('JUnit stays well-formed whatever a server puts into a message', () => {
  const hostile = ']]></failure><x "\u0000\ud800\u{1f600}'
  const made = one('notMet', {
    checks: [checkOf('c', { 'A-1': 'all' })],
    assertions: [assertion('a1', 'c', { findings: [finding('000001', { message: hostile })] })],
  })
  const xml = junit(made)
  expect(xml).toContain('000001 ]]&#62;&#60;/failure&#62;&#60;x &#34;\u{1f600}')
  expect(xml.match(/<\/failure>/g)).toHaveLength(2)
})

test('SARIF 2.1.0 has a rule for each requirement, and the finding id is the fingerprint of its result', () => {
  const log = JSON.parse(sarif(richRecord()))
  expect(log.version).toBe('2.1.0')
  const [ran] = log.runs
  expect(ran.tool.driver.rules).toHaveLength(richRecord().catalogue.requirements.length)
  for (const one of ran.results) expect(ran.tool.driver.rules[one.ruleIndex].id).toBe(one.ruleId)
  const found = ran.results.find((one: { ruleId: string }) => one.ruleId === 'SEC-API-009')
  expect(found).toMatchObject({
    kind: 'fail',
    level: 'error',
    fingerprints: { 'mustdo/v1': 'f3a91c' },
    occurrenceCount: 14,
  })
  expect(ran.invocations[0]).toMatchObject({ exitCode: 1, executionSuccessful: true })
})

test('SARIF names the weakness of a requirement, and every result has a rule, a place and a message', () => {
  const known = [requirement('A-1', { cwe: [79, 1021] }), requirement('A-2')]
  const results = [result('A-1', { state: 'notMet' }), result('A-2', { state: 'notTested' })]
  const log: Log = JSON.parse(sarif(record({ requirements: results }, known)))
  const [ran] = log.runs
  const [rule] = ran?.tool.driver.rules ?? []
  expect(rule?.properties?.['tags']).toContain('external/cwe/cwe-079')
  expect(rule?.properties?.['security-severity']).toBe('7.5')
  expect(rule?.relationships?.map(({ target }) => target.id)).toEqual(['79', '1021'])
  expect(ran?.taxonomies?.[0]?.taxa?.map(({ id }) => id)).toEqual(['79', '1021'])
  expect(ran?.results?.length).toBeGreaterThan(0)
  for (const one of ran?.results ?? []) {
    expect(one.ruleId).toBeDefined()
    expect(one.message.text).toBeTruthy()
    expect(one.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBeTruthy()
  }
})

test('SARIF is as code scanning takes it: places without a scheme, with a line, and rules in full', () => {
  const [ran] = (JSON.parse(sarif(richRecord())) as Log).runs
  for (const rule of ran?.tool.driver.rules ?? []) expect(rule.fullDescription?.text).toContain('(')
  const places = (ran?.results ?? []).map(({ locations }) => locations?.[0]?.physicalLocation)
  expect(places.length).toBeGreaterThan(0)
  for (const place of places) {
    expect(place?.artifactLocation?.uri).toMatch(/^[^/:]+(\/[^:]*)?$/)
    expect(place?.region?.startLine).toBe(1)
  }
  const first = ran?.results?.find(({ ruleId }) => ruleId === 'SEC-API-009')?.locations?.[0]
  expect(first?.logicalLocations?.[0]?.fullyQualifiedName).toMatch(/^https:\/\//)
})

test('SARIF calls a failed should a warning and what is not tested open, and only failures have a level', () => {
  const [ran] = JSON.parse(sarif(richRecord())).runs
  const of = (id: string) => ran.results.find((one: { ruleId: string }) => one.ruleId === id)
  expect(of('SEC-HDR-009')).toMatchObject({ kind: 'fail', level: 'warning' })
  expect(of('FHIR-CAP-001')).toMatchObject({ kind: 'review', level: 'none' })
  expect(of('GOV-OLD-001')).toMatchObject({ kind: 'open', level: 'none' })
})

test('EARL gives an assertion for each subject, a manual one for an attestation, and untested for the rest', () => {
  const graph: { '@type': string; [key: string]: unknown }[] = JSON.parse(earl(richRecord()))['@graph']
  const about = (id: string) =>
    graph.filter(
      one => (one['earl:test'] as { '@id'?: string } | undefined)?.['@id'] === `urn:mustdo:requirement:${id}`,
    )
  expect(about('SEC-CACHE-001').map(one => one['earl:result'])).toMatchObject([
    { 'earl:outcome': { '@id': 'earl:failed' } },
    { 'earl:outcome': { '@id': 'earl:failed' } },
  ])
  expect(about('ACC-NAME-001').map(one => one['earl:mode'])).toEqual([
    { '@id': 'earl:automatic' },
    { '@id': 'earl:manual' },
  ])
  expect(about('GOV-OLD-001')).toMatchObject([{ 'earl:result': { 'earl:outcome': { '@id': 'earl:untested' } } }])
})

test('EARL has a manual assertion for each page that a person reviewed, if the review counts', () => {
  const made = (problems: string[]) =>
    earl(one('met', { requirements: [result('A-1', { reviews: [review({ problems })] })] }))
  const said = JSON.parse(made([]))['@graph'].filter((node: object) => 'earl:test' in node)
  expect(said.at(-1)).toMatchObject({
    'earl:assertedBy': { 'foaf:name': 'Sam Lee' },
    'earl:mode': { '@id': 'earl:manual' },
    'earl:subject': { '@id': 'https://portal.acme.example/' },
    'earl:result': { 'earl:outcome': { '@id': 'earl:passed' } },
  })
  expect(made(['expired on 2026-11-01'])).not.toContain('Sam Lee')
})

test('advice is not an outcome in EARL', () => {
  const made = one('met', {
    checks: [checkOf('c', { 'A-1': 'all' })],
    assertions: [assertion('a1', 'c', { findings: [finding('000001', { advice: true })] })],
  })
  expect(earl(made)).toContain('earl:passed')
  expect(earl(made)).not.toContain('earl:failed')
})

test('Markdown carries the verdict sentence, the pillars and the footer, and lets no text become markup', () => {
  const text = markdown(richRecord())
  expect(text).toContain('## Not conformant for \u201cElectronic patient record\u201d: 3 of 215 musts not met')
  expect(text).toContain('| Sustainability | no musts; 9 of 15 recommendations met |')
  expect(text).toContain('not issued or endorsed by NHS England')
  const made = record({ run: run({ operator: '<b>|`@octocat`' }) })
  expect(markdown(made)).toContain('Produced by \\<b\\>\\|\\`@\u200boctocat\\` with mustdo')
})

test('CSV has a row for each requirement and never starts a cell with a formula', () => {
  const made = one('notTested', { requirements: [result('A-1', { state: 'notTested', because: '=HYPERLINK("x")' })] })
  expect(csv(richRecord()).trimEnd().split('\r\n')).toHaveLength(richRecord().catalogue.requirements.length + 1)
  expect(csv(made)).toContain(`"'=HYPERLINK(""x"")"`)
})

test('HAR 1.2 holds every exchange with its body, and a request without an answer as status 0', () => {
  const unanswered = {
    ...exchange('o9', 'https://a.example/x?q=1%202', 200, ''),
    error: { code: 'ECONNRESET', phase: 'body', message: 'reset' } as const,
  }
  const { response: _, ...silent } = unanswered
  const { log } = JSON.parse(
    har(richRecord({ observations: [exchange('o8', 'https://a.example/', 200, '{}'), silent] })),
  )
  expect(log.version).toBe('1.2')
  expect(log.entries[0]).toMatchObject({ response: { status: 200, content: { size: 2, text: '{}' } }, time: 41 })
  expect(log.entries[1]).toMatchObject({
    request: { queryString: [{ name: 'q', value: '1 2' }] },
    response: { status: 0, _error: 'ECONNRESET: reset' },
  })
})

test('the result carries each review with who, when, with what and what it decides, and is still valid', () => {
  const given = review({ settles: ['0a0a0a0a'], problems: [] })
  const spoilt = review({ verdict: 'does-not-support', outcome: 'failed', problems: ['expired'] })
  const made = record({ requirements: [result('ACC-WCAG-1.3.3', { reviews: [given, spoilt] })] }, [
    requirement('ACC-WCAG-1.3.3'),
  ])
  const [first, second] = runResult(made).requirements[0]?.reviews ?? []
  expect(first).toEqual({ ...given, notes: given.notes ?? null })
  expect(second).toMatchObject({ outcome: 'failed', problems: ['expired'] })
  expect(validate(JSON.parse(resultJson(made)))).toBe(true)
  expect(runResult(one('met')).requirements[0]?.reviews).toEqual([])
})

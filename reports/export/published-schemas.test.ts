/** The exports against the schemas that their formats publish. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { sampleRecord } from '../../fixtures/seals/sample.ts'
import type { RunRecord } from '../record.ts'
import { attestation, finding, record, requirement, result, review, run } from '../testing/parts.ts'
import { richRecord } from '../testing/rich.ts'
import { inToto } from './in-toto.ts'
import { junit } from './junit.ts'
import { oscal } from './oscal.ts'
import { sarif } from './sarif.ts'

const published = (name: string) => readFileSync(new URL(`../../fixtures/schemas/${name}`, import.meta.url), 'utf8')
const states = ['met', 'notMet', 'cantTell', 'notTested', 'attested', 'notApplicable'] as const
const hostile = ' \n\u0000]]>"<\ud800\u{1f600}\t '
const hostileRecord = (): RunRecord => {
  const made = richRecord()
  return {
    ...made,
    run: { ...made.run, operator: hostile, id: hostile },
    target: { ...made.target, supplier: hostile, product: '', version: hostile },
    assertions: made.assertions.map(one => ({
      ...one,
      findings: [finding('000001', { message: hostile, at: hostile })],
    })),
  }
}
const records: readonly [string, () => RunRecord][] = [
  ['a rich run', richRecord],
  ['the smallest run', () => sampleRecord],
  ['a run with nothing in it', () => record({ requirements: [], checks: [] }, [])],
  [
    'a demonstration',
    () => record({ run: run({ demo: true, notReached: true, complete: false, incompleteBecause: ['x'] }) }),
  ],
  ['texts that mean harm', hostileRecord],
  ...states.map((state): [string, () => RunRecord] => [
    `a must that is ${state}`,
    () =>
      record({ requirements: [result('A-1', { state, because: 'for this reason', attestation: attestation() })] }, [
        requirement('A-1'),
      ]),
  ]),
]

/** `language` of SARIF's schema has a pattern whose last bracket is stray, which no engine in Unicode mode compiles; no export uses it. */
function compiled(name: string) {
  const schema = JSON.parse(published(name).replaceAll('[a-zA-Z]{2}]?$', '[a-zA-Z]{2}$'))
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  return ajv.compile(schema)
}
const isOscal = compiled('oscal-assessment-results-1.2.3.json')
const isSarif = compiled('sarif-2.1.0.json')

test.each(records)('OSCAL assessment results of %s are valid by the schema of NIST', (_name, made) => {
  isOscal(JSON.parse(oscal(made())))
  expect(isOscal.errors ?? []).toEqual([])
})

test.each(records)('SARIF of %s is valid by the schema of OASIS', (_name, made) => {
  isSarif(JSON.parse(sarif(made())))
  expect(isSarif.errors ?? []).toEqual([])
})

test.each(records)('JUnit of %s is valid by the schema of the xUnit plugin of Jenkins', async (_name, made) => {
  const { errors } = await validateXML({ xml: junit(made()), schema: published('junit-10.xsd') })
  expect(errors).toEqual([])
})

test('the schemas refuse what is not of their kind', async () => {
  const good = JSON.parse(oscal(richRecord()))
  expect(isOscal({ 'assessment-results': { ...good['assessment-results'], uuid: 'none' } })).toBe(false)
  expect(isSarif({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false)
  const { valid } = await validateXML({
    xml: '<testsuites><testcase/></testsuites>',
    schema: published('junit-10.xsd'),
  })
  expect(valid).toBe(false)
})

interface Finding {
  readonly target: {
    readonly 'target-id': string
    readonly status: { readonly state: string; readonly reason: string }
  }
  readonly 'related-observations'?: readonly { readonly 'observation-uuid': string }[]
}
const resultOf = (made: RunRecord) =>
  JSON.parse(oscal(made))['assessment-results'].results[0] as {
    readonly findings: readonly Finding[]
    readonly observations: readonly { readonly uuid: string; readonly methods: readonly string[] }[]
    readonly 'reviewed-controls': {
      readonly 'control-selections': readonly { readonly 'include-controls': readonly object[] }[]
    }
  }

test('in OSCAL only what was met is satisfied for a pass, and what was not looked at is not among the reviewed', () => {
  const of = (state: (typeof states)[number]) => {
    const made = resultOf(record({ requirements: [result('A-1', { state })] }, [requirement('A-1')]))
    return [made.findings[0]?.target.status.state, made.findings[0]?.target.status.reason]
  }
  expect(states.map(of)).toEqual([
    ['satisfied', 'pass'],
    ['not-satisfied', 'fail'],
    ['not-satisfied', 'other'],
    ['not-satisfied', 'other'],
    ['satisfied', 'other'],
    ['satisfied', 'other'],
  ])
  const rich = resultOf(richRecord())
  expect(rich.findings).toHaveLength(richRecord().catalogue.requirements.length)
  const reviewed = rich['reviewed-controls']['control-selections'][0]?.['include-controls'] ?? []
  expect(reviewed.length).toBeGreaterThan(0)
  expect(reviewed.length).toBeLessThan(rich.findings.length)
})

test('a review that counts is an observation of its own in OSCAL, and its finding names it; a spoilt one is none', () => {
  const reviews = [review({ notes: 'Read aloud.' }), review({ who: 'Nobody', problems: ['expired'] })]
  const made = record({ requirements: [result('ACC-WCAG-1.3.3', { reviews })] }, [requirement('ACC-WCAG-1.3.3')])
  const { findings, observations } = resultOf(made)
  expect(observations).toMatchObject([
    {
      title: 'Review of ACC-WCAG-1.3.3',
      description: 'Sam Lee found on https://portal.acme.example/: supports. Read aloud.',
      methods: ['EXAMINE'],
      collected: '2026-11-20T00:00:00Z',
    },
  ])
  expect(findings[0]?.['related-observations']).toEqual([{ 'observation-uuid': observations[0]?.uuid }])
  isOscal(JSON.parse(oscal(made)))
  expect(isOscal.errors ?? []).toEqual([])
})

test('every observation that an OSCAL finding names is there, once, and people’s word is no test', () => {
  const { findings, observations } = resultOf(richRecord())
  const known = observations.map(({ uuid }) => uuid)
  expect(new Set(known).size).toBe(known.length)
  const named = findings.flatMap(one => one['related-observations'] ?? []).map(one => one['observation-uuid'])
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter(uuid => !known.includes(uuid))).toEqual([])
  expect(observations.map(({ methods }) => methods[0])).toContain('INTERVIEW')
})

/** Members and types as https://github.com/in-toto/attestation (spec/v1, predicates/test-result.md) names them. */
test('the in-toto statement has the form of Statement v1 and test-result v0.1, and passes for a conformant run only', () => {
  const read = (made: RunRecord) => JSON.parse(inToto(made))
  for (const [, made] of records) {
    const { _type, subject, predicateType, predicate, ...more } = read(made())
    expect(_type).toBe('https://in-toto.io/Statement/v1')
    expect(predicateType).toBe('https://in-toto.io/attestation/test-result/v0.1')
    expect(more).toEqual({})
    expect(subject.length).toBeGreaterThan(0)
    for (const one of subject) expect(one.digest.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(['PASSED', 'FAILED']).toContain(predicate.result)
    for (const one of predicate.configuration) expect(one.name ?? one.uri).toBeTruthy()
    const lists = [predicate.passedTests, predicate.warnedTests, predicate.failedTests]
    expect(lists.flat().every((id: unknown) => typeof id === 'string')).toBe(true)
    expect(new Set(lists.flat()).size).toBe(lists.flat().length)
  }
  const of = (state: (typeof states)[number]) =>
    read(record({ requirements: [result('A-1', { state })] }, [requirement('A-1')])).predicate
  expect(of('met')).toMatchObject({ result: 'PASSED', passedTests: ['A-1'], failedTests: [] })
  expect(of('notMet')).toMatchObject({ result: 'FAILED', passedTests: [], failedTests: ['A-1'] })
  expect(of('notTested')).toMatchObject({ result: 'FAILED', passedTests: [], mustdo_run: { notTested: ['A-1'] } })
  expect(of('attested').passedTests).toEqual([])
})

/** `mustdo validate` as a spawned command, with the embedded engine; with HL7's where it is installed. */
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { data, isMissing, withoutOfficial } from '../instruments/fhir-validator/official/testing.ts'
import { packFhir, ukCorePackage, withoutUkCore } from '../packages/testing.ts'
import type { Result } from '../validating/result.ts'
import { type Ended, isBuilt, mustdo, start, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Anne</div>' }
const patient = { resourceType: 'Patient', id: 'a', text, gender: 'female' }
const snomed = { coding: [{ system: 'http://snomed.info/sct', code: '38341003' }] }
const wrong = { resourceType: 'Patient', id: 'b', gender: 'F' }

let folder = ''
const write = (name: string, content: unknown) =>
  writeFileSync(
    join(folder, name),
    typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
  )
const home = () => join(folder, 'home')
const validate = (...words: readonly string[]) =>
  mustdo(folder, ['validate', '--engine', 'embedded', ...words], { MUSTDO_HOME: home() })
const resultsOf = ({ stdout }: Ended): Result[] =>
  stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Result)

beforeAll(() => {
  folder = temporaryFolder()
  for (const name of ['mixed', 'mixed/deep', 'empty', 'xml', 'home']) mkdirSync(join(folder, name))
  write('good.json', patient)
  write('wrong.json', wrong)
  write('coded.json', { resourceType: 'Condition', text, code: snomed, subject: { reference: 'Patient/a' } })
  write('bom.json', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(patient))]))
  write('utf-16.json', Buffer.from(`\uFEFF${JSON.stringify(patient)}`, 'utf16le'))
  write('latin-1.json', Buffer.from(JSON.stringify({ ...patient, language: 'é' }), 'latin1'))
  write('cut.json', '{"resourceType":"Patient",')
  write('blank.json', ' \n')
  write('lines.json', `${JSON.stringify(patient)}\n${JSON.stringify(wrong)}\n`)
  write(
    'lines.ndjson',
    `${JSON.stringify(patient)}\r\n\n${JSON.stringify(wrong)}\nnot json\n${JSON.stringify(patient)}`,
  )
  write('patient.xml', '<Patient xmlns="http://hl7.org/fhir"/>')
  write('xml/patient.xml', '<Patient xmlns="http://hl7.org/fhir"/>')
  write('mixed/a.json', patient)
  write('mixed/deep/b.ndjson', `${JSON.stringify(patient)}\n`)
  write('mixed/c.xml', '<Patient xmlns="http://hl7.org/fhir"/>')
  write('mixed/.hidden.json', wrong)
  write('bundle.json', {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ fullUrl: 'https://acme.example/Patient/b', resource: wrong }],
  })
})

built('A valid resource exits 0, and what was not evaluated is said', async () => {
  const ended = await validate('good.json')
  expect(ended.code, ended.stderr).toBe(0)
  expect(ended.stdout).toMatch(/^valid +good\.json +Patient\/a$/m)
  expect(ended.stdout).toMatch(/1 valid, 0 invalid, 0 could not be told/)
  const coded = await validate('coded.json')
  expect(coded.code, coded.stderr).toBe(0)
  expect(coded.stdout).toMatch(/Not evaluated, and so not passed: \S/)
})

built('An invalid one exits 1; its issue has severity, place, code, engine and requirement', async () => {
  const ended = await validate('wrong.json', '--json')
  expect(ended.code, ended.stderr).toBe(1)
  const [result, ...others] = resultsOf(ended)
  expect(others).toEqual([])
  expect(result).toMatchObject({ version: 1, file: 'wrong.json', resource: 'Patient/b', valid: false })
  expect(result?.engine.name).toBe('embedded')
  expect(result?.engine.packages).toContain('hl7.fhir.r4.core#4.0.1')
  expect(result?.notEvaluated).toBeInstanceOf(Array)
  expect(result?.issues).toContainEqual(
    expect.objectContaining({
      severity: 'error',
      path: 'Patient.gender',
      code: 'code-invalid',
      engine: 'embedded',
      requirement: 'FHIR-READ-020',
    }),
  )
})

built('Lines keep their numbers, blank ones are skipped, and a broken one stops nothing', async () => {
  const ended = await validate('lines.ndjson', '--json')
  expect(ended.code).toBe(1)
  expect(resultsOf(ended).map(({ line, valid }) => [line, valid])).toEqual([
    [1, true],
    [3, false],
    [4, false],
    [5, true],
  ])
})

built.each([
  ['one document', 'good.json', [undefined, true]],
  ['lines', 'lines.ndjson', [1, true]],
] as const)('Standard input may be %s', async (_name, file, first) => {
  const { child, ended } = start(folder, ['validate', '--engine', 'embedded', '-', '--json'], { MUSTDO_HOME: home() })
  // A document over several lines, so that it cannot be taken for one line of many.
  const content = readFileSync(join(folder, file), 'utf8')
  child.stdin?.end(file === 'good.json' ? JSON.stringify(JSON.parse(content), null, 2) : content)
  const [result] = resultsOf(await ended)
  expect([result?.line, result?.valid]).toEqual(first)
  expect(result?.file).toBe('-')
})

built('A folder is read with what lies beneath; XML in it is not judged, and so the exit is 3', async () => {
  const ended = await validate('mixed', '--json')
  expect(ended.code, ended.stderr).toBe(3)
  const results = resultsOf(ended)
  expect(results.map(({ file, valid }) => [file, valid])).toEqual([
    [join('mixed', 'a.json'), true],
    [join('mixed', 'c.xml'), null],
    [join('mixed', 'deep', 'b.ndjson'), true],
  ])
  expect(results[1]?.error).toMatch(/XML.*Expected.*convert/)
})

built('A Bundle is validated whole, its places inside it', async () => {
  const [result] = resultsOf(await validate('bundle.json', '--json'))
  expect(result?.issues.some(({ path }) => path.startsWith('Bundle.entry[0].resource'))).toBe(true)
})

built.each([
  ['cut.json', /Expected one FHIR resource as JSON/],
  ['blank.json', /there is no text/],
  ['utf-16.json', /UTF-16\. Expected UTF-8/],
  ['latin-1.json', /not UTF-8\. Expected UTF-8/],
  ['lines.json', /name it \.ndjson/],
])('%s is invalid, and the message says why and what to do', async (file, said) => {
  const ended = await validate(file, '--json')
  expect(ended.code).toBe(1)
  expect(resultsOf(ended)[0]?.issues[0]).toMatchObject({ severity: 'fatal', message: expect.stringMatching(said) })
})

built('A byte order mark is a warning, and no fault of the resource', async () => {
  const ended = await validate('bom.json', '--json')
  expect(ended.code).toBe(0)
  expect(resultsOf(ended)[0]).toMatchObject({ valid: true, issues: [{ severity: 'warning' }] })
  expect(resultsOf(ended)[0]?.issues[0]?.message).toMatch(/byte order mark/)
})

built.each([
  ['a file that is not there', ['nowhere.json'], 'nowhere.json does not exist'],
  ['an empty folder', ['empty'], 'empty holds no FHIR resource'],
  ['a folder of XML', ['xml'], '1 as XML'],
  ['a file of XML', ['patient.xml'], 'it is XML'],
  ['no file', [], 'files'],
  ['an unknown engine', ['good.json', '--engine', 'mine'], 'mine'],
  ['a profile that is no address', ['good.json', '--profile', 'UKCore'], 'canonical'],
  ['a package that is nowhere', ['good.json', '--package', 'no.such#1.0.0'], 'no.such#1.0.0'],
  ['a package that is none', ['good.json', '--package', 'cut.json'], 'cut.json is no FHIR package'],
  ['a terminology server that is no address', ['good.json', '--tx', 'tx'], '--tx'],
  ['a rule that nobody has', ['good.json', '--also', 'everything'], '--also is "everything"'],
  ["HL7's validator where there is none", ['good.json', '--engine', 'official'], 'mustdo setup validator'],
])('%s is wrong use, exit 2, in three parts', async (_name, words, said) => {
  const ended = await validate(...words)
  expect(ended.code).toBe(2)
  expect(ended.stdout).toBe('')
  expect(ended.stderr).toContain(said)
  expect(ended.stderr).toMatch(/Expected|expected/)
})

built('A profile that is not at hand is no pass: exit 3', async () => {
  const ended = await validate('good.json', '--profile', 'https://acme.example/none', '--json')
  expect(ended.code, ended.stdout).toBe(3)
  expect(resultsOf(ended)[0]).toMatchObject({ valid: null, profile: 'https://acme.example/none' })
  expect(resultsOf(ended)[0]?.notEvaluated.join()).toContain('https://acme.example/none')
})

built('A rule that was asked for and is not looked at is no pass: exit 3', async () => {
  const ended = await validate('good.json', '--also', 'security', '--also', 'experimental')
  expect(ended.code, ended.stderr).toBe(3)
  expect(ended.stdout).toContain('rules asked for: text that a program or browser could take for code')
  expect(ended.stdout).toContain('rules asked for: definitions that are marked as experimental')
})

built('A package is read from an archive before anything is judged', async () => {
  const manifest = { name: 'acme.profiles', version: '1.0.0', fhirVersions: ['4.0.1'] }
  const file = await packFhir(folder, 'acme', manifest, { 'CodeSystem-x.json': { resourceType: 'CodeSystem' } })
  const ended = await validate('good.json', '--package', file)
  expect(ended.code, ended.stderr).toBe(0)
})

built('A file of 200 MB in lines is read in bounded memory', async () => {
  const path = join(folder, 'large.ndjson')
  const stream = createWriteStream(path)
  const line = `${JSON.stringify({ ...patient, text: { ...text, div: `<div xmlns="http://www.w3.org/1999/xhtml">${'x'.repeat(200_000)}</div>` } })}\n`
  for (let n = 0; n < 1_000; n++)
    if (!stream.write(line)) await new Promise<void>(done => stream.once('drain', () => done()))
  await new Promise<void>(done => stream.end(() => done()))
  const words = ['validate', '--engine', 'embedded', path, '--json']
  const ended = await start(folder, words, { MUSTDO_HOME: home() }, ['--max-old-space-size=160']).ended
  expect(ended.code, ended.stderr.slice(0, 500)).toBe(0)
  expect(resultsOf(ended)).toHaveLength(1_000)
})

const official = test.skipIf(!isBuilt || isMissing)

official(`HL7's validator judges a folder in batches, each resource for itself${withoutOfficial}`, async () => {
  const many = Array.from({ length: 300 }, (_, n) => JSON.stringify({ ...(n % 3 ? patient : wrong), id: `p${n}` }))
  write('many.ndjson', many.join('\n'))
  const ended = await mustdo(folder, ['validate', '--engine', 'official', 'many.ndjson', '--json'], {
    MUSTDO_HOME: data,
  })
  expect(ended.code, ended.stderr).toBe(1)
  const results = resultsOf(ended)
  expect(results.map(({ line }) => line)).toEqual(many.map((_, n) => n + 1))
  expect(results.map(({ valid }) => valid)).toEqual(many.map((_, n) => n % 3 !== 0))
  for (const { engine } of results) expect(engine.packages.join(' ')).toMatch(/hl7\.fhir\.r4\.core#4\.0\.1 sha512-/)
})

test.skipIf(!isBuilt || isMissing || !ukCorePackage)(
  `A UK Core claim is judged by the package that --package names; without it the claim is not evaluated${withoutOfficial}${withoutUkCore}`,
  async () => {
    const profile = ['https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient']
    const identifier = [{ system: 'https://fhir.nhs.uk/Id/nhs-number' }]
    write(
      'claims.ndjson',
      [patient, { ...patient, identifier }].map(one => JSON.stringify({ ...one, meta: { profile } })).join('\n'),
    )
    const words = ['validate', '--engine', 'official', 'claims.ndjson', '--json']
    const judged = await mustdo(folder, [...words, '--package', ukCorePackage ?? ''], { MUSTDO_HOME: data })
    expect(judged.code, judged.stderr).toBe(1)
    expect(resultsOf(judged).map(({ valid }) => valid)).toEqual([true, false])
    expect(resultsOf(judged)[1]?.issues[0]).toMatchObject({ path: 'Patient.identifier[0]', requirement: 'UKC-PAT-001' })
  },
)

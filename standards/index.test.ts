import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CatalogueError, catalogueRoot, loadCatalogue } from './index.ts'

const catalogue = loadCatalogue()
const temporary: string[] = []
afterAll(() => {
  for (const path of temporary) rmSync(path, { recursive: true, force: true })
})

/** A copy of the catalogue's files in which one text of one file was replaced. */
function altered(file: string, from: string, to: string): string {
  const root = mkdtempSync(join(tmpdir(), 'catalogue-'))
  temporary.push(root)
  cpSync(catalogueRoot, root, { recursive: true, filter: path => !path.endsWith('.ts') })
  const path = join(root, ...file.split('/'))
  const text = readFileSync(path, 'utf8')
  expect(text, `${file} holds ${from}`).toContain(from)
  writeFileSync(path, text.replace(from, to))
  return root
}

function problems(root: string): readonly string[] {
  try {
    loadCatalogue(root)
  } catch (error) {
    if (error instanceof CatalogueError) return error.problems
    throw error
  }
  return []
}

test('every id of the first catalogue is still there', () => {
  const first = JSON.parse(readFileSync(join(catalogueRoot, 'testing', 'first-ids.json'), 'utf8')) as string[]
  expect(first).toHaveLength(475)
  expect(first.filter(id => !catalogue.requirements.has(id))).toEqual([])
})

test('the same files give the same digest, and a changed word another', () => {
  expect(loadCatalogue(catalogueRoot).digest).toBe(catalogue.digest)
  expect(catalogue.digest).toMatch(/^[0-9a-f]{64}$/)
  const root = altered(
    'usability-accessibility/wcag-2.2.yaml',
    'Zooming is not disabled.',
    'Zooming is never disabled.',
  )
  expect(loadCatalogue(root).digest).not.toBe(catalogue.digest)
})

test('common and the eight products are packs, and every product takes in common', () => {
  expect([...catalogue.packs.keys()]).toEqual([
    'common',
    'dscr',
    'epr',
    'gp-system',
    'imaging',
    'nhs-app',
    'population-health',
    'remote-monitoring',
    'shared-care-record',
  ])
  const common = catalogue.packs.get('common')?.requirements ?? []
  for (const pack of catalogue.packs.values())
    expect(
      common.filter(id => !pack.requirements.includes(id)),
      pack.id,
    ).toEqual([])
})

test('every requirement belongs to a pack and every condition to a requirement', () => {
  const packed = new Set([...catalogue.packs.values()].flatMap(pack => pack.requirements))
  const rows = [...catalogue.requirements.values()]
  expect(rows.filter(row => !packed.has(row.id)).map(row => row.id)).toEqual([])
  const used = new Set(rows.map(row => row.appliesWhen))
  expect([...catalogue.conditions.keys()].filter(id => !used.has(id))).toEqual([])
})

test('product policy, a deprecated guide and a voluntary code are never a must', () => {
  const weak = ['product-policy', 'deprecated-standard', 'voluntary-code']
  const rows = [...catalogue.requirements.values()].filter(row => row.level === 'must' && weak.includes(row.basis))
  expect(rows.map(row => row.id)).toEqual([])
})

test('levels follow the newest reading of the sources', () => {
  const row = (id: string) => catalogue.requirements.get(id)
  expect(row('CLN-NUM-001')).toMatchObject({
    level: 'must',
    basis: 'information-standard',
    standard: 'isb-0149-nhs-number',
    sourceConfirmed: false,
  })
  expect(row('SHR-ACC-001')).toMatchObject({ level: 'should' })
  expect(catalogue.frameworks.get('example-framework')?.raises).toContainEqual(
    expect.objectContaining({ requirement: 'SHR-ACC-001', level: 'must' }),
  )
  expect(row('FHIR-WRITE-015')).toMatchObject({ level: 'should', trialUse: true })
  expect(row('SOC-MODS-001')).toMatchObject({ inForce: '2024-04-01', conformBy: '2025-08-31' })
  expect(row('ACC-STM-002')).toMatchObject({ dutyHolder: 'public-body', pillar: 'usability-accessibility' })
})

test('usability itself is attested: there are rows on research with users', () => {
  const research = [...catalogue.requirements.values()].filter(row => row.id.startsWith('ACC-UR-'))
  expect(research.map(row => [row.fate, row.pillar])).toEqual(
    research.map(() => ['attested', 'usability-accessibility']),
  )
  expect(research.length).toBeGreaterThanOrEqual(2)
})

test('a statement is one sentence that ends', () => {
  for (const row of catalogue.requirements.values()) {
    expect(row.statement, row.id).toMatch(/\.$/)
    expect(row.statement.length, row.id).toBeLessThan(200)
    expect(row.fix.length, row.id).toBeGreaterThan(3)
  }
})

test('a wrong word in a file is refused with file, line, column and the word that was meant', () => {
  const root = altered('usability-accessibility/wcag-2.2.yaml', 'level: must', 'level: mst')
  expect(problems(root)).toEqual([
    expect.stringMatching(
      /^standards\/usability-accessibility\/wcag-2\.2\.yaml:\d+:5 {2}requirements\[\d+\]\.level is "mst"\. Expected one of must, should, may\. Did you mean "must"\?$/,
    ),
  ])
})

test('an unknown key is refused where it stands', () => {
  const root = altered('packs/imaging.yaml', 'optional:', 'optinal:')
  expect(problems(root)).toEqual([
    expect.stringMatching(/^standards\/packs\/imaging\.yaml:\d+:1 {2}.*lacks "optional"/),
    expect.stringMatching(
      /^standards\/packs\/imaging\.yaml:\d+:1 {2}"optinal" is not a known key\. .* Did you mean "optional"\?$/,
    ),
  ])
})

test('a reference that leads nowhere names the nearest id', () => {
  const root = altered('packs/imaging.yaml', '- DCM-QIDO-001', '- DCM-QIDO-0O1')
  expect(problems(root)).toEqual([
    expect.stringMatching(
      /^standards\/packs\/imaging\.yaml:\d+:5 {2}requirement "DCM-QIDO-0O1" does not exist\. .* Did you mean "DCM-QIDO-001"\?$/,
    ),
  ])
})

test('a clause of a standard that nobody has is refused', () => {
  const root = altered('cyber-security/govuk-using-https.yaml', 'standard: owasp-asvs', 'standard: owasp-asv')
  expect(problems(root)).toEqual([
    expect.stringMatching(/govuk-using-https\.yaml:\d+:\d+ {2}standard "owasp-asv" does not exist\..*"owasp-asvs"\?$/),
  ])
})

test('an id used twice, a circle of packs and a condition left out are refused', () => {
  expect(
    problems(altered('usability-accessibility/wcag-2.2.yaml', 'id: ACC-GEN-005', 'id: ACC-GEN-003')),
  ).toContainEqual(expect.stringMatching(/requirement "ACC-GEN-003" is also in standards\/.*Ids are never reused/))
  expect(problems(altered('packs/common.yaml', 'includes: []', 'includes: [epr]'))).toContainEqual(
    expect.stringMatching(/^standards\/packs\/common\.yaml:\d+:1 {2}pack "common" includes itself/),
  )
  expect(problems(altered('packs/imaging.yaml', 'requires: [dicomweb]', 'requires: []'))).toContainEqual(
    expect.stringMatching(/applies when "dicomweb", which the pack does not name/),
  )
})

test('a must on product policy is refused', () => {
  const root = altered('interoperability/uk-core-r4.yaml', 'basis: product-policy', 'basis: product-policy # raised')
  const path = join(root, 'interoperability', 'uk-core-r4.yaml')
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(/level: should(?=\n.*\n {4}basis: product-policy)/, 'level: must'),
  )
  expect(problems(root)).toContainEqual(expect.stringMatching(/is a must on the basis of product policy/))
})

import { expect, test } from 'vitest'
import { loadCatalogue } from './index.ts'
import { alsoIn, list, requirementsOf, show } from './query.ts'

const catalogue = loadCatalogue()

test('list gives everything, or what a pack and a pillar leave', () => {
  expect(list(catalogue)).toHaveLength(catalogue.requirements.size)
  const imaging = list(catalogue, { pack: 'imaging', pillar: 'interoperability' })
  expect(imaging.map(row => row.id)).toContain('DCM-QIDO-001')
  expect(imaging.every(row => row.pillar === 'interoperability')).toBe(true)
  expect(imaging.map(row => row.id)).not.toContain('GPC-REC-001')
})

test('list refuses a pack or pillar that does not exist and offers the nearest', () => {
  expect(() => list(catalogue, { pack: 'imging' })).toThrow('No pack is called "imging". Expected one of common')
  expect(() => list(catalogue, { pack: 'imging' })).toThrow('Did you mean "imaging"?')
  expect(() => list(catalogue, { pillar: 'goverance' })).toThrow('Did you mean "governance"?')
})

test('a standard lists the rows of others that one of its clauses asks for too', () => {
  const asvs = list(catalogue, { standard: 'asvs' })
  expect(asvs.filter(row => row.standard !== 'owasp-asvs').map(row => `${row.id}: ${alsoIn(row)}`)).toContain(
    'SEC-TLS-010: owasp-asvs 3.4.1',
  )
})

test('show finds a requirement with its standard, condition and packs', () => {
  const view = show(catalogue, 'dcm-qido-001')
  expect(view).toMatchObject({
    kind: 'requirement',
    requirement: { id: 'DCM-QIDO-001', level: 'must' },
    standard: { id: 'dicomweb-ps3-18' },
    condition: { id: 'dicomweb' },
    packs: [{ id: 'imaging' }],
  })
})

test('show finds packs and standards, and refuses a stranger with the nearest id', () => {
  expect(show(catalogue, 'epr').kind).toBe('pack')
  expect(show(catalogue, 'owasp-asvs').kind).toBe('standard')
  expect(() => show(catalogue, 'SEC-HDR-04')).toThrow('Did you mean "SEC-HDR-004"?')
})

test('two packs together hold each requirement once, in catalogue order', () => {
  const rows = requirementsOf(catalogue, ['epr', 'gp-system']).map(row => row.id)
  expect(new Set(rows).size).toBe(rows.length)
  expect(rows).toEqual([...catalogue.requirements.keys()].filter(id => rows.includes(id)))
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { byCodePoint } from './canonical.ts'
import { catalogueRoot, readCatalogue } from './index.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'

test('a snapshot gives back the same catalogue, order and digest included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'snapshot-'))
  try {
    const catalogue = readCatalogue(catalogueRoot)
    writeSnapshot(catalogue, folder)
    const back = readSnapshot(folder)
    expect(back).toEqual(catalogue)
    expect([...(back?.requirements.keys() ?? [])]).toEqual([...catalogue.requirements.keys()])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the sources hold no snapshot, so that an edited file is always read', () => {
  expect(readSnapshot(catalogueRoot)).toBeUndefined()
})

test('code-point order puts a pair of surrogates after every other character', () => {
  expect(['\u{1F600}', '\uE000', 'b', 'a', ''].sort(byCodePoint)).toEqual(['', 'a', 'b', '\uE000', '\u{1F600}'])
  expect(byCodePoint('\u{1F600}', '\u{1F601}')).toBeLessThan(0)
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { builtFile, codeOf, type SchemaValidator, useBuilt, validatorOf } from './schema-validator.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const targetSchema = () =>
  JSON.parse(readFileSync(join(root, 'runner/target/target.schema.json'), 'utf8')) as { properties: object }

/** Runs `use` with a file beside this one, where the packages that it asks for are found. */
function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(root, 'node_modules', '.mustdo-test-'))
  try {
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('the validator as code gives the same errors as the one compiled here', () => {
  withFolder(folder => {
    const file = join(folder, 'a.cjs')
    writeFileSync(file, codeOf(targetSchema()))
    const built = createRequire(file)(file) as SchemaValidator
    const compiled = validatorOf(targetSchema())
    const wrong = [
      {},
      null,
      { version: 2, product: { name: '' } },
      { version: 1, supplier: 'A', endpoints: [{ name: 'a', kind: 'fhri', url: 'no address', extra: 1 }] },
      { version: 1, politeness: { concurrency: 'eight', window: { from: '25:00' } }, canary: { listen: 'x' } },
      { version: 1, attestations: [{ requirement: 'A', until: '2026-02-30' }], packs: ['epr', 'epr'] },
    ]
    for (const value of wrong) {
      expect(compiled(value)).toBe(false)
      const errors = compiled.errors
      expect(errors?.length).toBeGreaterThan(0)
      expect(built(value)).toBe(false)
      expect(built.errors).toEqual(errors)
    }
  })
})

test('a validator that the build wrote is used, and another schema has its own', () => {
  withFolder(folder => {
    const schema = { type: 'object' }
    const place = pathToFileURL(join(folder, 'x.schema.json'))
    useBuilt(schema, place)
    expect(validatorOf(schema)({})).toBe(true)
    const other = { type: 'object' }
    writeFileSync(builtFile(fileURLToPath(place)), 'module.exports = () => false')
    useBuilt(other, place)
    expect(validatorOf(other)({})).toBe(false)
    expect(validatorOf(schema)({})).toBe(true)
  })
})

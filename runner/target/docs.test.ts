import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { targetFilePage } from './docs.ts'
import { example } from './example.ts'
import { targetSchema } from './load.ts'

const page = targetFilePage(targetSchema, example)

test('the committed page about the target file is what the schema says', () => {
  const committed = readFileSync(fileURLToPath(new URL('../../docs/target-file.md', import.meta.url)), 'utf8')
  expect(committed.replaceAll('\r\n', '\n')).toBe(page)
})

test('the page names every key of the schema', () => {
  const keys = new Set<string>()
  JSON.stringify(targetSchema, (key, value: unknown) => {
    if (key === 'properties' && !JSON.stringify(value).startsWith('{"auth":{"const"'))
      for (const name of Object.keys(value as object)) keys.add(name)
    return value
  })
  expect(keys.size).toBeGreaterThan(70)
  for (const key of keys) expect(page, key).toMatch(new RegExp(`^\\| (\\*\\*)?\`${key}\``, 'm'))
})

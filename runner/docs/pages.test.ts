import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pages } from './pages.ts'

// docs/fidelity.md is not among them: it takes a run of every defect, which `npm run fidelity` makes.
test.each(Object.entries(await pages()))('docs/%s is what `npm run docs` writes', (name, text) => {
  const file = new URL(`../../docs/${name}`, import.meta.url)
  const found = existsSync(file) ? readFileSync(file, 'utf8') : ''
  expect(found === text, `docs/${name} is stale at line ${firstDifference(found, text)}. Run: npm run docs`).toBe(true)
})

function firstDifference(found: string, text: string): number {
  const lines = found.split('\n')
  return text.split('\n').findIndex((line, at) => line !== lines[at]) + 1
}

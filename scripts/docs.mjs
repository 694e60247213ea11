// Writes the pages that follow from the objects: catalogue, national plan, coverage, target file, command help. A test fails when
// one is stale. Needs dist/ (npm run docs builds it first). `--check` writes nothing and says what is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pages } from '../dist/runner/docs/pages.js'

const docs = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs')
const check = process.argv.includes('--check')
let stale = 0
for (const [name, text] of Object.entries(await pages())) {
  const file = join(docs, name)
  let before = ''
  try {
    before = readFileSync(file, 'utf8')
  } catch {
    // A page that is not there yet is stale.
  }
  if (before === text) continue
  stale++
  if (!check) writeFileSync(file, text)
  console.log(`${check ? 'stale' : 'written'}  docs/${name}`)
}
process.exit(check && stale > 0 ? 1 : 0)

// All tests of this repository: formatter and linter, types (by the build that ran before), then everything vitest finds.
// Ends with one line, `N passed, N failed` (`, N skipped` with the reasons above it), and exits 1 when anything failed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const node = (script, ...args) =>
  spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit' })

let passed = 0
let failed = 0
const count = ok => (ok ? passed++ : failed++)

console.log('formatter and linter')
count(node('@biomejs/biome/bin/biome', 'check', '.').status === 0)

const results = join(mkdtempSync(join(tmpdir(), 'mustdo-tests-')), 'results.json')
const vitest = node(
  'vitest/vitest.mjs',
  'run',
  ...process.argv.slice(2),
  '--reporter=default',
  '--reporter=json',
  `--outputFile=${results}`,
)

let report
try {
  report = JSON.parse(readFileSync(results, 'utf8'))
} catch {
  console.log('vitest wrote no results')
  failed++
}
const skipped = []
for (const file of report?.testResults ?? []) {
  if (file.status === 'failed' && file.assertionResults.length === 0) failed++
  for (const test of file.assertionResults) {
    if (test.status === 'passed') passed++
    else if (test.status === 'failed') failed++
    else skipped.push(`${relative(root, file.name)}: ${test.fullName}`)
  }
}
// A run that failed for a reason no test shows (an error outside tests, a worker that died) is a failure too.
if (vitest.status !== 0 && failed === 0) failed++
if (skipped.length > 0) console.log(`\nSkipped (the title says why):\n${skipped.map(line => `  ${line}`).join('\n')}`)
console.log(`\n${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`)
process.exit(failed === 0 ? 0 : 1)

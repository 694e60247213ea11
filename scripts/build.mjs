// Compiles TypeScript to dist/ and copies the assets that tsc leaves behind. Runs unbuilt, so plain JavaScript.
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const assets = new Set([
  '.yaml',
  '.json',
  '.hbs',
  '.css',
  '.svg',
  '.html',
  '.pem',
  '.ndjson',
  '.txt',
  '.jsc',
  '.sh',
  '.class',
  '.br',
])
const skip = new Set(['node_modules', '.work'])

rmSync(join(root, 'dist'), { recursive: true, force: true })
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const compiled = spawnSync(process.execPath, [tsc, '-p', root], { stdio: 'inherit' })
if (compiled.status !== 0) process.exit(compiled.status ?? 1)
for (const folder of ['standards', 'suites', 'runner', 'reports', 'fixtures'])
  cpSync(join(root, folder), join(root, 'dist', folder), {
    recursive: true,
    filter: from => !skip.has(from.split(/[\\/]/).at(-1)) && (!extname(from) || assets.has(extname(from))),
  })

// The catalogue as one JSON beside its YAML: reading 87 YAML files costs a second at each start, the snapshot 4 ms.
const { readCatalogue, catalogueRoot } = await import('../dist/standards/index.js')
const { writeSnapshot } = await import('../dist/standards/snapshot.js')
writeSnapshot(readCatalogue(catalogueRoot), catalogueRoot)

// The validator of target files as code: a run would wait a tenth of a second for its compiling.
const { builtFile, codeOf } = await import('../dist/standards/schema-validator.js')
const schemaFile = join(root, 'dist/runner/target/target.schema.json')
writeFileSync(builtFile(schemaFile), codeOf(JSON.parse(readFileSync(schemaFile, 'utf8'))))

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Which folder may import which (design: The house). A folder may always import itself. */
const arrows: { readonly [folder: string]: readonly string[] } = {
  standards: [],
  suites: ['standards'],
  reports: ['standards'],
  runner: ['standards', 'suites', 'reports'],
  fixtures: ['standards', 'suites', 'reports', 'runner'],
}

/** npm packages (and built-in modules that reach outside) that each folder may use. */
const packages: { readonly [folder: string]: RegExp } = {
  standards: /^(node:(fs|module|path|url|crypto)|ajv(\/.*)?|ajv-formats|yaml)$/,
  suites:
    /^(fhir\/r4\.js|node-html-parser|openapi-types|@apidevtools\/openapi-schemas|ajv(\/.*)?|ajv-draft-04|ajv-formats|fast-check|@tgwf\/co2|@lhncbc\/ucum-lhc|csp_evaluator\/.*|node:(fs|path|url))$/,
  reports:
    /^(sarif|@peculiar\/asn1-(cms|schema|tsp|x509)|node:(fs|path|url|crypto|buffer|zlib)|handlebars|jose(\/.*)?|ajv(\/.*)?)$/,
  runner: /^(?!zx)/,
  fixtures: /.*/,
}

/** Parts of `reports` that are pure: they may not even read a file. */
const pureReports = /^reports\/(verdict|export|terminal)/

interface Import {
  readonly from: string
  readonly to: string
}

const files = Object.keys(arrows).flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.includes('node_modules') && !name.startsWith(`real${sep}.work`))
    .map(name => `${folder}/${name.split(sep).join('/')}`),
)

function importsOf(file: string): Import[] {
  const { module } = parseSync(file, readFileSync(join(root, file), 'utf8'))
  const statics = module.staticImports.map(found => found.moduleRequest.value)
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  )
  const source = readFileSync(join(root, file), 'utf8')
  const dynamics = module.dynamicImports.flatMap(
    ({ moduleRequest }) => /^['"](.*)['"]$/.exec(source.slice(moduleRequest.start, moduleRequest.end))?.[1] ?? [],
  )
  return [...statics, ...exports, ...dynamics].map(to => ({
    from: file,
    to: to.startsWith('.')
      ? relative(root, join(root, dirname(file), to))
          .split(sep)
          .join('/')
      : to,
  }))
}

const isTest = (file: string) => /\.test\.ts$|\/testing\//.test(file)
const imports = files.filter(file => !isTest(file)).flatMap(importsOf)
const folderOf = (path: string) => path.split('/')[0] ?? ''
const isOurs = (path: string) => folderOf(path) in arrows

test('the house is read whole', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(imports.length).toBeGreaterThan(300)
})

test('imports follow the arrows: standards ← suites ← runner, standards ← reports ← runner', () => {
  const wrong = imports.filter(({ from, to }) => {
    if (!isOurs(to) || folderOf(from) === folderOf(to)) return false
    // The one command that shows the tool on the reference supplier.
    if (from === 'runner/commands/demo.ts' && folderOf(to) === 'fixtures') return false
    // The contract that suites' authors import; it hands on the types of the record.
    if (folderOf(from) === 'suites' && to === 'runner/check.ts') return false
    return !arrows[folderOf(from)]?.includes(folderOf(to))
  })
  expect(wrong).toEqual([])
})

test('each folder uses only the packages it may', () => {
  const wrong = imports.filter(({ from, to }) => !isOurs(to) && !packages[folderOf(from)]?.test(to))
  expect(wrong).toEqual([])
})

test('verdicts, exports and terminal texts read no file', () => {
  expect(imports.filter(({ from, to }) => pureReports.test(from) && /^node:fs/.test(to))).toEqual([])
})

test('the network lives in runner/instruments, sockets in no other part of runner', () => {
  const sockets = /^(node:(http|https|http2|net|tls|dgram|dns(\/promises)?)|undici|playwright-core)$/
  const wrong = imports.filter(
    ({ from, to }) => folderOf(from) === 'runner' && !from.startsWith('runner/instruments/') && sockets.test(to),
  )
  expect(wrong).toEqual([])
})

test('nothing that ships starts a shell', () => {
  const shells = /\b(exec|execSync)\s*\(|shell:\s*true/
  const wrong = files.filter(
    file =>
      !isTest(file) &&
      folderOf(file) === 'runner' &&
      /from 'node:child_process'/.test(readFileSync(join(root, file), 'utf8')) &&
      shells.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(wrong).toEqual([])
})

test('judges and renderers have no clock and no randomness', () => {
  const impure =
    /\bDate\.now\(|new Date\(\)|Math\.random\(|randomUUID|performance\.now\(|localeCompare|\bIntl\.|toLocale/
  const wrong = files.filter(
    file => !isTest(file) && /^(suites|reports)\//.test(file) && impure.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(wrong).toEqual([])
})

test('every file is short: none over 400 lines but tests', () => {
  const long = files.filter(file => !isTest(file) && readFileSync(join(root, file), 'utf8').split('\n').length > 400)
  expect(long).toEqual([])
})

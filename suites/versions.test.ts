import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { checkFiles, loadChecks } from './registry.ts'

/** Check id → its version and a digest of all that its judge decides by. `MUSTDO_VERSIONS=write` writes new entries. */
const file = fileURLToPath(new URL('./versions.json', import.meta.url))
const committed: { [id: string]: { version: number; judge: string } } = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : {}

/** Words for people, the examples themselves, and tidying up: they may change without a verdict changing. */
const outOf: Readonly<Record<string, ReadonlySet<string>>> = {
  check: new Set(['version', 'title', 'fix', 'messages', 'examples']),
  given: new Set(['title', 'undo']),
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/** Source without comments, white space and the properties above; of the file and of every shared helper it imports. */
function decisiveSource(path: string, seen = new Set<string>()): string {
  if (seen.has(path) || /examples\.ts$/.test(basename(path))) return ''
  seen.add(path)
  const source = readFileSync(path, 'utf8')
  const { program, comments, module } = parseSync(path, source)
  const cut = [...comments, ...propertiesOf(program as unknown as Node)].sort((a, b) => b.start - a.start)
  let text = source
  for (const { start, end } of cut) text = `${text.slice(0, start)}${text.slice(end)}`
  const helpers = module.staticImports
    .map(({ moduleRequest }) => moduleRequest.value)
    .filter(to => to.startsWith('.') && !to.includes('/runner/'))
    .map(to => join(dirname(path), to))
  // Data that a helper reads decides as much as its code.
  const data = [...source.matchAll(/new URL\('([^']+\.json)', import\.meta\.url\)/g)].map(([, name = '']) =>
    readFileSync(join(dirname(path), name), 'utf8'),
  )
  return [text.replace(/\s+/g, ''), ...data, ...helpers.sort().map(helper => decisiveSource(helper, seen))].join('\n')
}

/** The properties to leave out: of the object that `check({…})` is called with, and how a given is undone. */
function propertiesOf(program: Node): { start: number; end: number }[] {
  return (program['body'] as Node[]).flatMap(statement => {
    const declared = statement['declaration'] as Node | undefined
    const [variable] = (declared?.['declarations'] as Node[] | undefined) ?? []
    const call = (variable?.['init'] ?? declared) as Node | undefined
    const out = outOf[(call?.['callee'] as { name?: string } | undefined)?.name ?? '']
    const object = (call?.['arguments'] as Node[] | undefined)?.[0]
    const properties = (out && (object?.['properties'] as Node[] | undefined)) ?? []
    return properties.filter(({ key }) => out?.has(String((key as { name?: string } | undefined)?.name)))
  })
}

const checks = await loadChecks()
const found = Object.fromEntries(
  await Promise.all(
    checkFiles().map(async path => {
      const { default: check } = (await import(path)) as { default: { id: string; version: number } }
      const judge = createHash('sha256').update(decisiveSource(path)).digest('hex').slice(0, 12)
      return [check.id, { version: check.version, judge }] as const
    }),
  ),
)

if (process.env['MUSTDO_VERSIONS'] === 'write') {
  const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)))
  const unraised = Object.entries(sorted).filter(
    ([id, { version, judge }]) => committed[id]?.version === version && committed[id]?.judge !== judge,
  )
  if (unraised.length > 0)
    throw new Error(
      `These judges changed and their versions did not: ${unraised.map(([id]) => id).join(', ')}. Raise them first.`,
    )
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`)
  Object.assign(committed, sorted)
}

test('every check is known by its version', () => {
  expect(
    checks.map(({ id }) => id).filter(id => !(id in committed)),
    'new: MUSTDO_VERSIONS=write npx vitest run suites/versions',
  ).toEqual([])
})

test('no judge changed while its version did not', () => {
  const silent = Object.entries(found).filter(
    ([id, { version, judge }]) => committed[id]?.version === version && committed[id]?.judge !== judge,
  )
  expect(
    silent.map(([id]) => id),
    'raise the version, then MUSTDO_VERSIONS=write npx vitest run suites/versions',
  ).toEqual([])
})

test('a version that rose was written down', () => {
  const risen = Object.entries(found).filter(
    ([id, { version }]) => committed[id] !== undefined && committed[id]?.version !== version,
  )
  expect(risen.map(([id]) => id)).toEqual([])
})

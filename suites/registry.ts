/** Finds every check: each file two folders deep under `suites` that is not a test, a helper or the template holds one. */
import { readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { AnyCheck } from '../runner/check.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const extension = extname(fileURLToPath(import.meta.url))

/**
 * All checks, in code-point order of their ids. `extra` is a folder of checks from outside the tree, for trying one out.
 * Throws when two checks share an id or a file's default export is not a check.
 */
export async function loadChecks(extra?: string): Promise<AnyCheck[]> {
  const checks = await Promise.all([...checkFiles(here), ...(extra ? checkFiles(extra, 1) : [])].map(loadCheck))
  const ids = new Set<string>()
  for (const { id } of checks) {
    if (ids.has(id)) throw new Error(`Two checks are called "${id}". Ids are unique; rename one of them.`)
    ids.add(id)
  }
  return checks.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Paths of the files that hold a check. */
export function checkFiles(root: string = here, depth = 3): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(name => {
      const parts = name.split(sep)
      const file = parts.at(-1) ?? ''
      return (
        parts.length === depth &&
        parts[0] !== 'shared' &&
        /^[a-z0-9-]+\.(ts|js|mjs)$/.test(file) &&
        [extension, '.mjs'].includes(extname(file))
      )
    })
    .map(name => join(root, name))
    .sort()
}

async function loadCheck(path: string): Promise<AnyCheck> {
  const { default: found } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { default?: AnyCheck }
  if (typeof found?.judge === 'function' && typeof found.probe === 'function') return found
  throw new Error(
    `${relative(here, path)} exports no check. Expected \`export default check({…})\`, as in suites/_template.ts.`,
  )
}

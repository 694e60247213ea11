import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const texts = new Map<string, Promise<string>>()

/** The text of a script inside an npm package, read once in a process. Rejects where the package is not installed. */
export function scriptOf(specifier: string): Promise<string> {
  const known = texts.get(specifier)
  if (known) return known
  const text = Promise.resolve().then(() => readFile(require.resolve(specifier), 'utf8'))
  texts.set(specifier, text)
  return text
}

/** The version of an installed npm package whose entry is `specifier`. */
export function versionOf(name: string, specifier = name): string {
  const entry = require.resolve(specifier)
  const folder = entry.slice(0, entry.lastIndexOf(name) + name.length)
  return (require(`${folder}/package.json`) as { version: string }).version
}

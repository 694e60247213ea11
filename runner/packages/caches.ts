import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where HL7's tools keep packages: `~/.fhir/packages/<name>#<version>/`. */
export const userCache = (home: string = homedir()): string => join(home, '.fhir', 'packages')

/** The folder of a package in the first cache that has it: `name#version` (or `name@version`); of `name` alone the newest. */
export async function cachedPackage(id: string, caches: readonly string[]): Promise<string | undefined> {
  const [, name, version] = /^([a-z0-9][\w.-]*)(?:[#@](\w[\w.+-]*))?$/i.exec(id) ?? []
  if (!name) return undefined
  for (const cache of caches.filter(existsSync)) {
    const found = version === undefined ? await newest(cache, name) : `${name}#${version}`
    if (found && isThere(cache, found)) return join(cache, found)
  }
  return undefined
}

const isThere = (cache: string, id: string) => existsSync(join(cache, id, 'package', 'package.json'))

async function newest(cache: string, name: string): Promise<string | undefined> {
  const all = (await readdir(cache)).filter(entry => entry.startsWith(`${name}#`) && isThere(cache, entry))
  return all.sort((a, b) => compareVersions(a.slice(name.length + 1), b.slice(name.length + 1))).at(-1)
}

/** Numbers by value, everything else by code point; a version with a pre-release comes before the one without. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => {
    const [core = '', ...rest] = version.split('-')
    return { numbers: core.split('.').map(Number), label: rest.join('-') }
  }) as [{ numbers: number[]; label: string }, { numbers: number[]; label: string }]
  for (let place = 0; place < Math.max(left.numbers.length, right.numbers.length); place++) {
    const difference = (left.numbers[place] ?? 0) - (right.numbers[place] ?? 0)
    if (difference) return difference
  }
  if (left.label === right.label) return 0
  if (!left.label || !right.label) return left.label ? -1 : 1
  return left.label < right.label ? -1 : 1
}

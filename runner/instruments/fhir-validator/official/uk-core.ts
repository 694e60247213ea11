import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Package ids of UK Core in a package cache, as a list of one or none; of several versions the last in code-point order. */
export function ukCoreIn(packages: string): readonly string[] {
  if (!existsSync(packages)) return []
  return readdirSync(packages)
    .filter(id => /^fhir\.r4\.ukcore[^#]*#/.test(id) && existsSync(join(packages, id, 'package', 'package.json')))
    .sort()
    .slice(-1)
}

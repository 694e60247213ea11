import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Tool } from './tool.ts'

/** Where HL7's tools keep packages: `~/.fhir/packages/<name>#<version>/`. */
export const packageCache = (home: string = homedir()): string => join(home, '.fhir', 'packages')

const list = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Finds UK Core in the FHIR package cache; of several versions the last in code-point order. */
export function findUkCore(cache: string = packageCache()): Tool {
  const entry = list(cache)
    .filter(name => /^fhir\.r4\.ukcore[^#]*#/.test(name) && existsSync(join(cache, name, 'package', 'package.json')))
    .sort()
    .at(-1)
  const tool = {
    name: 'UK Core package',
    costs: 'resources are not validated against the UK Core profiles; checks of UK Core look at named elements only',
    mend: 'fhir install fhir.r4.ukcore.stu2 (Firely Terminal, which fills the same cache)',
  }
  return entry
    ? { ...tool, found: true, version: entry.replace('#', ' '), where: join(cache, entry) }
    : { ...tool, found: false, because: `none in ${cache}` }
}

/**
 * HL7's own validator. This version has no engine that drives it, so it is never found, whatever lies on the disk: a report must
 * not name what it did not use.
 */
export const findOfficialValidator = (): Tool => ({
  name: "HL7's FHIR validator",
  found: false,
  because: 'this version of mustdo does not drive it; the embedded validator stands in',
  costs: 'invariants, slicing, profiles and terminology of FHIR resources are not evaluated',
  mend: 'none: it comes with a later version of mustdo',
})

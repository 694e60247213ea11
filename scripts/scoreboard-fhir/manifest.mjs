import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a case may not ask for to be one of base R4 in JSON: packages, profiles, other files, logical models. */
const beyond = ['packages', 'package-map', 'profiles', 'profile', 'supporting', 'supporting5', 'logical', 'use-test']

/** The cases of HL7's manifest that are of R4 alone and JSON of a resource: `{ name, text }`. */
export function manifestCases(folder) {
  const { 'test-cases': cases } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  return cases
    .filter(one => one.version === '4.0' && one.file.endsWith('.json') && !beyond.some(key => key in one))
    .filter(({ file }) => existsSync(join(folder, file)))
    .map(({ name, file }) => ({ name, text: readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, '') }))
    .filter(({ text }) => isResource(text))
}

function isResource(text) {
  try {
    return typeof JSON.parse(text).resourceType === 'string'
  } catch {
    return false
  }
}

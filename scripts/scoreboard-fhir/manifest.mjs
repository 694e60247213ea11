import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a case may not ask for to be one of base R4 in JSON: packages, profiles, other files, logical models. */
const beyond = ['packages', 'package-map', 'profiles', 'profile', 'supporting', 'supporting5', 'logical', 'use-test']

/** What a case sets on the validator that a request to its HTTP service cannot carry. */
const settings = [
  'allowed-extension-domain',
  'documentation',
  'fetch-canonicals',
  'fetcher',
  'for-publication',
  'ips',
  'language',
  'new-xver-mode',
  'noHtmlInMarkdown',
  'sct',
  'security-checks',
  'validateContains',
  'validateReference',
]

/**
 * The cases of HL7's manifest that are of R4 alone and JSON of a resource: `{ name, text, exampleUrls, rejected }`. `rejected` is
 * whether the manifest's outcome for HL7's validator holds an error; undefined where it tells none, or of other settings than ours.
 */
export function manifestCases(folder) {
  const { 'test-cases': cases } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  return cases
    .filter(one => one.version === '4.0' && one.file.endsWith('.json') && !beyond.some(key => key in one))
    .filter(({ file }) => existsSync(join(folder, file)))
    .map(({ file, java, ...one }) => ({
      name: one.name,
      exampleUrls: one.examples === true,
      text: readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, ''),
      rejected: settings.some(key => key in one) ? undefined : isRejected(java, join(folder, 'outcomes')),
    }))
    .filter(({ text }) => isResource(text))
}

/** An outcome is a file beside the manifest, the same inside it, or counts of older days. */
function isRejected(java, folder) {
  const file = typeof java === 'string' && join(folder, java)
  const outcome = file ? existsSync(file) && JSON.parse(readFileSync(file, 'utf8')) : java?.outcome
  if (outcome) return (outcome.issue ?? []).some(({ severity }) => severity === 'error' || severity === 'fatal')
  return java && typeof java === 'object' ? (java.errorCount ?? 0) + (java.fatalCount ?? 0) > 0 : undefined
}

function isResource(text) {
  try {
    return typeof JSON.parse(text).resourceType === 'string'
  } catch {
    return false
  }
}

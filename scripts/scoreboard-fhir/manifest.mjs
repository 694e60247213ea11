import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a case may not ask for to be one of base R4 in JSON: packages, profiles, other files, logical models. */
const beyond = ['packages', 'package-map', 'profiles', 'profile', 'supporting', 'supporting5', 'logical', 'use-test']

/** What of a case tells nothing of how to validate: its name, words about it, what validators say of it and how that is written. */
const words =
  /^(name|file|version|module|java|description|documentation|explanation|tags|ids-in-errors|(dotnet-)?brianpos|firely-sdk-\w+)$/

const also = rule => on => (on === false ? {} : { also: [rule] })
const asOurs = value => given => (given === value ? {} : undefined)

/** The settings of a case that our interface to HL7's validator can carry, as its options; undefined for a value that it cannot. */
const carried = {
  'allowed-extension-domain': domain => ({ extensions: [domain] }),
  // Its runner allows them where a case says nothing, as we do.
  examples: on => (on ? {} : { also: ['example-addresses'] }),
  'for-publication': also('publication'),
  'no-experimental-content': also('experimental'),
  noHtmlInMarkdown: also('html-in-markdown'),
  'r5-bundle-relative-reference-policy': policy => (policy === 'always' ? { also: ['r5-references'] } : undefined),
  'security-checks': also('security'),
  // What our server does in any case.
  fetcher: asOurs('standalone'),
  validateContains: asOurs('CHECK_VALID'),
  // A pattern that is compared after the validation, whose outcome is another.
  matchetype: how => (typeof how === 'object' ? {} : undefined),
}

/**
 * The cases of HL7's manifest that are of R4 alone and JSON of a resource: `{ name, text, options, uncarried, outcome }`. `options` are
 * the case's settings in the words of our interface, `uncarried` names those that it has none for, and `outcome` is what the manifest
 * tells of HL7's validator: its errors, each with its message and the terminology server that said so; undefined where it tells none.
 */
export function manifestCases(folder) {
  const { 'test-cases': cases } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  return cases
    .filter(one => one.version === '4.0' && one.file.endsWith('.json') && !beyond.some(key => key in one))
    .filter(({ file }) => existsSync(join(folder, file)))
    .map(one => ({
      name: one.name,
      text: readFileSync(join(folder, one.file), 'utf8').replace(/^\uFEFF/, ''),
      ...settingsOf(one),
      outcome: outcomeOf(one.java, join(folder, 'outcomes')),
    }))
    .filter(({ text }) => isResource(text))
}

function settingsOf(one) {
  const settings = Object.entries(one)
    .filter(([key]) => !words.test(key))
    .map(([key, value]) => ({ key, options: carried[key]?.(value) }))
  const all = settings.flatMap(({ options }) => options ?? [])
  return {
    options: {
      // Its runner lets no extension pass without a definition, unless a case names where it comes from.
      also: ['unknown-extensions', ...all.flatMap(({ also = [] }) => also)],
      extensions: all.flatMap(({ extensions = [] }) => extensions),
    },
    uncarried: settings.filter(({ options }) => options === undefined).map(({ key }) => key),
  }
}

/** An outcome is a file beside the manifest, or the same inside it. */
function outcomeOf(java, folder) {
  const file = typeof java === 'string' && join(folder, java)
  const outcome = file ? existsSync(file) && JSON.parse(readFileSync(file, 'utf8')) : java?.outcome
  return outcome
    ? (outcome.issue ?? [])
        .filter(({ severity }) => severity === 'error' || severity === 'fatal')
        .map(({ details, extension = [] }) => ({
          message: details?.text ?? '',
          server: extension.find(({ url }) => url.endsWith('operationoutcome-issue-server'))?.valueUrl,
        }))
    : undefined
}

function isResource(text) {
  try {
    return typeof JSON.parse(text).resourceType === 'string'
  } catch {
    return false
  }
}

/**
 * Whether the clause of a requirement applies, from what discovery saw. `false` needs something seen; when the target does not
 * offer the surface at all, nothing is known, and silence is not conformance.
 */
import type { Catalogue } from '../../standards/model.ts'
import type { FhirSubject, Landscape } from '../check.ts'

export type Truth =
  | { readonly holds: true }
  | { readonly holds: false; readonly observed: string }
  | { readonly holds: 'unknown'; readonly because: string; readonly act: string }

const holds: Truth = { holds: true }

/** The condition's truth for this target; unknown for a surface that the target file does not name. */
export function truthOf(id: string, landscape: Landscape, catalogue: Catalogue): Truth {
  const ask = conditions[id]
  if (ask) return ask(landscape)
  const kinds = catalogue.conditions.get(id)?.endpoints ?? []
  return kinds.length === 0 || kinds.some(kind => hasEndpoint(landscape, kind)) ? holds : notGiven(kinds.join(' or '))
}

type Ask = (landscape: Landscape) => Truth

const conditions: { readonly [id: string]: Ask } = {
  org: () => holds,
  docs: () => holds,
  'any-https': ({ origins }) => (origins.length > 0 ? holds : notGiven('fhir, web or any other')),
  'web-ui': ({ sites }) => (sites.length > 0 ? holds : notGiven('web')),
  'fhir-search': declared('a search interaction', type => type.interactions.includes('search-type')),
  'fhir-create': declared('the create interaction', type => type.interactions.includes('create')),
  'fhir-update': declared('the update interaction', type => type.interactions.includes('update')),
  'fhir-delete': declared('the delete interaction', type => type.interactions.includes('delete')),
  'fhir-vread': declared('the vread interaction', type => type.interactions.includes('vread')),
  'fhir-patch': declared('the patch interaction', type => type.interactions.includes('patch')),
  'fhir-cond': declared('a conditional create or update', type => type.conditionalCreate || type.conditionalUpdate),
  'fhir-history': declared('a history interaction', type => type.interactions.some(code => code.startsWith('history'))),
  'fhir-batch': system('batch'),
  'fhir-txn': system('transaction'),
  'fhir-sub': declared('the Subscription type', type => type.type === 'Subscription'),
  'fhir-xml': fhirThat('declares no XML format', ({ formats }) => formats.some(format => /xml/i.test(format))),
  smart: fhirThat(
    'does not say SMART-on-FHIR, and [base]/.well-known/smart-configuration gave no JSON',
    ({ security }) => security.smart,
  ),
  // An authorization server given by itself is tested as what it issues tokens for will meet it.
  'smart-backend': ({ fhir, issuers, facts }) =>
    fhir.length === 0 && issuers.length === 0
      ? notGiven('fhir')
      : facts.identities.some(({ method }) => method === 'private-key-jwt')
        ? holds
        : {
            holds: 'unknown',
            because: 'no identity of the target file signs with private-key-jwt',
            act: 'add an identity with private-key-jwt to the target file, or claim that the product has no backend services',
          },
  'oauth-as': ({ issuers }) => (issuers.length > 0 ? holds : notGiven('oauth')),
}

function declared(what: string, test: (type: FhirSubject['types'][number]) => boolean): Ask {
  return fhirThat(`declares no type with ${what}`, ({ types }) => types.some(test))
}

function system(interaction: string): Ask {
  return fhirThat(`does not declare the ${interaction} interaction`, ({ interactions }) =>
    interactions.includes(interaction),
  )
}

/** True where an endpoint passes; false only when every CapabilityStatement was read and none does. */
function fhirThat(observed: string, test: (fhir: FhirSubject) => boolean): Ask {
  return ({ fhir }) => {
    if (fhir.length === 0) return notGiven('fhir')
    if (fhir.some(test)) return holds
    if (fhir.every(subject => subject.declared))
      return { holds: false, observed: `The CapabilityStatement ${observed}.` }
    return {
      holds: 'unknown',
      because: 'the CapabilityStatement could not be read',
      act: 'make [base]/metadata answer and run again',
    }
  }
}

function hasEndpoint(landscape: Landscape, kind: string): boolean {
  if (kind === 'fhir') return landscape.fhir.length > 0
  if (kind === 'web') return landscape.sites.length > 0
  if (kind === 'openapi') return landscape.apis.length > 0
  if (kind === 'oauth') return landscape.issuers.length > 0
  return landscape.exports.some(({ endpointKind }) => endpointKind === kind)
}

const notGiven = (kind: string): Truth => ({
  holds: 'unknown',
  because: `the target file names no endpoint of kind ${kind}`,
  act: `add an endpoint of kind ${kind} to the target file, or claim under notApplicable that the product has none`,
})

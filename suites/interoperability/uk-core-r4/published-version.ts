import { cantTell, check, failed, inapplicable, passed } from '../../../runner/check.ts'
import { metadataOf, r4Endpoints, unusable } from '../../shared/fhir-asking.ts'
import { fhirSubject, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { type Json, objectsIn, resourceIn } from '../../shared/resource.ts'

/** Versions of the guide, and of the packages it came in, that HL7 UK published for use (its version history). */
const published: ReadonlySet<string> = new Set(['1.0.0', '1.0.1', '1.0.2', '1.0.3', '1.0.4', '2.0.0', '2.0.1'])
/** Versions for ballot and review of the STU2 and STU3 sequences. */
const forReview = /^1\.[1-9]\d*\./
const unfinished =
  /staging|currentbuild|ballot|draft|preview|pre-?release|review|snapshot|alpha|beta|\bdev\b|\bcurrent\b/i

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(one => typeof one === 'string') : typeof value === 'string' ? [value] : []

/** Addresses of UK Core with a version, as a statement claims them. */
function claimsOf(
  statement: Json,
): readonly { readonly claim: string; readonly name: string; readonly version: string }[] {
  const types = objectsIn(statement['rest']).flatMap(({ resource }) => objectsIn(resource))
  const claimed = [
    ...texts(statement['implementationGuide']),
    ...texts(statement['instantiates']),
    ...types.flatMap(({ profile, supportedProfile }) => [...texts(profile), ...texts(supportedProfile)]),
  ]
  return [...new Set(claimed)].flatMap(claim => {
    const [, name = '', version = ''] = /^(.*uk-?\.?core.*?)[|#@]([^|#@]+)$/i.exec(claim) ?? []
    return version ? [{ claim, name, version }] : []
  })
}

/**
 * The version of UK Core that the CapabilityStatement claims was published, and not for ballot or review (HL7 UK, version history). Profiles have
 * versions of their own, which do not say which guide they came in; older published versions are good.
 */
export default check({
  id: 'uk-core/published-version',
  version: 2,
  title: 'The UK Core version that is claimed was published',
  verifies: { 'UKC-VER-001': 'all' },
  subjects: r4Endpoints,
  effect: 'read',
  fix: 'Name the published package you build on in implementationGuide, such as fhir.r4.ukcore.stu2|2.0.1.',

  probe: async ({ http, subject }) => {
    const metadata = await metadataOf(http, subject)
    return unusable(metadata) ?? { metadata }
  },

  judge: ({ metadata }) => {
    const at = metadata.request.url
    const claims = claimsOf(resourceIn(metadata) ?? {})
    if (claims.length === 0) return inapplicable('no-claim', { at })
    const expected = 'a published version (STU1 1.0.0, STU2 2.0.1)'
    const isGuide = (name: string) => !name.includes('/StructureDefinition/')
    const drafts = claims.filter(
      ({ claim, name, version }) => unfinished.test(claim) || (isGuide(name) && forReview.test(version)),
    )
    if (drafts.length > 0)
      return failed('draft', { at, expected, actual: drafts[0]?.claim, places: drafts.map(({ claim }) => claim) })
    if (claims.some(({ name, version }) => isGuide(name) && published.has(version))) return passed({ at })
    return cantTell('unknown', {
      at,
      expected,
      actual: claims
        .map(({ claim }) => claim)
        .slice(0, 3)
        .join(', '),
    })
  },

  messages: {
    draft: 'The statement at {at} claims {actual}, which is a draft; expected {expected}.',
    unknown: 'The statement at {at} claims {actual}; whether that was published is not known here.',
    'no-claim': 'The statement at {at} claims no version of UK Core.',
  },

  examples: [
    ...(
      [
        ['a published package', 'passed', 'https://fhir.hl7.org.uk/ImplementationGuide/fhir.r4.ukcore.stu2|2.0.1'],
        ['a build', 'failed', 'https://fhir.hl7.org.uk/ImplementationGuide/fhir.r4.ukcore.stu3.currentbuild|0.0.8'],
        ['a ballot', 'failed', 'fhir.r4.ukcore.stu2#1.1.3'],
        ['a pre-release', 'failed', 'fhir.r4.ukcore.stu2#2.0.0-pre-release'],
        ['a profile', 'cantTell', 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient|2.6.1'],
        ['no version', 'inapplicable', 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient'],
      ] as const
    ).map(([name, outcome, claim]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell' | 'inapplicable',
      seen: { metadata: sent({ resourceType: 'CapabilityStatement', implementationGuide: [claim] }, {}, 'metadata') },
      subject: fhirSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})

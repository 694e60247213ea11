import {
  cantTell,
  check,
  type EndpointSubject,
  failed,
  type Landscape,
  noData,
  noGround,
  passed,
} from '../../../runner/check.ts'
import { manifestOf } from '../../shared/bulk.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { metadataOf } from '../../shared/fhir-asking.ts'
import { SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { type Json, objectsIn, resourceIn } from '../../shared/resource.ts'
import { isNotReached } from '../../shared/scratch.ts'

/** What is the same for all customers is no customer's data. */
const common =
  /^(CodeSystem|ValueSet|ConceptMap|NamingSystem|Structure\w+|CapabilityStatement|\w+Definition|SearchParameter|ImplementationGuide)$/

/** The FHIR endpoint on the same origin that the same identity reads. */
const besideOf = ({ fhir }: Landscape, subject: EndpointSubject) =>
  fhir.find(one => one.identity === subject.identity && new URL(one.url).origin === new URL(subject.url).origin)

/** Types that say of themselves that an operation does not take them. */
const declared = (statement: Json | undefined): readonly unknown[] =>
  objectsIn(statement?.['rest'])
    .flatMap(({ resource }) => objectsIn(resource))
    .filter(({ extension }) => objectsIn(extension).some(({ url }) => /\/operation-not-supported$/.test(String(url))))
    .map(({ type }) => type)

/**
 * An export of the system without _type has every type of which the same client reads records, but for those that the statement says
 * are not exported (Bulk Data Access 3.0.0, _type; operation-not-supported).
 */
export default check({
  id: 'bulk/all-types',
  version: 2,
  title: 'An export without _type has every type the client may read',
  verifies: { 'PORT-EXP-007': 'all' },
  subjects: ({ exports }) => exports.filter(({ endpointKind }) => endpointKind === 'bulk'),
  effect: 'write',
  fix: 'Export the missing types, or declare them with the extension operation-not-supported.',

  probe: async context => {
    const beside = besideOf(context.landscape, context.subject)
    const known = beside?.types.filter(({ type, instances }) => instances.length > 0 && !common.test(type)) ?? []
    if (!beside || known.length === 0)
      return noData('a FHIR endpoint on the same origin, for the same identity, with records')
    const manifest = await manifestOf(context)
    if (isNotReached(manifest)) return manifest
    return { known: known.map(({ type }) => type), manifest, metadata: await metadataOf(context.http, beside) }
  },

  judge: ({ known, manifest, metadata }) => {
    const at = manifest.request.url
    const output = jsonObjectIn(manifest)?.['output']
    if (!Array.isArray(output)) return cantTell('no-manifest', { at })
    const exported = objectsIn(output).map(({ type }) => type)
    const excused = declared(resourceIn(metadata))
    const missing = known.filter(type => !exported.includes(type) && !excused.includes(type))
    return missing.length === 0
      ? passed({ at })
      : failed('missing', { at, expected: known.join(', '), actual: missing.join(', '), places: missing })
  },

  messages: {
    missing:
      'The export at {at} lacks {actual}, of which the same client reads records, and the statement does not say so.',
    'no-manifest': 'The export at {at} has no list of files.',
  },

  examples: [
    ...(
      [
        ['all there', 'passed', ['Patient', 'Condition'], []],
        ['one left out', 'failed', ['Patient'], []],
        ['one left out and declared', 'passed', ['Patient'], ['Condition']],
      ] as const
    ).map(([name, outcome, types, excused]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        known: ['Patient', 'Condition'],
        manifest: answer(
          200,
          { 'content-type': 'application/json' },
          { output: types.map(type => ({ type, url: '' })) },
        ),
        metadata: sent({
          resourceType: 'CapabilityStatement',
          rest: [
            {
              resource: excused.map(type => ({
                type,
                extension: [{ url: 'http://hl7.org/fhir/uv/bulkdata/StructureDefinition/operation-not-supported' }],
              })),
            },
          ],
        }),
      },
    })),
    {
      name: 'no manifest',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { known: ['Patient'], manifest: answer(200, {}, '{}'), metadata: sent() },
    },
    { name: 'still running', from: SUPPLIER, outcome: 'cantTell', seen: noGround('still running after 12 looks') },
    { name: 'no records known', from: SUPPLIER, outcome: 'untested', seen: noData('a FHIR endpoint') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { known: ['Patient'], manifest: gatewayPage(), metadata: sent() },
    },
  ],
})

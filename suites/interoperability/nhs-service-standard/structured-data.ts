import { cantTell, check, failed, inapplicable, type Landscape, noData, passed } from '../../../runner/check.ts'
import { r4Endpoints, readOf, turnedAway } from '../../shared/fhir-asking.ts'
import { fhirSubject, HAPI, noAccess, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'
import { isObject, type Json, objectsIn, resourceIn } from '../../shared/resource.ts'

const documents = ['DocumentReference', 'DiagnosticReport']
/** Types whose whole point is coded content. */
const structured =
  'AllergyIntolerance Condition Observation Procedure MedicationRequest MedicationStatement Immunization Encounter ServiceRequest CarePlan FamilyMemberHistory'.split(
    ' ',
  )
const clinical = (landscape: Landscape) =>
  r4Endpoints(landscape).filter(({ types }) =>
    types.some(({ type }) => documents.includes(type) || structured.includes(type)),
  )
const coded = fhirSubject({ types: [typeSubject({ type: 'Condition' })] })

/**
 * Clinical data are structured by default; HTML may go beside them, and a PDF alone does not do (NHS service standard, 17). Looks at the
 * attachments of documents and reports: where most are PDF or pictures alone, the default is not structured.
 */
export default check({
  id: 'nhs-api/structured-data',
  version: 2,
  title: 'Clinical data are structured by default, never PDF only',
  verifies: { 'NHS-API-006': 'all' },
  subjects: clinical,
  effect: 'authenticated-read',
  fix: 'Offer coded resources, or text that a program can read, beside each PDF.',

  probe: async ({ http, subject }) => {
    const known = subject.types
      .filter(({ type, interactions }) => documents.includes(type) && interactions.includes('read'))
      .flatMap(type => type.instances.slice(0, 5).map(id => ({ type, id })))
    const reads = await Promise.all(known.map(({ type, id }) => readOf(http, type, id)))
    const usable = reads.filter(({ response }) => !response || response.status === 200)
    if (usable.length === 0 && !subject.types.some(({ type }) => structured.includes(type)))
      return turnedAway(...reads) ?? noData('a DocumentReference or DiagnosticReport that can be read')
    return turnedAway(...usable) ?? { reads: usable }
  },

  judge: ({ reads }, { url, types }) => {
    const offered = types.map(({ type }) => type).filter(type => structured.includes(type))
    const files = reads.flatMap(read => {
      const resource = resourceIn(read)
      const kinds = resource ? kindsOf(resource) : []
      return kinds.length > 0 && resource ? [{ at: read.request.url, only: isPdfOnly(resource, kinds) }] : []
    })
    const only = files.filter(file => file.only).map(({ at }) => at)
    const at = url
    if (files.length === 0)
      return offered.length > 0 ? passed({ at }) : inapplicable('no-files', { at, actual: String(reads.length) })
    if (only.length === 0) return passed({ at })
    const details = { at, actual: `${only.length} of ${files.length}`, places: only }
    // A letter as PDF beside coded problems and medicines may say nothing that is not coded too.
    return only.length * 2 > files.length || offered.length === 0
      ? failed('pdf-only', { ...details, expected: 'coded or readable content' })
      : cantTell('some-pdf', {
          ...details,
          owes: { who: 'reviewer', act: 'see whether their content is coded as well' },
        })
  },

  messages: {
    'pdf-only': 'Of the documents at {at}, {actual} come as PDF or picture alone, without {expected}.',
    'some-pdf':
      'Of the documents at {at}, {actual} come as PDF or picture alone; whether their content is coded elsewhere is for a person to say.',
    'no-files': 'The {actual} documents read at {at} hold no attachment.',
  },

  examples: [
    {
      name: 'text',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { reads: [letter('text/plain; charset=UTF-8')] },
      subject: coded,
    },
    { name: 'coded only', from: HAPI, outcome: 'passed', seen: { reads: [] }, subject: coded },
    { name: 'PDF', from: SUPPLIER, outcome: 'failed', seen: { reads: [letter('application/pdf')] }, subject: coded },
    {
      name: 'one of three as PDF',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { reads: [letter('application/pdf'), letter('text/html'), letter('text/html')] },
      subject: coded,
      keys: ['some-pdf'],
    },
    {
      name: 'no attachment',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { reads: [sent({ resourceType: 'DocumentReference', content: [] })] },
      subject: fhirSubject(),
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: coded },
  ],
})

/** Media types of what a document or a report holds. */
function kindsOf(resource: Json): readonly string[] {
  const attachments = [
    ...objectsIn(resource['content']).flatMap(({ attachment }) => (isObject(attachment) ? [attachment] : [])),
    ...objectsIn(resource['presentedForm']),
  ]
  return attachments.flatMap(({ contentType }) =>
    typeof contentType === 'string' ? (mediaTypeOf(contentType)?.type ?? []) : [],
  )
}

/** A report whose results or conclusion are coded is structured, whatever else it presents. */
function isPdfOnly(resource: Json, kinds: readonly string[]): boolean {
  const results = [...objectsIn(resource['result']), ...objectsIn(resource['conclusionCode'])]
  return results.length === 0 && kinds.every(kind => kind === 'application/pdf' || kind.startsWith('image/'))
}

function letter(contentType: string) {
  return sent({ resourceType: 'DocumentReference', content: [{ attachment: { contentType } }] })
}

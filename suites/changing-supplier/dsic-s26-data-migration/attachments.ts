import {
  cantTell,
  check,
  type Exchange,
  failed,
  type Landscape,
  noData,
  noGround,
  passed,
} from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { exportedIn } from '../../shared/exported.ts'
import { r4Endpoints, readOf, unusable } from '../../shared/fhir-asking.ts'
import { SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { isObject, type Json, resourceIn } from '../../shared/resource.ts'

/** Types whose records may have files. */
const withFiles = ['DocumentReference', 'DiagnosticReport', 'Media', 'Binary']
const documents = (landscape: Landscape) =>
  r4Endpoints(landscape).flatMap(({ types }) =>
    types.filter(({ type, interactions }) => withFiles.includes(type) && interactions.includes('read')),
  )
const nameOf = ({ resourceType, id }: Json) => `${String(resourceType)}/${String(id)}`

/** The files of a record: what has a media type and either its bytes or the address of them. */
function filesIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(filesIn)
  if (!isObject(value)) return []
  const own = typeof value['contentType'] === 'string' && (value['data'] || value['url']) ? [value] : []
  return [...own, ...Object.values(value).flatMap(filesIn)]
}

/**
 * The files of documents that the API gives out are in the extract with their bytes, so that the old system is not needed to read them (DSIC S26,
 * DMI07). Images that the API does not show, and the encryption of what is handed over, are left to a person.
 */
export default check({
  id: 'port/attachments',
  version: 3,
  title: 'Attached files are in the extract, byte for byte',
  verifies: { 'PORT-EXP-004': 'part' },
  subjects: ({ exports }) => exports.filter(({ endpointKind }) => endpointKind === 'export'),
  effect: 'authenticated-read',
  fix: 'Write the bytes of every attached file into the extract, in the record or as a Binary beside it.',

  probe: async ({ http, subject, landscape }) => {
    const known = documents(landscape).flatMap(type => type.instances.slice(0, 3).map(id => ({ type, id })))
    const all = await Promise.all(
      known.map(async ({ type, id }) => ({ name: `${type.type}/${id}`, read: await readOf(http, type, id) })),
    )
    const reads = all.filter(({ read }) => !unusable(read) && filesIn(resourceIn(read)).length > 0)
    if (reads.length === 0) return noData('a FHIR endpoint of the same product with a document that has a file')
    const extract = await http.get(subject.url, { as: subject.identity })
    if (extract.response && extract.response.status !== 200)
      return noGround(`${subject.url} answered ${extract.response.status}`)
    return { reads, extract }
  },

  judge: ({ reads, extract }) => {
    const at = extract.request.url
    const exported = exportedIn(extract)
    if (!exported) return cantTell('not-fhir', { at })
    const byName = new Map(exported.map(one => [nameOf(one), one]))
    const left = reads.flatMap(({ name, read }) => {
      const kept = filesIn(byName.get(name))
      return filesIn(resourceIn(read)).flatMap(file => (isKept(file, kept, byName) ? [] : [read.request.url]))
    })
    const expected = `the files of ${reads.length} documents`
    return left.length === 0
      ? passed({ at })
      : failed('left-behind', { at, expected, actual: `${left.length} missing`, places: left })
  },

  messages: {
    'left-behind': 'The extract at {at} should hold {expected}: {actual}, or not as the API gives them.',
    'not-fhir': 'The extract at {at} is not FHIR, so that a person has to compare its files with the API.',
  },

  examples: [
    ...(
      [
        ['bytes in the record', 'passed', { data: 'SGk=' }, [letter({ data: 'SGk=' })]],
        [
          'bytes beside it',
          'passed',
          { url: 'Binary/b' },
          [letter({ url: 'Binary/b' }), { resourceType: 'Binary', id: 'b' }],
        ],
        [
          'an address at the old system',
          'failed',
          { url: 'https://old.example/1' },
          [letter({ url: 'https://old.example/1' })],
        ],
        ['other bytes', 'failed', { data: 'SGk=' }, [letter({ data: 'SG8=' })]],
        ['no document', 'failed', { data: 'SGk=' }, [{ resourceType: 'Patient', id: 'a' }]],
      ] as const
    ).map(([name, outcome, file, lines]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: { reads: [{ name: 'DocumentReference/d', read: sent(letter(file)) }], extract: ndjson(lines) },
    })),
    {
      name: 'CSV',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: {
        reads: [{ name: 'DocumentReference/d', read: sent(letter({ data: 'SGk=' })) }],
        extract: answer(200, { 'content-type': 'text/csv' }, 'id\n'),
      },
    },
    { name: 'no documents', from: SUPPLIER, outcome: 'untested', seen: noData('a document') },
    { name: 'refused', from: SUPPLIER, outcome: 'cantTell', seen: noGround('answered 403') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { reads: [], extract: gatewayPage() },
    },
  ],
})

/** The same bytes in the record, or in a Binary of the extract that the record's address ends in. */
function isKept(file: Json, kept: readonly Json[], extract: ReadonlyMap<string, Json>): boolean {
  if (typeof file['data'] === 'string' && kept.some(({ data }) => data === file['data'])) return true
  const binary = /Binary\/[A-Za-z0-9\-.]{1,64}$/
  return kept.some(({ data, url }) => {
    const name = binary.exec(String(url))?.[0]
    return (name !== undefined && extract.has(name)) || (file['data'] === undefined && typeof data === 'string')
  })
}

function letter(file: object) {
  const attachment = { contentType: 'text/plain', ...file }
  return { resourceType: 'DocumentReference', id: 'd', content: [{ attachment }] }
}

function ndjson(resources: readonly object[]): Exchange {
  const text = resources.map(one => JSON.stringify(one)).join('\n')
  return answer(200, { 'content-type': 'application/fhir+ndjson' }, text, { url: 'https://product.example/export' })
}

import { check, type Decision, failed, noGround, passed } from '../../../runner/check.ts'
import { linkOf, matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { gatewayPage, noAnswer } from '../../shared/examples.ts'
import { inJson, metadataOf, readOf, searchOf, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { found, patient, refusal, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { resourceIn } from '../../shared/resource.ts'

const two = [patient, { ...patient, id: 'b' }]
const small = { resourceType: 'Patient', id: 'a', meta: { tag: [{ code: 'SUBSETTED' }] } } as const
const good = {
  again: [refusal(304)],
  one: found([patient], '_count=1', { total: 2, next: 'page=2' }),
  all: found(two, ''),
  brief: found([small], '_elements=id'),
  metadata: sent(
    { resourceType: 'CapabilityStatement', text: 'x'.repeat(2_000) },
    { 'content-encoding': 'gzip' },
    'metadata',
  ),
}

/**
 * Four ways not to send what nobody needs: 304 for what did not change, pages of a search, parts of a resource (_elements), and
 * compression. Each is seen on the first type of which instances are known.
 */
export default check({
  id: 'sustainability/api-thrift',
  version: 2,
  title: 'The API sends no more than was asked for: 304, paging, parts, compression',
  verifies: { 'SUS-API-001': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 1),
  effect: 'authenticated-read',
  fix: 'Give resources an ETag and answer 304 to it; honour _count with next links and _elements; compress JSON.',

  probe: async ({ http, subject, landscape }) => {
    const endpoint = landscape.fhir.find(({ endpoint }) => endpoint === subject.endpoint)
    if (!endpoint) return noGround('the endpoint of this type was not found again')
    const read = await readOf(http, subject)
    const all = await searchOf(http, subject, {})
    const odd = unusable(read, all)
    if (odd) return odd
    const etag = read.response?.headers['etag']
    const metadata = await metadataOf(http, endpoint)
    return {
      again: etag ? [await http.get(read.request.url, inJson(subject, { 'if-none-match': etag }))] : [],
      one: await searchOf(http, subject, { _count: '1' }),
      all,
      brief: await searchOf(http, subject, { _elements: 'id' }),
      metadata: await http.get(metadata.request.url, {
        headers: { accept: 'application/fhir+json', 'accept-encoding': 'br, gzip' },
        as: metadata.request.as,
      }),
    }
  },

  judge: ({ again, one, all, brief, metadata }, { url: at }) => {
    const wasted: Decision[] = []
    if (again[0]?.response.status !== 304)
      wasted.push(
        failed('not-304', { at, expected: '304', actual: `${again[0]?.response.status ?? 'no ETag to ask with'}` }),
      )
    const matches = matchesOf(searchsetIn(all)).length
    const first = searchsetIn(one)
    if (matches > 1 && (matchesOf(first).length > 1 || !linkOf(first, 'next', one.request.url)))
      wasted.push(failed('not-paged', { at: one.request.url, expected: '1', actual: `${matchesOf(first).length}` }))
    const whole = JSON.stringify(resourceIn(all)?.['entry'] ?? '').length
    const part = JSON.stringify(resourceIn(brief)?.['entry'] ?? '').length
    if (matches > 0 && (matchesOf(searchsetIn(brief)).length === 0 || part >= whole))
      wasted.push(failed('not-in-parts', { at: brief.request.url, expected: `less than ${whole}`, actual: `${part}` }))
    const { headers, body } = metadata.response
    if (body.bytes > 1_024 && !headers['content-encoding'])
      wasted.push(failed('not-compressed', { at: metadata.request.url, actual: `${body.bytes}` }))
    return wasted.length > 0 ? wasted : passed({ at })
  },

  messages: {
    'not-304': 'A resource of {at} that did not change is not answered with {expected} but {actual}.',
    'not-paged': 'Asked for {expected} match a page, {at} gave {actual}, or no link to the next page.',
    'not-in-parts': 'Asked for the ids only, {at} sent entries of {actual} characters, expected {expected}.',
    'not-compressed': '{at} sends {actual} bytes of JSON uncompressed.',
  },
  examples: [
    { name: 'thrifty', from: SUPPLIER, outcome: 'passed', seen: good, subject: typeSubject() },
    {
      name: 'never 304',
      from: `${SUPPLIER}, defect api-never-304`,
      outcome: 'failed',
      seen: { ...good, again: [sent()] },
      subject: typeSubject(),
      keys: ['not-304'],
    },
    {
      name: 'everything at once, whole and uncompressed',
      from: 'a small FHIR server, 2026-11-22',
      outcome: 'failed',
      seen: {
        again: [],
        one: found(two, '_count=1'),
        all: found(two, ''),
        brief: found(two, '_elements=id'),
        metadata: sent({ resourceType: 'CapabilityStatement', text: 'x'.repeat(2_000) }, {}, 'metadata'),
      },
      subject: typeSubject(),
      keys: ['not-304', 'not-paged', 'not-in-parts', 'not-compressed'],
    },
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noGround('403'), subject: typeSubject() },
    {
      name: 'a gateway',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { ...good, all: gatewayPage() },
      subject: typeSubject(),
    },
    {
      name: 'no answer',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { ...good, one: noAnswer() },
      subject: typeSubject(),
    },
  ],
})

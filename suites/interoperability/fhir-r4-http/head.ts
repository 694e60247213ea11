import { check, failed, passed } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { inJson, readOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, patient, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'

/** Headers that say the same of a resource whether its body is sent or not. Ones left out are let pass (RFC 9110, 9.3.2). */
const compared = ['content-type', 'etag', 'last-modified'] as const
const tagged = { etag: 'W/"1"', 'content-type': 'application/fhir+json' }

/** HEAD answers as GET would, with no body; a server without it refuses with 405 or 501 (R4 http.html#head). */
export default check({
  id: 'fhir/head',
  version: 2,
  title: 'HEAD answers as GET does, without a body',
  verifies: { 'FHIR-READ-018': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 1),
  effect: 'authenticated-read',
  fix: 'Route HEAD to the handler of GET and drop the body, or answer 405 or 501.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const odd = unusable(read)
    if (odd) return odd
    const head = await http.head(read.request.url, inJson(subject))
    return turnedAway(head) ?? { read, head }
  },

  judge: ({ read, head }) => {
    const at = head.request.url
    const { status, headers, body } = head.response
    if (status === 405 || status === 501) return passed({ at, actual: String(status) })
    if (status !== read.response.status)
      return failed('differs', { at, expected: `status ${read.response.status}`, actual: `status ${status}` })
    if (body.bytes > 0) return failed('differs', { at, expected: 'no body', actual: `${body.bytes} bytes` })
    const differing = compared.filter(
      name => headers[name] && said(name, headers) !== said(name, read.response.headers),
    )
    return differing.length === 0
      ? passed({ at })
      : failed('differs', {
          at,
          expected: differing.map(name => `${name}: ${read.response.headers[name] ?? 'none'}`).join(', '),
          actual: differing.map(name => `${name}: ${headers[name] ?? 'none'}`).join(', '),
        })
  },

  messages: {
    differs: 'HEAD differs from GET at {at}: expected {expected}, got {actual}.',
  },

  examples: [
    { name: 'as GET', from: HAPI, outcome: 'passed', seen: { read: sent(patient, tagged), head: answer(200, tagged) } },
    { name: '404', from: SUPPLIER, outcome: 'failed', seen: { read: sent(), head: answer(404) } },
    {
      name: 'another ETag',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { read: sent(patient, tagged), head: answer(200, { etag: 'W/"2"' }) },
    },
    { name: 'a body', from: SUPPLIER, outcome: 'failed', seen: { read: sent(), head: sent() } },
    { name: 'refused, as it may be', from: SUPPLIER, outcome: 'passed', seen: { read: sent(), head: answer(405) } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function said(name: string, headers: { readonly [name: string]: string }): string | undefined {
  return name === 'content-type' ? mediaTypeOf(headers[name])?.type : headers[name]
}

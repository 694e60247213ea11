import { check, failed, passed } from '../../../runner/check.ts'
import { entityTag } from '../../shared/etag.ts'
import { metadataOf, r4Endpoints, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'

const statement = { resourceType: 'CapabilityStatement', date: '2026-11-01' }

/**
 * The statement carries an ETag that stays while the statement stays and differs where it differs (R4 http.html#capabilities). That it
 * changes with the next release shows only when two reports are compared.
 */
export default check({
  id: 'fhir/metadata-etag',
  version: 2,
  title: 'The CapabilityStatement carries an ETag that goes with its content',
  verifies: { 'FHIR-CAP-003': 'part' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Send an ETag with [base]/metadata, derived from a hash of the statement.',

  probe: async ({ http, subject }) => {
    const first = await metadataOf(http, subject)
    const odd = unusable(first)
    return odd ?? { first, second: await metadataOf(http, subject, true) }
  },

  judge: ({ first, second }) => {
    const at = first.request.url
    const tags = [first, second].map(({ response }) => entityTag(response.headers['etag'])?.tag)
    if (tags.includes(undefined))
      return failed('no-etag', { at, expected: 'an ETag', actual: first.response.headers['etag'] ?? 'no such header' })
    const sameBody = first.response.body.text === second.response.body.text
    const expected = sameBody ? 'the same ETag for the same statement' : 'another ETag for another statement'
    return sameBody === (tags[0] === tags[1])
      ? passed({ at })
      : failed('etag-astray', { at, expected, actual: `"${tags[0]}", then "${tags[1]}"` })
  },

  messages: {
    'no-etag': 'The CapabilityStatement at {at} has no usable ETag: {actual}.',
    'etag-astray': 'Asked for twice, {at} did not give {expected}: {actual}.',
  },

  examples: [
    {
      name: 'stays the same',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { first: tagged('W/"a"'), second: tagged('W/"a"') },
    },
    { name: 'none', from: HAPI, outcome: 'failed', seen: { first: sent(statement), second: sent(statement) } },
    {
      name: 'another each time',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { first: tagged('"a"'), second: tagged('"b"') },
    },
    {
      name: 'not for another statement',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { first: tagged('"a"'), second: sent({ ...statement, date: '2026-11-02' }, { etag: '"a"' }) },
      keys: ['etag-astray'],
    },
    { name: 'no statement', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function tagged(etag: string) {
  return sent(statement, { etag }, 'metadata')
}

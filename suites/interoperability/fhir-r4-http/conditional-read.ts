import { check, failed, inapplicable, notApplicable, passed } from '../../../runner/check.ts'
import { inJson, readOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, patient, refusal, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'

const tagged = sent(patient, { etag: 'W/"1"' })

/**
 * Asked with the ETag it gave, the server may answer 304; where it does not declare that it will, the whole resource is right too
 * (R4 http.html#cread).
 */
export default check({
  id: 'fhir/conditional-read',
  version: 2,
  title: 'A conditional read answers 304 when nothing changed',
  verifies: { 'FHIR-READ-013': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 1),
  effect: 'authenticated-read',
  fix: 'Answer 304 to If-None-Match with the current ETag, or declare conditionalRead as not-supported.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const odd = unusable(read)
    if (odd) return odd
    const etag = read.response?.headers['etag']
    if (read.response && !etag) return notApplicable(`${read.request.url} carries no ETag to ask with`)
    const again = await http.get(read.request.url, inJson(subject, { 'if-none-match': etag ?? '' }))
    return turnedAway(again) ?? { again }
  },

  judge: ({ again }, { conditionalRead }) => {
    const at = again.request.url
    const { status } = again.response
    if (status === 304) return passed({ at })
    const declared = conditionalRead === 'full-support' || conditionalRead === 'not-match'
    if (status === 200 && !declared) return inapplicable('not-offered', { at })
    return failed('not-304', { at, expected: declared ? '304, as declared' : '304 or 200', actual: summaryOf(again) })
  },

  messages: {
    'not-304': 'Asked with the ETag that it gave, {at} answered {actual}, not {expected}.',
    'not-offered': 'The server does not declare conditional reads and gives the whole resource at {at}, as it may.',
  },

  examples: [
    { name: '304', from: HAPI, outcome: 'passed', seen: { again: refusal(304) }, subject: typeSubject() },
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { again: refusal(412, 'conflict') },
      subject: typeSubject(),
    },
    {
      name: 'declared but not done',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { again: tagged },
      subject: typeSubject({ conditionalRead: 'full-support' }),
    },
    { name: 'not offered', from: SUPPLIER, outcome: 'inapplicable', seen: { again: tagged }, subject: typeSubject() },
  ],
})

import { check, failed, passed } from '../../../runner/check.ts'
import { readOf, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { httpDate } from '../../shared/fhir-date.ts'
import { HAPI, noAccess, patient, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourceIn } from '../../shared/resource.ts'

/** Last-Modified says what meta.lastUpdated says, to the second (R4 http.html#read). One second off is rounding. */
export default check({
  id: 'fhir/last-modified',
  version: 2,
  title: 'A read carries Last-Modified equal to meta.lastUpdated',
  verifies: { 'FHIR-READ-006': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 6),
  effect: 'authenticated-read',
  fix: 'Write Last-Modified from meta.lastUpdated, in GMT.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    return unusable(read) ?? { read }
  },

  judge: ({ read }) => {
    const at = read.request.url
    const field = read.response.headers['last-modified']
    const said = httpDate(field)
    const lastUpdated = String(resourceIn(read)?.meta?.lastUpdated)
    if (said === undefined)
      return failed('no-date', { at, expected: 'an HTTP date', actual: field ?? 'no such header' })
    return Math.abs(said - Date.parse(lastUpdated) / 1000) <= 1
      ? passed({ at })
      : failed('date-differs', { at, expected: lastUpdated, actual: field ?? '' })
  },

  messages: {
    'no-date': 'The read of {at} carries no usable Last-Modified: {actual}.',
    'date-differs': 'Last-Modified of {at} is {actual}, but meta.lastUpdated is {expected}.',
  },

  examples: [
    { name: 'the same second', from: HAPI, outcome: 'passed', seen: { read: dated('Sun, 01 Nov 2026 08:30:00 GMT') } },
    { name: 'years off', from: SUPPLIER, outcome: 'failed', seen: { read: dated('Thu, 01 Jan 2015 00:00:00 GMT') } },
    { name: 'none', from: SUPPLIER, outcome: 'failed', seen: { read: sent() } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function dated(when: string) {
  return sent(patient, { 'last-modified': when })
}

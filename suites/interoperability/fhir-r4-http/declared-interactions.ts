import { check, type Exchange, failed, noGround, passed } from '../../../runner/check.ts'
import { inJson, readOf, searchOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/**
 * Declared ways of reading work: read, vread, search, history (R4 http.html#capabilities), on every type of which an instance is known. Declared
 * writes are shown by the requirements for writing.
 */
export default check({
  id: 'fhir/declared-interactions',
  version: 3,
  title: 'Ways of reading that are declared work',
  verifies: { 'FHIR-CAP-004': 'part' },
  subjects: landscape => typesWith(landscape, 'read', 200),
  effect: 'authenticated-read',
  fix: 'Implement the interaction, or take it out of the CapabilityStatement.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const odd = unusable(read)
    if (odd) return odd
    const declared = (name: string) => subject.interactions.includes(name)
    const versionId = resourceIn(read)?.meta?.versionId
    if (read.response && declared('vread') && typeof versionId !== 'string')
      return noGround(`${read.request.url} has no meta.versionId, so no version can be asked for`)
    const get = (url: string) => http.get(url, inJson(subject))
    const tried: Exchange[] = [read]
    if (declared('vread')) tried.push(await get(`${read.request.url}/_history/${versionId}`))
    if (declared('search-type')) tried.push(await searchOf(http, subject, { _id: subject.instances[0] ?? '' }))
    if (declared('history-instance')) tried.push(await get(`${read.request.url}/_history`))
    // Of a whole type's history nobody's record is wanted: what changes after tomorrow is nothing.
    if (declared('history-type')) tried.push(await get(`${subject.url}/_history?_count=1&_since=2100-01-01T00:00:00Z`))
    return turnedAway(...tried) ?? { tried }
  },

  judge: ({ tried }) =>
    tried.map(one => {
      const at = one.request.url
      return one.response.status === 200 && resourceIn(one)
        ? passed({ at })
        : failed('does-not-work', { at, expected: '200', actual: summaryOf(one) })
    }),

  messages: {
    'does-not-work': 'The CapabilityStatement declares what is asked for at {at}, but the answer was {actual}.',
  },

  examples: [
    { name: 'all work', from: HAPI, outcome: 'passed', seen: { tried: [sent(), found([patient])] } },
    { name: 'no history', from: SUPPLIER, outcome: 'failed', seen: { tried: [sent(), refusal(501, 'not-supported')] } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
    { name: 'no version id', from: SUPPLIER, outcome: 'cantTell', seen: noGround('there is no meta.versionId') },
  ],
})

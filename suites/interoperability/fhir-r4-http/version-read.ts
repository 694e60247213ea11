import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { inJson, readOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, patient, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

const second = { ...patient, meta: { ...patient.meta, versionId: '2' } }

/** The version that a read names can be read by its version id (R4 http.html#vread). */
export default check({
  id: 'fhir/version-read',
  version: 2,
  title: 'A version read returns exactly the version asked for',
  verifies: { 'FHIR-READ-011': 'all' },
  subjects: landscape => typesWith(landscape, 'vread', 6),
  effect: 'authenticated-read',
  fix: 'Store every version and read it by [type]/[id]/_history/[vid].',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const odd = unusable(read)
    if (odd) return odd
    const versionId = resourceIn(read)?.meta?.versionId
    if (read.response && typeof versionId !== 'string')
      return noGround(`${read.request.url} has no meta.versionId, so no version can be asked for`)
    const vread = await http.get(`${read.request.url}/_history/${versionId}`, inJson(subject))
    return turnedAway(vread) ?? { read, vread }
  },

  judge: ({ read, vread }) => {
    const at = vread.request.url
    const [current, version] = [resourceIn(read), resourceIn(vread)]
    if (vread.response.status !== 200 || version?.resourceType !== current?.resourceType)
      return failed('not-read', { at, expected: `200 with ${current?.resourceType}`, actual: summaryOf(vread) })
    const expected = `${current?.id}, version ${current?.meta?.versionId}`
    const actual = `${version?.id}, version ${version?.meta?.versionId}`
    return expected === actual ? passed({ at }) : failed('another-version', { at, expected, actual })
  },

  messages: {
    'not-read': 'The version that the read named cannot be read at {at}: {actual}.',
    'another-version': '{at} gave {actual}, not {expected}.',
  },

  examples: [
    { name: 'the version', from: HAPI, outcome: 'passed', seen: { read: sent(), vread: sent() } },
    { name: 'another version', from: SUPPLIER, outcome: 'failed', seen: { read: sent(), vread: sent(second) } },
    { name: 'not kept', from: SUPPLIER, outcome: 'failed', seen: { read: sent(), vread: refusal(404) } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

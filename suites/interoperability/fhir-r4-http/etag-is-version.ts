import { check, failed, inapplicable, passed } from '../../../runner/check.ts'
import { entityTag } from '../../shared/etag.ts'
import { readOf, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { isId } from '../../shared/fhir-date.ts'
import { HAPI, noAccess, patient, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourceIn } from '../../shared/resource.ts'

/** A read carries a weak ETag whose value is the version id of the resource (R4 http.html#versioning, #concurrency). */
export default check({
  id: 'fhir/etag-is-version',
  version: 2,
  title: 'A read carries the version id as a weak ETag',
  verifies: { 'FHIR-READ-004': 'all', 'FHIR-READ-005': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 6),
  effect: 'authenticated-read',
  fix: 'Send `ETag: W/"<meta.versionId>"` with every read.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    return unusable(read) ?? { read }
  },

  judge: ({ read }, { versioning }) => {
    const at = read.request.url
    const said = read.response.headers['etag']
    const etag = entityTag(said)
    const versionId = resourceIn(read)?.meta?.versionId
    const shape =
      etag?.weak && isId(etag.tag)
        ? passed({ at })
        : failed('no-weak-etag', { at, expected: 'W/"<version id>"', actual: said ?? 'no ETag' })
    const same =
      said === undefined || (versioning === 'no-version' && versionId === undefined)
        ? inapplicable('no-etag', { at })
        : etag?.tag === versionId
          ? passed({ at })
          : failed('etag-differs', {
              at,
              expected: `"${versionId ?? 'meta.versionId, which is missing'}"`,
              actual: said,
            })
    return [
      { ...shape, requirement: 'FHIR-READ-004' },
      { ...same, requirement: 'FHIR-READ-005' },
    ]
  },

  messages: {
    'no-weak-etag': 'The read of {at} carries no weak ETag with a version id: {actual}.',
    'no-etag': 'The read of {at} carries no ETag, or the type has no versions, so there is none that could differ.',
    'etag-differs': 'The ETag of {at} is {actual}, but meta.versionId is {expected}.',
  },

  examples: [
    { name: 'the version id', from: HAPI, outcome: 'passed', seen: { read: sent(patient, { etag: 'W/"1"' }) } },
    { name: 'none', from: SUPPLIER, outcome: 'failed', seen: { read: sent() }, keys: ['no-weak-etag', 'no-etag'] },
    {
      name: 'strong',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { read: sent(patient, { etag: '"1"' }) },
      keys: ['no-weak-etag', 'passed'],
    },
    {
      name: 'another',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { read: sent(patient, { etag: 'W/"77"' }) },
      keys: ['passed', 'etag-differs'],
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

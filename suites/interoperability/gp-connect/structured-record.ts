import { check, failed, noData, passed } from '../../../runner/check.ts'
import { cacheControl } from '../../shared/cache-control.ts'
import { noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { gpConnectSubjects, recordOf } from '../../shared/gp-connect.ts'
import { isObject, objectsIn, resourceIn } from '../../shared/resource.ts'
import { isNotReached } from '../../shared/scratch.ts'

const PROFILE = 'https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-StructuredRecord-Bundle-1'
const types = ['Patient', 'Organization', 'Practitioner']

/**
 * The structured record is a collection of the GP Connect profile with patient, organisation and practitioner, is kept by no cache, comes compressed
 * to who takes gzip, and its ETag, where there is one, is its version. Whether the profile is kept to in all is left to a person: it is STU3.
 */
export default check({
  id: 'gp-connect/structured-record',
  version: 2,
  title: 'The structured record is what GP Connect asks for, compressed and not cached',
  verifies: { 'GPC-REC-001': 'part', 'GPC-SEC-001': 'all', 'GPC-REC-003': 'part', 'SUS-CMP-002': 'all' },
  subjects: gpConnectSubjects,
  effect: 'write', // it reads, but by POST
  fix: 'Build the Bundle by GPConnect-StructuredRecord-Bundle-1; send no-store, gzip where it is accepted, and the version as ETag.',

  probe: async context => {
    const record = await recordOf(context, { 'accept-encoding': 'gzip' })
    return isNotReached(record) ? record : { record }
  },

  judge: ({ record }) => {
    const at = record.request.url
    const { headers } = record.response
    const bundle = resourceIn(record)
    const { profile, versionId } = (bundle?.meta ?? {}) as { profile?: unknown; versionId?: unknown }
    const found = objectsIn(bundle?.['entry']).map(({ resource }) =>
      isObject(resource) ? resource['resourceType'] : '',
    )
    const faults = [
      ...(bundle?.resourceType === 'Bundle' && bundle['type'] === 'collection' ? [] : ['no Bundle of type collection']),
      ...(Array.isArray(profile) && profile.includes(PROFILE) ? [] : [`no profile ${PROFILE}`]),
      ...types.filter(type => !found.includes(type)).map(type => `no ${type}`),
    ]
    const isPacked = /\bgzip\b/i.test(headers['content-encoding'] ?? '')
    const packed = { at, expected: 'gzip', actual: headers['content-encoding'] ?? 'no coding' }
    const etag = headers['etag']
    const isVersion = etag === undefined || etag === `W/"${String(versionId)}"`
    return [
      faults.length === 0
        ? passed({ requirement: 'GPC-REC-001', at })
        : failed('other-record', { requirement: 'GPC-REC-001', at, actual: faults.join(', '), places: faults }),
      cacheControl(headers['cache-control']).has('no-store')
        ? passed({ requirement: 'GPC-SEC-001', at })
        : failed('cacheable', {
            requirement: 'GPC-SEC-001',
            at,
            expected: 'no-store',
            actual: headers['cache-control'] ?? 'no such header',
          }),
      isPacked
        ? passed({ requirement: 'SUS-CMP-002', at })
        : failed('unpacked', { requirement: 'SUS-CMP-002', ...packed }),
      isPacked
        ? isVersion
          ? passed({ requirement: 'GPC-REC-003', at })
          : failed('other-version', {
              requirement: 'GPC-REC-003',
              at,
              expected: `W/"${String(versionId)}"`,
              actual: etag,
            })
        : failed('unpacked', { requirement: 'GPC-REC-003', ...packed }),
    ]
  },

  messages: {
    'other-record': 'The structured record at {at} has {actual}.',
    cacheable: 'Cache-Control of the structured record at {at} is {actual}; a cache may keep it.',
    unpacked: 'The structured record at {at} came with {actual} to a client that takes gzip.',
    'other-version': 'The ETag of the structured record at {at} is {actual}, its version {expected}.',
  },

  examples: [
    { name: 'as asked', from: SUPPLIER, outcome: 'passed', seen: { record: record() } },
    ...(
      [
        ['a searchset', ['other-record', 'passed', 'passed', 'passed'], record({ type: 'searchset' })],
        ['without practitioner', ['other-record', 'passed', 'passed', 'passed'], record({ entry: [] })],
        ['cacheable', ['passed', 'cacheable', 'passed', 'passed'], record({}, { 'cache-control': 'no-cache' })],
        [
          'not compressed',
          ['passed', 'passed', 'unpacked', 'unpacked'],
          record({}, { 'content-encoding': 'identity' }),
        ],
        ['another version', ['passed', 'passed', 'passed', 'other-version'], record({}, { etag: 'W/"9"' })],
      ] as const
    ).map(([name, keys, seen]) => ({ name, from: SUPPLIER, outcome: 'failed' as const, keys, seen: { record: seen } })),
    { name: 'no patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    { name: 'not taken', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function record(parts: object = {}, headers: Readonly<Record<string, string>> = {}) {
  return sent(
    {
      resourceType: 'Bundle',
      meta: { profile: [PROFILE], versionId: '1' },
      type: 'collection',
      entry: types.map(resourceType => ({ resource: { resourceType } })),
      ...parts,
    },
    { 'cache-control': 'no-store', 'content-encoding': 'gzip', etag: 'W/"1"', ...headers },
    'Patient/$gpc.getstructuredrecord',
  )
}

import { check, failed, noData, notApplicable, passed } from '../../../runner/check.ts'
import { r4Endpoints, readOf, unusable } from '../../shared/fhir-asking.ts'
import { httpDate, isInstant } from '../../shared/fhir-date.ts'
import { fhirSubject, patient, sent } from '../../shared/fhir-examples.ts'
import { resourceIn } from '../../shared/resource.ts'
import { HAPI, SUPPLIER } from '../../shared/write-examples.ts'

/** Types declared no-version have no meta.versionId, and a true lastUpdated (R4 http.html#versions). Looks at five of them. */
export default check({
  id: 'fhir/no-version',
  version: 2,
  title: 'Types declared no-version show no versions',
  verifies: { 'FHIR-READ-017': 'all' },
  subjects: landscape => r4Endpoints(landscape).filter(({ declared }) => declared),
  effect: 'authenticated-read',
  fix: 'Leave meta.versionId out where versioning is no-version, or declare that versions are kept.',

  probe: async ({ http, subject }) => {
    const types = subject.types.filter(({ versioning }) => versioning === 'no-version')
    if (types.length === 0) return notApplicable('no type is declared no-version')
    const readable = types.filter(
      ({ interactions, instances }) => interactions.includes('read') && instances.length > 0,
    )
    if (readable.length === 0) return noData(`an instance of ${types[0]?.type} that may be read, under testData`)
    const reads = await Promise.all(readable.slice(0, 5).map(type => readOf(http, type)))
    return unusable(...reads) ?? { reads }
  },

  judge: ({ reads }) =>
    reads.map(read => {
      const at = read.request.url
      const { versionId, lastUpdated } = resourceIn(read)?.meta ?? {}
      if (versionId !== undefined) return failed('has-version', { at, expected: 'none', actual: String(versionId) })
      const modified = httpDate(read.response.headers['last-modified'])
      const apart = modified === undefined ? 0 : Math.abs(Date.parse(String(lastUpdated)) / 1000 - modified)
      return lastUpdated === undefined || (isInstant(lastUpdated) && apart <= 1)
        ? passed({ at })
        : failed('other-time', { at, expected: 'the instant of Last-Modified', actual: String(lastUpdated) })
    }),

  messages: {
    'has-version': 'The type is declared no-version, but {at} has meta.versionId {actual}.',
    'other-time': 'meta.lastUpdated at {at} is {actual}, not {expected}.',
  },

  examples: [
    ...(
      [
        ['no version', 'passed', { lastUpdated: '2026-11-01T08:30:00.000Z' }],
        ['a version', 'failed', { versionId: '1' }],
        ['another time', 'failed', { lastUpdated: '2026-11-01T09:30:00.000Z' }],
      ] as const
    ).map(([name, outcome, meta]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: { reads: [sent({ ...patient, meta }, { 'last-modified': 'Sun, 01 Nov 2026 08:30:00 GMT' })] },
      subject: fhirSubject(),
    })),
    {
      name: 'versions are kept',
      from: HAPI,
      outcome: 'inapplicable',
      seen: notApplicable('no type is declared no-version'),
      subject: fhirSubject(),
    },
  ],
})

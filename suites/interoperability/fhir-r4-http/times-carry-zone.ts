import { check, type Exchange, failed, inapplicable, passed } from '../../../runner/check.ts'
import { typesWith } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, patient, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { readAll } from '../../shared/instances.ts'
import { isObject, resourceIn } from '../../shared/resource.ts'

const clockTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/
const zoned = /(Z|[+-]\d\d:\d\d)$/

/** Every clock time in what the product gives out says its zone (R4 datatypes.html, dateTime and instant): five instances of twelve types. */
export default check({
  id: 'fhir/times-carry-zone',
  version: 2,
  title: 'Clock times carry a zone',
  verifies: { 'CLN-TIME-002': 'part' },
  subjects: landscape =>
    typesWith(landscape, 'read', 12, ({ type }) => !['Patient', 'Organization', 'Practitioner'].includes(type)),
  effect: 'authenticated-read',
  fix: 'Write the offset or Z with every time that has hours.',

  probe: ({ http, subject }) => readAll(http, subject),

  judge: ({ reads }) => {
    const decided = reads.flatMap(read =>
      timesIn(resourceIn(read)).map(({ path, time }) => {
        const at = `${read.request.url} ${path}`
        return zoned.test(time) ? passed({ at }) : failed('no-zone', { at, expected: `${time}Z, say`, actual: time })
      }),
    )
    return decided.length > 0 ? decided : inapplicable('no-time', { at: reads[0]?.request.url ?? '' })
  },

  messages: {
    'no-zone': 'The clock time at {at} does not say its zone: {actual}.',
    'no-time': 'What was read at {at} holds no clock time.',
  },

  examples: [
    { name: 'zoned', from: HAPI, outcome: 'passed', seen: { reads: [times('2026-03-29T02:15:00+01:00')] } },
    { name: 'local', from: SUPPLIER, outcome: 'failed', seen: { reads: [times('2026-03-29T02:15:00')] } },
    {
      name: 'days alone',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { reads: [sent({ resourceType: 'Condition', onsetDateTime: '2024-06' })] },
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

/** Every text that is a clock time by its form, with its path; narratives and notes do not begin with one. */
function timesIn(value: unknown, path = ''): readonly { readonly path: string; readonly time: string }[] {
  if (typeof value === 'string') return clockTime.test(value) ? [{ path, time: value }] : []
  if (Array.isArray(value)) return value.flatMap((item, place) => timesIn(item, `${path}[${place}]`))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => timesIn(item, path ? `${path}.${key}` : key))
}

function times(effectiveDateTime: string): Exchange {
  return sent({ ...patient, resourceType: 'Observation', effectiveDateTime })
}

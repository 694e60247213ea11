import { check, type Exchange, failed, noGround, passed } from '../../../runner/check.ts'
import { r4Endpoints, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor } from '../../shared/scratch.ts'
import { HAPI, kept, observations, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** Before and after the hour that is not there in March, and the hour that is there twice in October, as clocks in the UK show them. */
const times = [
  '2026-03-29T00:59:30Z',
  '2026-03-29T02:00:30+01:00',
  '2026-10-25T01:30:00+01:00',
  '2026-10-25T01:30:00+00:00',
]
const writable = ['create', 'read']

/**
 * A clock time that was sent around a change of the clocks is read back with a zone and as the same instant (R4 datatypes.html, dateTime).
 * The offset may be another one: an instant has many spellings.
 */
export default check({
  id: 'fhir/clock-change',
  version: 2,
  title: 'Times around both changes of the clocks are read back as the same instant, with a zone',
  verifies: { 'CLN-TIME-002': 'all' },
  subjects: landscape =>
    r4Endpoints(landscape).flatMap(({ types }) =>
      types.filter(
        ({ type, interactions }) => type === 'Observation' && writable.every(code => interactions.includes(code)),
      ),
    ),
  effect: 'write',
  fix: 'Store instants in UTC or with their offset, never as local time, and write the offset with every clock time.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const reads: { readonly sent: string; readonly read: Exchange }[] = []
    for (const sent of times) {
      const created = await scratch.create({ ...scratch.body(), effectiveDateTime: sent })
      const location = created.response?.headers['location']?.replace(/\/_history\/.*$/, '')
      const id = location?.split('/').at(-1) ?? resourceIn(created)?.id
      if (created.response && (created.response.status >= 300 || !id))
        return turnedAway(created) ?? noGround(`a valid Observation at ${sent} was not stored: ${summaryOf(created)}`)
      reads.push({ sent, read: await scratch.read({ url: `${context.subject.url}/${id}` }) })
    }
    return unusable(...reads.map(({ read }) => read)) ?? { reads }
  },

  judge: ({ reads }) =>
    reads.map(({ sent, read }) => {
      const said = String(resourceIn(read)?.['effectiveDateTime'] ?? 'no effectiveDateTime')
      const details = { at: read.request.url, expected: sent, actual: said }
      if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(said)) return failed('no-zone', details)
      return Date.parse(said) === Date.parse(sent) ? passed(details) : failed('other-instant', details)
    }),

  messages: {
    'no-zone': 'The time {expected} was sent, and {at} gives it without a zone: {actual}.',
    'other-instant': 'The time {expected} was sent, and {at} gives another instant: {actual}.',
  },

  examples: [
    { name: 'as sent', from: HAPI, outcome: 'passed', seen: seen(...times), subject: observations },
    {
      name: 'in UTC',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen('2026-03-29T00:59:30Z', '2026-03-29T01:00:30Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'),
      subject: observations,
    },
    {
      name: 'local times',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen('2026-03-29T00:59:30', ...times.slice(1)),
      subject: observations,
      keys: ['no-zone', 'passed', 'passed', 'passed'],
    },
    {
      name: 'the doubled hour told once',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen(...times.slice(0, 3), '2026-10-25T01:30:00+01:00'),
      subject: observations,
      keys: ['passed', 'passed', 'passed', 'other-instant'],
    },
    refusedExample,
  ],
})

function seen(...said: readonly string[]) {
  return {
    reads: said.map((effectiveDateTime, place) => ({
      sent: times[place] ?? '',
      read: wrote(200, '1', {}, kept('1', { effectiveDateTime }), 'GET'),
    })),
  }
}

import { check, failed, passed } from '../../../runner/check.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, madeBy, scratchFor, writing } from '../../shared/scratch.ts'
import {
  HAPI,
  kept,
  made,
  observations,
  refusal,
  refusedExample,
  SUPPLIER,
  wrote,
} from '../../shared/write-examples.ts'

/** Far from any version or time that a server could give a resource made now. */
const VERSION = '999'
const TIME = '2001-01-01T00:00:00Z'
/** An id nobody else would choose. */
const ID = 'mustdo-0f6d2c1e-chosen-by-the-client'

/** On create the server ignores the client's id, meta.versionId and meta.lastUpdated (R4 http.html#create). */
export default check({
  id: 'fhir/server-owns-id',
  version: 2,
  title: "A create ignores the client's id, version and time",
  verifies: { 'FHIR-WRITE-002': 'all' },
  subjects: writing('read'),
  effect: 'write',
  fix: 'On create give the resource an id, meta.versionId and meta.lastUpdated of your own, whatever the body says.',

  // The same resource without them comes first, so that a refusal is known to be about them.
  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const control = await scratch.make()
    if (isNotReached(control)) return control
    const body = scratch.body()
    const meta = { ...(body['meta'] as object), versionId: VERSION, lastUpdated: TIME }
    const created = await scratch.create({ ...body, id: ID, meta })
    const refused = turnedAway(created)
    if (refused) return refused
    if ((created.response?.status ?? 0) >= 400) return { control, created, read: [] }
    const stored = madeBy(created, context.subject)
    if (isNotReached(stored)) return stored
    const read = await scratch.read(stored)
    return unusable(read) ?? { control, created, read: [read] }
  },

  judge: ({ created, read }) => {
    const at = created.request.url
    if (created.response.status >= 400) return failed('refused', { at, expected: '201', actual: summaryOf(created) })
    const { id, meta } = (read[0] && resourceIn(read[0])) ?? {}
    if (id === ID) return failed('kept', { at, what: 'id', actual: ID })
    if (meta?.versionId === VERSION) return failed('kept', { at, what: 'meta.versionId', actual: VERSION })
    if (String(meta?.lastUpdated).startsWith('2001-'))
      return failed('kept', { at, what: 'meta.lastUpdated', actual: String(meta?.lastUpdated) })
    return passed({ at })
  },

  messages: {
    refused:
      'A create whose body names an id, versionId and lastUpdated was answered {actual}; they are to be ignored.',
    kept: "A create at {at} kept the client's {what}: {actual}.",
  },

  examples: [
    {
      name: 'ignored',
      from: HAPI,
      outcome: 'passed',
      seen: { control: made, created: wrote(201), read: [wrote(200, '1', {}, kept(), 'GET')] },
      subject: observations,
    },
    ...[
      kept('1', { id: ID }),
      kept('1', { meta: { versionId: VERSION } }),
      kept('1', { meta: { versionId: '1', lastUpdated: TIME } }),
    ].map((resource, place) => ({
      name: `kept, ${place + 1}`,
      from: SUPPLIER,
      outcome: 'failed' as const,
      seen: { control: made, created: wrote(201), read: [wrote(200, '1', {}, resource, 'GET')] },
      subject: observations,
      keys: ['kept'],
    })),
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { control: made, created: refusal(400, 'invalid', 'Observation'), read: [] },
      subject: observations,
      keys: ['refused'],
    },
    refusedExample,
  ],
})

import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { HAPI, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** Whether an update to an unused id creates is what the statement says of updateCreate (R4 http.html#upsert). */
export default check({
  id: 'fhir/update-create',
  version: 2,
  title: 'Updates create, or do not, as updateCreate declares',
  verifies: { 'FHIR-WRITE-009': 'all' },
  subjects: writing('update'),
  effect: 'write',
  fix: 'Declare updateCreate true where a PUT to an unused id creates; otherwise refuse it with 405 or another 4xx.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const id = `mustdo-${scratch.word}`
    const body = JSON.stringify({ ...scratch.body(), id })
    const put = await scratch.send('PUT', `${context.subject.url}/${id}`, body)
    return turnedAway(put) ?? { put }
  },

  judge: ({ put }, { updateCreate }) => {
    const { status } = put.response
    const details = { at: put.request.url, actual: summaryOf(put) }
    if (updateCreate)
      return status === 201 ? passed(details) : failed('does-not-create', { ...details, expected: '201' })
    if (status < 400) return failed('creates', { ...details, expected: '405 or another 4xx' })
    return status < 500 ? passed(details) : cantTell('broke', details)
  },

  messages: {
    'does-not-create': 'updateCreate is declared, but an update to an unused id, {at}, was answered {actual}, not 201.',
    creates: 'updateCreate is not declared, but an update to an unused id, {at}, was carried out: {actual}.',
    broke: 'An update to an unused id, {at}, ended in {actual}: neither created nor refused.',
  },

  examples: [
    {
      name: 'refused, as declared',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { put: refusal(405) },
      subject: observations,
    },
    {
      name: 'creates, as declared',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { put: wrote(201, '1', {}, '', 'PUT') },
      subject: { ...observations, updateCreate: true },
    },
    {
      name: 'creates undeclared',
      from: HAPI,
      outcome: 'failed',
      seen: { put: wrote(201, '1', {}, '', 'PUT') },
      subject: observations,
    },
    {
      name: 'refuses what it declares',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { put: refusal(404) },
      subject: { ...observations, updateCreate: true },
    },
    { name: 'breaks', from: SUPPLIER, outcome: 'cantTell', seen: { put: refusal(500) }, subject: observations },
    refusedExample,
  ],
})

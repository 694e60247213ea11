import { advice, check, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { entriesOf, searchsetIn } from '../../shared/bundle.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { found } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/**
 * A body that is no resource is rejected and nothing of it is stored (R4 http.html#create: 400). R4 tolerates a 5xx here; that
 * is said as advice, and counts where the national convention forbids it.
 */
export default check({
  id: 'fhir/unparseable-body',
  version: 2,
  title: 'A body that cannot be parsed is rejected, and nothing is stored',
  verifies: { 'FHIR-WRITE-003': 'all' },
  subjects: writing('search-type'),
  effect: 'write',
  fix: 'Answer a body that is not JSON, or not one JSON object, with 400 and an OperationOutcome, and store nothing of it.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    if (!scratch.condition) return noData('a search by identifier or _tag, so that nothing stored can be shown')
    const text = JSON.stringify(scratch.body())
    const broken = [
      await scratch.create(text.slice(0, -12)),
      await scratch.create('{'),
      await scratch.create(`[${text}]`),
    ]
    const stored = await scratch.find(scratch.condition)
    if (stored.response && !searchsetIn(stored))
      return turnedAway(stored) ?? noGround(`no searchset: ${summaryOf(stored)}`)
    return turnedAway(...broken) ?? { broken, stored }
  },

  judge: ({ broken, stored }) => {
    const accepted = broken.filter(({ response }) => response.status < 400)
    const at = stored.request.url
    if (accepted[0])
      return accepted.map(one => failed('accepted', { at: one.request.url, expected: '400', actual: summaryOf(one) }))
    const left = entriesOf(searchsetIn(stored)).filter(({ mode }) => mode === 'match').length
    if (left > 0) return failed('stored', { at, expected: 'no match', actual: `${left} matches` })
    const own = broken.filter(({ response }) => response.status >= 500)
    return [
      passed(),
      ...own.map(one => advice('own-fault', { at: one.request.url, expected: '400', actual: summaryOf(one) })),
    ]
  },

  messages: {
    accepted: 'A body that is no resource was answered {actual} at {at}, as if it were one.',
    stored: 'A body that was rejected is there all the same: {actual} at {at}.',
    'own-fault':
      'A body that is no resource ends in {actual} at {at}: the server blames itself for the fault of a client.',
  },

  examples: [
    {
      name: 'rejected',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { broken: [refusal(400, 'structure', 'Observation')], stored: found([]) },
      subject: observations,
    },
    {
      name: 'an error of the server',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { broken: [refusal(500, 'exception', 'Observation')], stored: found([]) },
      subject: observations,
      keys: ['passed', 'own-fault'],
    },
    {
      name: 'accepted',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { broken: [wrote(201)], stored: found([]) },
      subject: observations,
      keys: ['accepted'],
    },
    {
      name: 'stored all the same',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { broken: [refusal(400)], stored: found([{ resourceType: 'Observation', id: '1' }]) },
      subject: observations,
      keys: ['stored'],
    },
    refusedExample,
  ],
})

import { check, failed, passed } from '../../../runner/check.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, madeBy, scratchFor, writing } from '../../shared/scratch.ts'
import { kept, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** The return preference is honoured: nothing, the resource, or an OperationOutcome (R4 http.html#ops). */
export default check({
  id: 'fhir/prefer-return',
  version: 2,
  title: 'Prefer: return= is honoured',
  verifies: { 'FHIR-WRITE-010': 'all' },
  subjects: writing(),
  effect: 'write',
  fix: 'Answer a create with no body for return=minimal, the resource for representation, and an OperationOutcome for OperationOutcome.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const asked = []
    for (const preference of ['minimal', 'representation', 'OperationOutcome']) {
      const answer = await scratch.create(scratch.body(), { prefer: `return=${preference}` })
      const stored = madeBy(answer, context.subject)
      if (isNotReached(stored)) return stored
      asked.push({ preference, answer })
    }
    return { asked }
  },

  judge: ({ asked }, { type }) =>
    asked.map(({ preference, answer }) => {
      const what = resourceIn(answer)?.resourceType ?? (answer.response.body.bytes === 0 ? 'no body' : 'another body')
      const expected = preference === 'minimal' ? 'no body' : preference === 'representation' ? type : preference
      const details = { at: answer.request.url, preference, expected, actual: summaryOf(answer) }
      return what === expected ? passed(details) : failed('not-honoured', details)
    }),

  messages: {
    'not-honoured': 'A create at {at} with Prefer: return={preference} was answered {actual}, not {expected}.',
  },

  examples: [
    {
      name: 'honoured',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        asked: [
          { preference: 'minimal', answer: wrote(201, '1', {}, '') },
          { preference: 'representation', answer: wrote(201) },
          {
            preference: 'OperationOutcome',
            answer: wrote(201, '1', {}, { resourceType: 'OperationOutcome', issue: [] }),
          },
        ],
      },
      subject: observations,
    },
    {
      name: 'always the resource',
      from: SUPPLIER,
      outcome: 'failed',
      seen: {
        asked: [
          { preference: 'minimal', answer: wrote(201) },
          { preference: 'representation', answer: wrote(201, '1', {}, kept()) },
          { preference: 'OperationOutcome', answer: wrote(201) },
        ],
      },
      subject: observations,
      keys: ['not-honoured', 'passed', 'not-honoured'],
    },
    {
      name: 'never the resource',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { asked: [{ preference: 'representation', answer: refusal(200, 'informational') }] },
      subject: observations,
    },
    refusedExample,
  ],
})

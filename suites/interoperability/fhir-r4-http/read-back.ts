import { check, failed, passed } from '../../../runner/check.ts'
import { unusable } from '../../shared/fhir-asking.ts'
import { lost } from '../../shared/lost.ts'
import { type Json, resourceIn } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { kept, observations, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/** What was accepted is what is read back (R4 http.html#transactional-integrity). Additions of the server are not looked at. */
export default check({
  id: 'fhir/read-back',
  version: 2,
  title: 'What was accepted is what is read back',
  verifies: { 'FHIR-WRITE-011': 'all' },
  subjects: writing('read'),
  effect: 'write',
  fix: 'Store every element you accept, or refuse the resource and say in the profile what you cannot keep.',

  probe: async context => {
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make()
    if (isNotReached(made)) return made
    const read = await scratch.read(made)
    return unusable(read) ?? { made, read }
  },

  judge: ({ made, read }) => {
    const at = read.request.url
    const { meta: _meta, ...sent } = JSON.parse(made.created.request.body?.text ?? '{}') as Json
    const places = lost(sent, resourceIn(read))
    if (places.length === 0) return passed({ at })
    return failed('lost', { at, places, what: places.slice(0, 5).join(', ') })
  },

  messages: { lost: 'The resource at {at} was accepted but is not as it was sent: {what}.' },

  examples: (
    [
      ['kept', 'passed', kept()],
      ['text altered', 'failed', kept('1', { note: [{ text: 'other' }] })],
      ['text dropped', 'failed', kept('1', { note: undefined })],
    ] as const
  )
    .map(([name, outcome, resource]) => {
      const created = wrote(201)
      const text = JSON.stringify({ ...kept(), id: undefined })
      const body = { digest: '', bytes: text.length, encoding: 'utf8' as const, text }
      const sent = { ...created, request: { ...created.request, body } }
      return {
        name,
        from: SUPPLIER,
        outcome: outcome as 'passed' | 'failed',
        seen: {
          made: { created: sent, id: '1', url: created.request.url },
          read: wrote(200, '1', {}, resource, 'GET'),
        },
        subject: observations,
      }
    })
    .concat(refusedExample as never),
})

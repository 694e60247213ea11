import { check, type Exchange, failed, noData, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { found, typeSubject } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { HAPI, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const single = typeSubject({ ...observations, conditionalDelete: 'single' })
const multiple = typeSubject({ ...observations, conditionalDelete: 'multiple' })

/**
 * DELETE [type]?condition: one match is deleted; of several all are deleted where `multiple` is declared, and none, with 412, where `single`
 * is (R4 http.html, 3.1.0.7.1). Before each delete a search by the same condition has to find this probe's own resources and nothing else.
 */
export default check({
  id: 'fhir/conditional-delete',
  version: 2,
  title: 'A conditional delete deletes one match, and several as declared',
  verifies: { 'FHIR-WRITE-018': 'all' },
  subjects: writing('delete', 'search-type'),
  effect: 'write',
  fix: 'Delete the one match; of several delete all where multiple is declared, else answer 412 and delete none.',

  probe: async context => {
    const { subject } = context
    if (!['single', 'multiple'].includes(subject.conditionalDelete ?? ''))
      return notApplicable(`${subject.type} declares no conditional delete`)
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const { condition } = scratch
    if (!condition) return noData(`a search of ${subject.type} by identifier or _tag`)
    const gone: Exchange[] = []
    const after: Exchange[] = []
    for (const many of [1, 2]) {
      const own: string[] = []
      for (let count = 0; count < many; count++) {
        const made = await scratch.make()
        if (isNotReached(made)) return made
        own.push(`${subject.type}/${made.id}`)
      }
      const before = await scratch.find(condition)
      const matches = before.response ? matchesOf(searchsetIn(before)) : own
      // A condition that finds more than was written, or cannot be searched by, is not deleted by.
      if (matches.length !== many || matches.some(match => !own.includes(match)))
        return noGround(`a search by ${condition} found ${matches.join(', ') || 'nothing'}, not ${own.join(', ')}`)
      gone.push(await scratch.send('DELETE', `${subject.url}?${condition}`, undefined))
      after.push(await scratch.find(condition))
      // What the first delete left behind would make the second a question about three.
      if ((gone[0]?.response?.status ?? 0) >= 300) break
    }
    return turnedAway(...gone, ...after) ?? { gone, after }
  },

  judge: ({ gone, after }, { conditionalDelete }) =>
    gone.map((answer, place) => {
      const refused = place === 1 && conditionalDelete === 'single'
      const left = after.slice(place, place + 1).flatMap(search => matchesOf(searchsetIn(search))).length
      const { status } = answer.response
      const matches = place === 0 ? 'one match' : 'two matches'
      const details = { at: answer.request.url, matches, actual: `${summaryOf(answer)}, ${left} left` }
      const good = refused ? status === 412 && left === 2 : status >= 200 && status < 300 && left === 0
      return good ? passed(details) : failed('other', { ...details, expected: refused ? '412, 2 left' : '2xx, 0 left' })
    }),

  messages: { other: 'A conditional delete with {matches} at {at} was answered {actual}; expected {expected}.' },

  examples: [
    {
      name: 'all that match',
      from: HAPI,
      outcome: 'passed',
      seen: seen([wrote(200), 0], [wrote(200), 0]),
      subject: multiple,
    },
    {
      name: 'one alone',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen([wrote(200), 0], [refusal(412), 2]),
      subject: single,
    },
    {
      name: 'declared only',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([refusal(400), 1]),
      subject: single,
    },
    {
      name: 'more than declared',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([wrote(200), 0], [wrote(200), 0]),
      subject: single,
    },
    refusedExample,
  ],
})

function seen(...steps: readonly (readonly [Exchange, number])[]) {
  const resources = ['1', '2', '3'].map(id => ({ resourceType: 'Observation', id }))
  return {
    gone: steps.map(([answer]) => answer),
    after: steps.map(([, left]): Exchange => found(resources.slice(0, left))),
  }
}

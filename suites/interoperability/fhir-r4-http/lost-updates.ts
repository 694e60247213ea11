import {
  advice,
  cantTell,
  check,
  type Exchange,
  failed,
  noGround,
  notApplicable,
  passed,
} from '../../../runner/check.ts'
import { atOnce } from '../../shared/at-once.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { keepsVersions } from '../../shared/write-answer.ts'
import { HAPI, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const ROUNDS = 3
const put = (status: number) => (status < 300 ? wrote(status, '2', {}, undefined, 'PUT') : refusal(status, 'conflict'))

/**
 * Of two updates sent at the same moment and based on the same version, one at most succeeds: the other is stale by then (R4
 * http.html#concurrency). Three rounds. How the one is refused is the question of another check.
 */
export default check({
  id: 'fhir/lost-updates',
  version: 4,
  title: 'Of two updates at the same moment, based on the same version, one at most succeeds',
  verifies: { 'FHIR-WRITE-008': 'all', 'CLN-LOCK-001': 'part' },
  subjects: writing('update', 'read'),
  effect: 'write',
  fix: 'Compare If-Match and write in one step: under a lock, or by an update that names the old version in its condition.',

  probe: async context => {
    if (!keepsVersions(context.subject))
      return notApplicable(`${context.subject.type} keeps no versions, as the server declares`)
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make()
    if (isNotReached(made)) return made
    const rounds: (readonly Exchange[])[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const etag = (await scratch.read(made)).response?.headers['etag']
      if (!etag) return noGround('a read named no version, so there is none that an update could be based on')
      const save = (who: string) =>
        scratch.update(made, { ...scratch.body(`Round ${round}, ${who}.`), id: made.id }, { 'if-match': etag })
      rounds.push(await Promise.all([save('one'), save('the other')]))
    }
    return turnedAway(...rounds.flat()) ?? { rounds }
  },

  judge: ({ rounds }) => {
    // A round in which the one was answered before the other was sent shows what a stale version gets, and no race; a quick server on a
    // busy machine gives none, which is told and is not the server's doing.
    const met = rounds.some(atOnce)
    const told = rounds.flatMap(round => {
      const at = round[0]?.request.url ?? ''
      const saved = round.filter(({ response }) => response.status < 300).length
      const details = { at, actual: round.map(summaryOf).join('; '), expected: 'one success, and one refusal' }
      return ['FHIR-WRITE-008', 'CLN-LOCK-001'].map(requirement =>
        saved > 1
          ? failed('both-saved', { ...details, requirement })
          : saved === 0
            ? cantTell('none-saved', { ...details, requirement })
            : passed({ at, requirement }),
      )
    })
    if (met || told.some(({ outcome }) => outcome !== 'passed')) return told
    const [first] = rounds
    const details = { at: first?.[0]?.request.url ?? '', actual: (first ?? []).map(summaryOf).join('; ') }
    return [...told, advice('apart', { ...details, requirement: 'FHIR-WRITE-008' })]
  },

  messages: {
    'both-saved':
      'Two updates of {at}, based on the same version and sent at the same moment, both succeeded ({actual}); one is lost.',
    apart:
      'Of two updates of {at} each was answered before the other was sent, in every round, so that they never met ({actual}).',
    'none-saved': 'Neither of two updates of {at} was carried out: {actual}.',
  },

  examples: [
    {
      name: 'one refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { rounds: [[put(200), put(412)]] },
      subject: observations,
    },
    {
      name: 'one refused in its way',
      from: HAPI,
      outcome: 'passed',
      seen: { rounds: [[put(409), put(200)]] },
      subject: observations,
    },
    {
      name: 'both saved',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { rounds: [[put(200), put(200)]] },
      subject: observations,
    },
    {
      name: 'neither',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { rounds: [[put(423), put(423)]] },
      subject: observations,
      keys: ['none-saved', 'none-saved'],
    },
    {
      name: 'one after the other',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { rounds: [[put(200), { ...put(412), at: '2026-11-22T12:00:09.000Z' }]] },
      subject: observations,
      keys: ['passed', 'passed', 'apart'],
    },
    refusedExample,
  ],
})

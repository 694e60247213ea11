import { check, failed, inapplicable, passed } from '../../../runner/check.ts'
import { bundleIn, linkOf, parametersIn } from '../../shared/bundle.ts'
import { answer } from '../../shared/examples.ts'
import { searchOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { outcomeIn } from '../../shared/operation-outcome.ts'
import { summaryOf } from '../../shared/resource.ts'

const dateOf = ({ searchParams }: { searchParams: readonly { name: string; type: string }[] }): string | undefined =>
  searchParams.find(({ type }) => type === 'date')?.name
const dated = typeSubject({ searchParams: [{ name: 'birthdate', type: 'date' }] })

/**
 * A search for a date that is none fails with a status of 400 or above and an OperationOutcome (R4 http.html#search). A server that sets
 * the value aside and says so by leaving it out of the self link has carried out another search, and none failed. Narrowed by _id, so
 * that a server that ignores the value gives no stranger's record.
 */
export default check({
  id: 'fhir/impossible-search',
  version: 2,
  title: 'A search that cannot be carried out is refused with an OperationOutcome',
  verifies: { 'FHIR-SRCH-004': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 6, type => dateOf(type) !== undefined),
  effect: 'authenticated-read',
  fix: 'Validate the values of a search before searching and answer 400 with an OperationOutcome.',

  probe: async ({ http, subject }) => {
    const query = { _id: subject.instances[0] ?? '' }
    const odd = unusable(await searchOf(http, subject, query))
    if (odd) return odd
    const impossible = await searchOf(http, subject, { ...query, [dateOf(subject) ?? '']: 'notadate' })
    return turnedAway(impossible) ?? { impossible }
  },

  judge: ({ impossible }, subject) => {
    const at = impossible.request.url
    const expected = '400 with OperationOutcome'
    if (impossible.response.status >= 400)
      return outcomeIn(impossible)
        ? passed({ at })
        : failed('not-explained', { at, expected, actual: summaryOf(impossible) })
    const self = linkOf(bundleIn(impossible), 'self', at)
    return self && !parametersIn(self).includes(dateOf(subject) ?? '')
      ? inapplicable('set-aside', { at })
      : failed('carried-out', { at, expected, actual: summaryOf(impossible) })
  },

  messages: {
    'not-explained': 'The search {at} was refused without an OperationOutcome: {actual}.',
    'carried-out':
      'The search {at} has a value that is no date, and was answered as if it could be carried out: {actual}.',
    'set-aside':
      'The server set the value aside that is no date, and leaves it out of the self link of {at}; no search failed.',
  },

  examples: [
    {
      name: 'refused',
      from: HAPI,
      outcome: 'passed',
      seen: { impossible: refusal(400, 'processing') },
      subject: dated,
    },
    { name: 'unexplained', from: SUPPLIER, outcome: 'failed', seen: { impossible: answer(400) }, subject: dated },
    {
      name: 'everybody is found',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { impossible: found([patient], 'birthdate=notadate') },
      subject: dated,
    },
    {
      name: 'set aside',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { impossible: found([patient], '') },
      subject: dated,
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: dated },
  ],
})

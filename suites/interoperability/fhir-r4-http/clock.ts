import { check, failed, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { metadataOf, r4Endpoints, readOf } from '../../shared/fhir-asking.ts'
import { httpDate } from '../../shared/fhir-date.ts'
import { HAPI, SUPPLIER } from '../../shared/fhir-examples.ts'

const TOLERANCE = 60

/** Each answer carries Date, and the server's clock is right to a minute by the clock of the machine that tests (R4 http.html#return). */
export default check({
  id: 'fhir/clock',
  version: 2,
  title: 'Answers carry a Date that is right to 60 seconds',
  verifies: { 'FHIR-OO-003': 'all' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Synchronise the clock of every host and let the server write Date.',

  probe: async ({ http, subject }) => {
    const readable = subject.types.find(({ instances }) => instances.length > 0)
    return {
      answers: [
        await metadataOf(http, subject),
        ...(readable ? [await readOf(http, readable)] : []),
        await http.get(`${subject.url}/NotAResource/1`, {
          headers: { accept: 'application/fhir+json' },
          as: subject.identity,
        }),
      ],
    }
  },

  judge: ({ answers }) =>
    answers.map(({ at: sentAt, ms, request, response }) => {
      const at = request.url
      const field = response.headers['date']
      const said = httpDate(field)
      const from = Date.parse(sentAt) / 1000
      if (said === undefined)
        return failed('no-date', { at, expected: 'an HTTP date', actual: field ?? 'no such header' })
      return said >= from - TOLERANCE && said <= from + ms / 1000 + TOLERANCE
        ? passed({ at })
        : failed('clock-wrong', { at, expected: `${sentAt}, give or take ${TOLERANCE} s`, actual: field ?? '' })
    }),

  messages: {
    'no-date': 'The answer of {at} carries no usable Date: {actual}.',
    'clock-wrong': 'By Date the clock behind {at} stands at {actual}; expected {expected}.',
  },

  examples: [
    { name: 'right', from: HAPI, outcome: 'passed', seen: { answers: [dated('Sun, 22 Nov 2026 12:00:01 GMT')] } },
    {
      name: 'an hour slow',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { answers: [dated('Sun, 22 Nov 2026 11:00:00 GMT')] },
    },
    { name: 'none', from: SUPPLIER, outcome: 'failed', seen: { answers: [answer(200)] } },
    { name: 'a gateway', from: SUPPLIER, outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})

function dated(date: string) {
  return answer(200, { date })
}

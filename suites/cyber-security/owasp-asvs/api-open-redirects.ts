import { type Answered, check, notApplicable } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { ledAwayBy, ledAwayMessages } from '../../shared/led-away.ts'
import { documentOf } from '../../shared/openapi/document.ts'
import { type Operation, operationsOf } from '../../shared/openapi/operations.ts'
import { plainValues, sendable } from '../../shared/openapi/request.ts'
import { askingElsewhere, ELSEWHERE, isUsualName } from '../../shared/redirecting.ts'

/** A few are enough: one piece of code sends people on. */
const MOST = 3

/** Names of the query that say where to go next; `redirect_uri` is left to the checks of OAuth. */
const leadingNames = ({ method, parameters }: Operation): readonly string[] =>
  method !== 'GET' ? [] : parameters.flatMap(one => (one.in === 'query' && isUsualName(one.name) ? [one.name] : []))

/**
 * Query parameters that an OpenAPI document declares under a usual name for where to go next do not lead to a host that the asker
 * chose (ASVS 3.7.2). Asked are GET operations with the values of the document for all else, three at most; nothing is followed.
 */
export default check({
  id: 'api/open-redirects',
  version: 1,
  title: 'Parameters of the documented API do not lead to a host that the asker chose',
  verifies: { 'SEC-RED-001': 'part' },
  subjects: ({ apis }) => apis,
  effect: 'authenticated-read',
  fix: 'Take only paths of your own after parsing them as an address against your origin, or look the target up in a list.',

  probe: async ({ http, subject }) => {
    const document = documentOf(subject)
    const leading = operationsOf(document).filter(one => leadingNames(one).length > 0)
    if (leading.length === 0)
      return notApplicable('the OpenAPI document declares no query parameter that says where to go next')
    const asked = leading.slice(0, MOST).flatMap(operation => {
      const { url, headers } = sendable(operation, subject.url, plainValues(document, operation))
      const as = operation.security.length > 0 ? subject.identity : null
      return askingElsewhere({ url, names: leadingNames(operation) }).map(to => http.get(to, { headers, as }))
    })
    return { answers: await Promise.all(asked) }
  },

  judge: ({ answers }, { url }) => ledAwayBy(answers, url),
  messages: ledAwayMessages,

  examples: [
    led('an error', answer(400), 'passed'),
    led('led home', answer(303, { location: '/done' }), 'passed'),
    led('led away', answer(303, { location: `https://${ELSEWHERE}/` }), 'failed', 'led-away'),
    led('falls over', answer(500), 'cantTell', 'broke'),
    led('a gateway answers', gatewayPage(), 'cantTell'),
    {
      name: 'nothing leads anywhere',
      from: 'reference supplier, 2026-11-22',
      outcome: 'inapplicable',
      seen: notApplicable('the OpenAPI document declares no query parameter that says where to go next'),
    },
  ],
})

function led(name: string, seen: Answered, outcome: 'passed' | 'failed' | 'cantTell', ...keys: readonly string[]) {
  const from = 'reference supplier, 2026-11-22'
  return { name, from, outcome, seen: { answers: [seen] }, ...(keys.length > 0 && { keys }) }
}

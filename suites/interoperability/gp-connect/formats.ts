import { check, failed, passed } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { noAccess, SUPPLIER } from '../../shared/fhir-examples.ts'
import { askStatement, gpConnectSubjects, taken } from '../../shared/gp-connect.ts'
import { saysJson } from '../../shared/json-answer.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached } from '../../shared/scratch.ts'

/** JSON is spoken, `_format` comes before Accept, and a format that is not offered is answered 415 (GP Connect, general API guidance). */
export default check({
  id: 'gp-connect/formats',
  version: 2,
  title: 'JSON is spoken, _format beats Accept, other formats are refused with 415',
  verifies: { 'GPC-REC-002': 'all' },
  subjects: gpConnectSubjects,
  effect: 'authenticated-read',
  fix: 'Look at _format first, then at Accept, and answer 415 to a format that is not offered.',

  probe: async context => {
    const json = taken(await askStatement(context))
    if (isNotReached(json)) return json
    const named = await askStatement(context, { accept: 'application/fhir+xml' }, '?_format=application%2Ffhir%2Bjson')
    return { json, named, other: await askStatement(context, {}, '?_format=application%2Fpdf') }
  },

  judge: ({ json, named, other }) => [
    ...[json, named].map(one =>
      one.response.status === 200 && saysJson(one)
        ? passed({ at: one.request.url })
        : failed('no-json', { at: one.request.url, expected: '200 in JSON', actual: summaryOf(one) }),
    ),
    other.response.status === 415
      ? passed({ at: other.request.url })
      : failed('not-refused', { at: other.request.url, expected: '415', actual: String(other.response.status) }),
  ],

  messages: {
    'no-json': 'JSON was asked for at {at}; the answer was {actual}.',
    'not-refused': 'A format that is not offered was asked for at {at} and answered {actual}, not {expected}.',
  },

  examples: [
    { name: 'all three', from: SUPPLIER, outcome: 'passed', seen: { json: json(), named: json(), other: answer(415) } },
    {
      name: 'Accept wins',
      from: SUPPLIER,
      outcome: 'failed',
      seen: {
        json: json(),
        named: answer(200, { 'content-type': 'application/fhir+xml' }, '<x/>'),
        other: answer(415),
      },
      keys: ['passed', 'no-json', 'passed'],
    },
    {
      name: '406 in place of 415',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { json: json(), named: json(), other: answer(406) },
      keys: ['passed', 'passed', 'not-refused'],
    },
    { name: 'not taken', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function json() {
  return answer(
    200,
    { 'content-type': 'application/fhir+json; charset=utf-8' },
    { resourceType: 'CapabilityStatement' },
  )
}

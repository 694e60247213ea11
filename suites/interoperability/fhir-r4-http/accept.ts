import { check, failed, passed } from '../../../runner/check.ts'
import { readOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, patient, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/**
 * Content negotiation (R4 http.html#mime-type): what cannot be served is answered 406, and the generic type of JSON is taken for the
 * formal one.
 */
export default check({
  id: 'fhir/accept',
  version: 2,
  title: 'Accept is honoured: 406 for what cannot be served, JSON for application/json',
  verifies: { 'FHIR-READ-014': 'all', 'FHIR-READ-016': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 1),
  effect: 'authenticated-read',
  fix: 'Answer 406 when no representation fits Accept, and treat application/json as an alias of application/fhir+json.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const odd = unusable(read)
    if (odd) return odd
    const ask = (accept: string) => http.get(read.request.url, { headers: { accept }, as: subject.identity })
    const [pdf, json] = [await ask('application/pdf'), await ask('application/json')]
    return turnedAway(pdf, json) ?? { pdf, json }
  },

  judge: ({ pdf, json }) => {
    const jsonCame =
      json.response.status === 200 &&
      /[/+]json$/.test(mediaTypeOf(json.response.headers['content-type'])?.type ?? '') &&
      resourceIn(json) !== undefined
    const at = pdf.request.url
    return [
      {
        ...(pdf.response.status === 406
          ? passed({ at })
          : failed('not-406', { at, expected: '406', actual: summaryOf(pdf) })),
        requirement: 'FHIR-READ-014',
      },
      {
        ...(jsonCame ? passed({ at }) : failed('no-json', { at, expected: '200 with JSON', actual: summaryOf(json) })),
        requirement: 'FHIR-READ-016',
      },
    ]
  },

  messages: {
    'not-406': 'Asked for application/pdf, {at} answered {actual}, not 406.',
    'no-json': 'Asked for application/json, {at} answered {actual}.',
  },

  examples: [
    { name: 'honoured', from: SUPPLIER, outcome: 'passed', seen: { pdf: refusal(406), json: sent() } },
    {
      name: 'JSON whatever is asked for',
      from: HAPI,
      outcome: 'failed',
      seen: { pdf: sent(), json: sent(patient, { 'content-type': 'application/json;charset=utf-8' }) },
      keys: ['not-406', 'passed'],
    },
    {
      name: 'generic JSON refused',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { pdf: refusal(406), json: refusal(406) },
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

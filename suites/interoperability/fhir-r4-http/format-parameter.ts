import { check, failed, passed } from '../../../runner/check.ts'
import { readOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { FHIR_JSON, fhirFormat } from '../../shared/media-type.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/** `_format` wins over Accept, by its short name and by the media type with its plus sign escaped (R4 http.html#_format). */
export default check({
  id: 'fhir/format-parameter',
  version: 2,
  title: 'The _format parameter overrides Accept',
  verifies: { 'FHIR-READ-015': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 1),
  effect: 'authenticated-read',
  fix: 'Let _format win over Accept, by short name and by media type, and decode a percent-encoded plus sign.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const odd = unusable(read)
    if (odd) return odd
    const ask = (format: string) =>
      http.get(`${read.request.url}?_format=${encodeURIComponent(format)}`, {
        headers: { accept: 'application/fhir+xml' },
        as: subject.identity,
      })
    const [short, full] = [await ask('json'), await ask(FHIR_JSON)]
    return turnedAway(short, full) ?? { answers: [short, full] }
  },

  judge: ({ answers }) =>
    answers.map(answer => {
      const at = answer.request.url
      const isJson = fhirFormat(answer.response.headers['content-type'] ?? '') === FHIR_JSON
      return answer.response.status === 200 && isJson && resourceIn(answer)
        ? passed({ at })
        : failed('overruled', { at, expected: '200 with JSON', actual: summaryOf(answer) })
    }),

  messages: { overruled: '{at} asks for JSON by _format, but Accept overruled it: {actual}.' },

  examples: [
    { name: 'JSON', from: HAPI, outcome: 'passed', seen: { answers: [sent(), sent()] } },
    { name: 'refused for its Accept', from: SUPPLIER, outcome: 'failed', seen: { answers: [sent(), refusal(406)] } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

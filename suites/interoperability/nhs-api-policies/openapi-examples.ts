import { check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { documentOf, documentTypes, shown } from '../../shared/openapi/document.ts'
import { examplesOf } from '../../shared/openapi/document-examples.ts'
import { api, document, SUPPLIER } from '../../shared/openapi/examples.ts'

/**
 * Examples in the document are what the schemas beside them say (OpenAPI Specification 3.0.4, 4.8.14.1: an example should match the
 * schema): readers copy them before they read anything else. Reads the document as discovery found it.
 */
export default check({
  id: 'openapi/examples',
  version: 1,
  title: 'The examples of the OpenAPI document fit its schemas',
  verifies: { 'NHS-API-008': 'part' },
  subjects: ({ apis }) => apis.filter(one => one.document !== undefined),
  effect: 'read',
  fix: 'Correct the example or its schema, and let the build of the document check one against the other.',
  probe: async ({ http, subject }) => {
    const { count } = examplesOf(documentOf(subject))
    if (count === 0) return notApplicable('the document has no examples')
    return { read: subject.openapi ? await http.get(subject.openapi, { headers: documentTypes }) : null }
  },
  judge: (_, subject) => {
    const { bad } = examplesOf(documentOf(subject))
    const [first] = bad
    return first
      ? failed('does-not-fit', {
          ...first,
          at: shown(first.at),
          count: bad.length,
          places: bad.map(({ at, actual, expected }) => `${at}: ${actual}, expected ${expected}`),
        })
      : passed()
  },
  messages: {
    'does-not-fit':
      '{count} examples of the document do not fit their schemas; the first is {actual} at {at}, the schema says {expected}.',
  },
  examples: [
    { name: 'they fit', from: SUPPLIER, outcome: 'passed', subject: api(), seen: { read: null } },
    {
      name: 'a number where text is due',
      from: 'NHS Notify API 3.0, 2026-11-22',
      outcome: 'failed',
      keys: ['does-not-fit'],
      subject: api({
        ...document,
        components: { schemas: { Thing: { type: 'object', properties: { id: { type: 'string', example: 4 } } } } },
      }),
      seen: { read: null },
    },
    { name: 'none at all', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('no examples') },
  ],
})

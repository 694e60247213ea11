import { cantTell, check, failed, noData, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { documentTypes, shown } from '../../shared/openapi/document.ts'
import { api } from '../../shared/openapi/examples.ts'
import { flawsOf } from '../../shared/openapi/structure.ts'

const SUPPLIER = 'reference supplier, 2026-11-22'
const json = { 'content-type': 'application/json' }
const document = {
  openapi: '3.0.3',
  info: { title: 'API', version: '1' },
  paths: { '/a': { get: { responses: { 200: { description: 'OK' } } } } },
}
const { document: _, ...unread } = api()
const found = (body: string | object) => answer(200, json, body, { url: 'https://product.example/openapi.json' })

const owes = { who: 'supplier', act: 'publish the document and give its address in the target file' } as const

/**
 * The API is described by an OpenAPI 3 document that anybody may read (NHS England API policies, OAS documentation): the structure is that
 * of the specification's own schema, references lead somewhere, and every operation is complete.
 */
export default check({
  id: 'nhs-api/openapi-document',
  version: 6,
  title: 'A public OpenAPI 3 document describes the API',
  verifies: { 'NHS-API-008': 'all' },
  subjects: ({ apis }) => apis,
  effect: 'read',
  fix: 'Publish an OpenAPI 3 document of every operation, with its responses, at an address that needs no sign-in.',
  probe: async ({ http, subject }) =>
    subject.openapi
      ? { seen: await http.get(subject.openapi, { headers: documentTypes }) }
      : subject.document
        ? { seen: null }
        : noData('the address of the OpenAPI document as an endpoint of kind openapi'),
  judge: ({ seen }, { document, unresolved }) => {
    const at = seen?.request.url ?? 'a file'
    const status = seen?.response.status ?? 200
    if (status !== 200) return failed('not-public', { at, expected: '200', actual: String(status) })
    if (!document)
      return failed('no-document', { at, expected: 'an OpenAPI 3 document in JSON or YAML', actual: 'none' })
    const flaws = flawsOf(document, unresolved)
    if (flaws.length === 0) return seen ? passed() : cantTell('from-file', { owes })
    return (['structure', 'reference', 'incomplete'] as const).flatMap(key => {
      const group = flaws.filter(flaw => flaw.key === key)
      const [first] = group
      const places = group.map(flaw => `${flaw.at}: ${flaw.expected}, not ${flaw.actual}`)
      return first
        ? [
            failed(key, {
              at,
              where: shown(first.at),
              expected: shown(first.expected),
              actual: shown(first.actual),
              places,
            }),
          ]
        : []
    })
  },
  messages: {
    'from-file':
      'The document is well formed; it was read from a file, which says nothing of where the public finds it.',
    'not-public': '{at} answered {actual} to a caller without credentials.',
    'no-document': 'What {at} answers is no document in JSON or YAML.',
    structure: 'The document at {at} has {actual} at {where}; OpenAPI says: {expected}.',
    reference: 'A reference of the document at {at} leads nowhere: {where} ({actual}).',
    incomplete: 'The document at {at} lacks {expected} at {where}; there is {actual}.',
  },
  examples: [
    { name: 'in JSON', from: SUPPLIER, outcome: 'passed', subject: api(document), seen: { seen: found(document) } },
    {
      name: 'missing',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['not-public'],
      subject: api(),
      seen: { seen: answer(404) },
    },
    {
      name: 'Swagger 2',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['structure'],
      subject: api({ swagger: '2.0' }),
      seen: { seen: found({ swagger: '2.0' }) },
    },
    {
      name: 'a type that JSON Schema does not have',
      from: 'NHS Notify API 3.0, 2026-11-22',
      outcome: 'failed',
      keys: ['structure'],
      subject: api({ ...document, components: { schemas: { When: { type: 'date-time' } } } }),
      seen: { seen: found(document) },
    },
    {
      name: 'a reference to nothing, and a path parameter nobody declared',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['reference', 'incomplete'],
      subject: api({
        ...document,
        paths: { '/a/{id}': { get: { responses: { 200: { $ref: '#/components/responses/A' } } } } },
      }),
      seen: { seen: found(document) },
    },
    {
      name: 'a page about it',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['no-document'],
      subject: { ...unread, openapi: 'https://product.example/openapi.json' },
      seen: { seen: found('<html>') },
    },
    {
      name: 'from a file',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['from-file'],
      subject: api(document),
      seen: { seen: null },
    },
    { name: 'no address', from: SUPPLIER, outcome: 'untested', seen: noData('the address') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { seen: gatewayPage() } },
  ],
})

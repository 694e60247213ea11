import { cantTell, check, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { formatOf } from '../../shared/open-formats.ts'

const SUPPLIER = 'reference supplier, 2026-11-22'
const exported = (type: string, body = '{"resourceType":"Patient"}\n{"resourceType":"Condition"}\n', status = 200) =>
  answer(status, { 'content-type': type }, body, { url: 'https://product.example/export', as: 'system' })

/**
 * The customer starts the export with its own credentials and gets it in an open format (Plan for digital health and social care, no
 * barriers to changing supplier; DSIC S26, DMI07). That it is full, and takes no hand of the supplier, is left to a person.
 */
export default check({
  id: 'port/export',
  version: 1,
  title: 'The customer can export the data in an open format',
  verifies: { 'PORT-EXP-002': 'part', 'PORT-EXP-005': 'all' },
  subjects: ({ exports }) => exports.filter(({ endpointKind }) => endpointKind === 'export'),
  effect: 'authenticated-read',
  fix: 'Offer an export that a customer runs itself, in FHIR, JSON, NDJSON, XML, CSV with its schema, or DICOM.',
  probe: async ({ http, subject }) => {
    const seen = await http.get(subject.url, { as: subject.identity })
    const status = seen.response?.status
    return !subject.identity && (status === 401 || status === 403)
      ? noData('an identity of the export endpoint that may export')
      : { seen }
  },
  judge: ({ seen }) => {
    const at = seen.request.url
    const { status, headers, body } = seen.response
    const own = { requirement: 'PORT-EXP-002', at }
    const format = { requirement: 'PORT-EXP-005', at }
    if (status === 202 && headers['content-location'])
      return [passed(own), cantTell('later', { ...format, actual: headers['content-location'] })]
    if (status !== 200 || body.bytes === 0) {
      const actual = status === 200 ? 'an empty body' : String(status)
      return [
        failed('no-export', { ...own, expected: 'the export, or 202 with the address of its state', actual }),
        cantTell('no-format', format),
      ]
    }
    const { is, type } = formatOf(seen)
    if (is === 'open') return [passed(own), passed(format)]
    if (is === 'packed') return [passed(own), cantTell('packed', { ...format, actual: type })]
    return [passed(own), failed('own-format', { ...format, expected: 'an openly documented format', actual: type })]
  },
  messages: {
    'no-export': 'The export at {at} gave {actual}.',
    'no-format': 'There was no export at {at} whose format could be seen.',
    later: 'The export at {at} is being made ({actual}); its format was not seen.',
    packed: 'The export at {at} is an archive ({actual}); a person has to look inside.',
    'own-format': 'The export at {at} is {actual}; expected {expected}.',
  },
  examples: [
    {
      name: 'FHIR as NDJSON',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { seen: exported('application/fhir+ndjson; charset=utf-8') },
    },
    { name: 'CSV', from: SUPPLIER, outcome: 'passed', seen: { seen: exported('text/csv', 'id,name\n') } },
    {
      name: 'a format of its own',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'own-format'],
      seen: { seen: exported('application/octet-stream', 'RBRX1') },
    },
    {
      name: 'JSON by name only',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'own-format'],
      seen: { seen: exported('application/json', 'RBRX1') },
    },
    {
      name: 'on demand by the help desk',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['no-export', 'no-format'],
      seen: { seen: exported('application/json', '{"error":"ask us"}', 403) },
    },
    {
      name: 'an archive',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'packed'],
      seen: { seen: exported('application/zip', 'PK') },
    },
    {
      name: 'started',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'later'],
      seen: { seen: answer(202, { 'content-location': 'https://product.example/export/1' }) },
    },
    { name: 'no identity', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'not reached', from: SUPPLIER, outcome: 'cantTell', seen: noGround('no answer') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { seen: gatewayPage() } },
  ],
})

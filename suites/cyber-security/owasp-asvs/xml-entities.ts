import {
  type Answered,
  cantTell,
  check,
  type Decision,
  type Exchange,
  failed,
  noData,
  noGround,
  passed,
} from '../../../runner/check.ts'
import { creatablePatients, createdAt, needsCreate } from '../../shared/created.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { ISSUER, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { broke } from '../../shared/refused-verdict.ts'
import { FHIR_XML, xmlPatient } from '../../shared/xml-patients.ts'

/** Two marks around an entity; what stands between them in the stored record came out of the file. */
const between = /mustdo-begin([\s\S]*?)mustdo-end/
const good = xmlPatient('', 'Mustdo', 'A test')
/** The name of a machine: there on most systems, and worth nothing to anybody. */
const file = xmlPatient(
  '<!DOCTYPE Patient [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
  'Mustdo',
  'mustdo-begin&e;mustdo-end',
)
/** 160,000 expansions make 480 kB: more than parsers on guard allow (64,000 in Java), too little to harm any. */
const ten = (name: string, of: string) => `<!ENTITY ${name} "${`&${of};`.repeat(20)}">`
const bomb = xmlPatient(
  `<!DOCTYPE Patient [<!ENTITY a "odd">${ten('b', 'a')}${ten('c', 'b')}${ten('d', 'c')}<!ENTITY e "${'&d;'.repeat(20)}">]>`,
  '&e;',
  'A test',
)

function expanded({ request, response }: Answered): Decision {
  const { status } = response
  const about = { at: request.url, expected: '400', actual: String(status) }
  if (status >= 200 && status < 300) return failed('expands', about)
  return status >= 500 ? cantTell('broke', about) : passed(about)
}

/**
 * A FHIR XML body with a document type cannot make the server read a file of its own, nor expand entities beyond what parsers on
 * guard allow (OWASP ASVS 5.0, 1.5.1). Plain bodies are taken just before and after. Whether it calls an address is for
 * api/xml-addresses to see.
 */
export default check({
  id: 'api/xml-entities',
  version: 2,
  title: 'Entities in XML bodies are not resolved',
  verifies: { 'SEC-API-014': 'part' },
  subjects: ({ fhir }) => fhir.filter(({ formats }) => formats.some(format => /xml/i.test(format))),
  effect: 'intrusive',
  fix: 'Switch document types off in the XML parser, or at least external entities, and limit expansion.',
  probe: async ({ http, subject }) => {
    const { identity } = subject
    const patients = creatablePatients(subject)
    if (!patients) return noData(needsCreate)
    const headers = { accept: FHIR_XML, 'content-type': FHIR_XML }
    const post = async (body: string): Promise<{ answer: Exchange; stored: Exchange[] }> => {
      const answer = await http.send('POST', patients.url, { as: identity, headers, body })
      const address = createdAt(answer, patients)
      if (!address) return { answer, stored: [] }
      const stored =
        body === file ? [await http.get(address, { as: identity, headers: { accept: FHIR_XML }, fresh: true })] : []
      await http.send('DELETE', address, { as: identity, headers: { accept: FHIR_XML } })
      return { answer, stored }
    }
    const taken = async () => ((await post(good)).answer.response?.status ?? 0) === 201
    if (!(await taken())) return notTaken
    const read = await post(file)
    const grown = await post(bomb)
    return (await taken()) ? { file: read.answer, stored: read.stored, bomb: grown.answer } : notTaken
  },
  judge: ({ file, stored, bomb }) => {
    const leaked = [file, ...stored]
      .filter(({ response }) => response.status < 300)
      .map(({ response }) => between.exec(response.body.text ?? '')?.[1]?.trim() ?? '')
      .find(text => text !== '' && !/^&(amp;)?e;$/.test(text))
    const about = { at: file.request.url, expected: '400' }
    const first = leaked
      ? failed('reads-files', { ...about, actual: `${leaked.length} characters` })
      : file.response.status >= 500
        ? cantTell('broke', { ...about, actual: String(file.response.status) })
        : passed(about)
    return [first, expanded(bomb)]
  },
  messages: {
    'reads-files': 'An external entity in a body sent to {at} was filled with a file of the server ({actual}).',
    expands: '{at} took a body whose entities expand 160,000 times ({actual}).',
    broke,
  },
  examples: [
    {
      name: 'document types are refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { file: no(), stored: [], bomb: no() },
    },
    {
      name: 'the entity is left empty',
      from: 'written after HAPI FHIR 8.8.0, 2026-11-22',
      outcome: 'passed',
      seen: { file: stored(''), stored: [stored('')], bomb: no() },
    },
    {
      name: 'a file is read',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['reads-files', 'passed'],
      seen: { file: stored(''), stored: [stored('app-1\n')], bomb: no() },
    },
    {
      name: 'expands',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'expands'],
      seen: { file: no(), stored: [], bomb: stored('') },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke', 'broke'],
      seen: { file: refusedWith(500), stored: [], bomb: refusedWith(500) },
    },
    { name: 'no create', from: SUPPLIER, outcome: 'untested', seen: noData(needsCreate) },
    { name: 'XML is not taken', from: SUPPLIER, outcome: 'cantTell', seen: noGround('not taken') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { file: gatewayPage(), stored: [], bomb: no() },
    },
  ],
})

const notTaken = noGround(
  'a small patient in XML was not created before and after, so that refusing others shows nothing',
  {
    who: 'supplier',
    act: 'give the identity of the FHIR endpoint leave to create and delete a Patient as application/fhir+xml, and run again',
  },
)

function no() {
  return refusedWith(400)
}
function stored(text: string) {
  const body = `<Patient><text><div><p>mustdo-begin${text}mustdo-end</p></div></text></Patient>`
  return answer(201, { 'content-type': FHIR_XML }, body, { url: `${ISSUER}/fhir/Patient` })
}

import { cantTell, check, type Exchange, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { FETCH, heardAt } from '../../shared/canary-examples.ts'
import { creatablePatients, needsCreate, takeAway } from '../../shared/created.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { broke } from '../../shared/refused-verdict.ts'
import { FHIR_XML, xmlPatient } from '../../shared/xml-patients.ts'

const NEEDED =
  'a canary in the target file: a listener of this machine, and the address by which the product reaches it'
const BACKGROUND_MS = 500

/** The address stands where a parser looks for the rest of the document type, and where it looks for an entity's text. */
const leading = (address: string) =>
  xmlPatient(`<!DOCTYPE Patient SYSTEM "${address}" [<!ENTITY e SYSTEM "${address}">]>`, 'Mustdo', '&e;')

/**
 * A FHIR XML body whose document type names an address makes the server call nobody (OWASP ASVS 5.0, 1.5.1). The address is a listener
 * of ours. Plain bodies are created just before and after, so that the parser is known to be reached.
 */
export default check({
  id: 'api/xml-addresses',
  version: 1,
  title: 'No address is called that a document type in XML names',
  verifies: { 'SEC-API-014': 'part' },
  subjects: ({ fhir }) => fhir.filter(({ formats }) => formats.some(format => /xml/i.test(format))),
  effect: 'intrusive',
  fix: 'Switch document types off in the XML parser, or at least external entities and external document types.',
  probe: async ({ http, subject, canary, nonce, pause }) => {
    const { identity } = subject
    const patients = creatablePatients(subject)
    if (!patients) return noData(needsCreate)
    const ready = await canary.ready()
    if (!ready.open) return noData(`${NEEDED} (${ready.because})`)
    const headers = { accept: FHIR_XML, 'content-type': FHIR_XML }
    const post = async (body: string): Promise<Exchange> => {
      const answer = await http.send('POST', patients.url, { as: identity, headers, body })
      await takeAway(http, answer, patients, identity)
      return answer
    }
    const taken = async () => (await post(xmlPatient('', 'Mustdo', 'A test'))).response?.status === 201
    if (!(await taken())) return notTaken
    const word = nonce()
    const { value } = await canary.heard(word)
    const answer = await post(leading(value.address))
    await pause(BACKGROUND_MS)
    const heard = await canary.heard(word)
    return (await taken()) ? { answer, heard } : notTaken
  },
  judge: ({ answer, heard }) => {
    const { address, asks } = heard.value
    const [first] = asks
    const about = { at: answer.request.url, expected: 'no request' }
    if (first)
      return failed('called', { ...about, actual: `${first.method} ${address} by "${first.agent}", ${first.at}` })
    const { status } = answer.response
    return status >= 500 ? cantTell('broke', { ...about, actual: String(status) }) : passed(about)
  },
  messages: {
    called: 'The server behind {at} called an address that a document type named: {actual}.',
    broke,
  },
  examples: [
    { name: 'refused, nobody called', from: SUPPLIER, outcome: 'passed', seen: { answer: no(), heard: heardAt() } },
    {
      name: 'taken without the document type',
      from: 'written after HAPI FHIR 8.8.0, 2026-11-22',
      outcome: 'passed',
      seen: { answer: refusedWith(201), heard: heardAt() },
    },
    {
      name: 'refused, yet called',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['called'],
      seen: { answer: no(), heard: heardAt(FETCH) },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke'],
      seen: { answer: refusedWith(500), heard: heardAt() },
    },
    { name: 'no canary', from: SUPPLIER, outcome: 'untested', seen: noData(NEEDED) },
    { name: 'XML is not taken', from: SUPPLIER, outcome: 'cantTell', seen: noGround('not taken') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answer: gatewayPage(), heard: heardAt() },
    },
  ],
})

const notTaken = noGround('a small patient in XML was not created before and after, so that silence shows nothing', {
  who: 'supplier',
  act: 'give the identity of the FHIR endpoint leave to create and delete a Patient as application/fhir+xml, and run again',
})

function no() {
  return refusedWith(400)
}

import { check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { r4Endpoints, readOf, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { BASE, HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { differences, leavesOfJson, leavesOfXml } from '../../shared/fhir-leaves.ts'
import { FHIR_XML } from '../../shared/fhir-xml.ts'
import { fhirFormat } from '../../shared/media-type.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

const speaksXml = (formats: readonly string[]) => formats.some(name => fhirFormat(name) === FHIR_XML)
const born = { resourceType: 'Patient', id: 'a', birthDate: '1984-02-29', name: [{ family: 'Ó Néill' }] }
const asXml = (text: string) => answer(200, { 'content-type': FHIR_XML }, text, { url: `${BASE}/Patient/a` })
const page = (family: string) =>
  `<Patient xmlns="http://hl7.org/fhir"><id value="a"/><name><family value="${family}"/></name><birthDate value="1984-02-29"/></Patient>`

/** Where XML is declared, what is read in it says the same as in JSON (R4 http.html#mime-type): an instance of up to four types. */
export default check({
  id: 'fhir/xml-equal',
  version: 3,
  title: 'A resource says the same in XML and in JSON',
  verifies: { 'FHIR-CAP-007': 'all' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Write both formats from the same model with a kept library, or declare the one that is spoken.',

  probe: async ({ http, subject }) => {
    if (!speaksXml(subject.formats)) return notApplicable('XML is not declared')
    const known = subject.types
      .filter(({ interactions, instances }) => interactions.includes('read') && instances.length > 0)
      .slice(0, 4)
    const pairs = await Promise.all(
      known.map(async type => {
        const json = await readOf(http, type)
        return { json, xml: await http.get(json.request.url, { headers: { accept: FHIR_XML }, as: type.identity }) }
      }),
    )
    const usable = pairs.filter(({ json }) => json.response?.status === 200)
    const odd = turnedAway(...pairs.map(({ json }) => json), ...usable.map(({ xml }) => xml))
    return odd ?? unusable(...usable.map(({ json }) => json)) ?? { pairs: usable }
  },

  judge: ({ pairs }) =>
    pairs.map(({ json, xml }) => {
      const at = xml.request.url
      const leaves = xml.response.status === 200 ? leavesOfXml(xml.response.body.text ?? '') : undefined
      if (!leaves) return failed('no-xml', { at, expected: '200 with XML', actual: summaryOf(xml) })
      const other = differences(leavesOfJson(resourceIn(json)), leaves)
      return other.length > 0
        ? failed('differs', {
            at,
            expected: 'the same values',
            actual: other.slice(0, 5).join(', '),
            places: other.slice(0, 20),
          })
        : passed({ at })
    }),

  messages: {
    'no-xml': 'XML is declared, and {at} cannot be read in it: {actual}.',
    differs: 'In XML and in JSON {at} says different things at {actual}.',
  },

  examples: [
    {
      name: 'the same',
      from: HAPI,
      outcome: 'passed',
      seen: { pairs: [{ json: sent(born), xml: asXml(page('Ó Néill')) }] },
    },
    {
      name: 'accents lost on the way',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { pairs: [{ json: sent(born), xml: asXml(page('? N?ill')) }] },
      keys: ['differs'],
    },
    {
      name: 'declared only',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { pairs: [{ json: sent(born), xml: refusal(406, 'not-supported') }] },
      keys: ['no-xml'],
    },
    { name: 'JSON only', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('XML is not declared') },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

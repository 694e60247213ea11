import { check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { differences, leavesOfJson } from '../../shared/fhir-leaves.ts'
import { FHIR_XML, inXml } from '../../shared/fhir-xml.ts'
import { fhirFormat } from '../../shared/media-type.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, madeBy, scratchFor, writing } from '../../shared/scratch.ts'
import { HAPI, kept, observations, refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const WORDS = 'Synthetic: Ångström, “quotes”, <marks> & more.'
/** What the server gives each instance of its own, and narrative. */
const itsOwn = /^\/\w+(\.id|\.meta\.(versionId|lastUpdated|source)|\.text(\..*)?)$/

/**
 * Where XML is declared, a create in XML stores what the same create in JSON stores (R4 http.html#mime-type). Both are read back in JSON
 * and compared, so that what the server alters in either does not matter.
 */
export default check({
  id: 'fhir/xml-create',
  version: 2,
  title: 'A create in XML stores the same as in JSON',
  verifies: { 'FHIR-CAP-007': 'all' },
  subjects: writing('read'),
  effect: 'write',
  fix: 'Take application/fhir+xml wherever application/fhir+json is taken, into the same model, or do not declare XML.',

  probe: async context => {
    const { landscape, subject } = context
    const endpoint = landscape.fhir.find(one => one.endpoint === subject.endpoint)
    if (!endpoint?.formats.some(name => fhirFormat(name) === FHIR_XML)) return notApplicable('XML is not declared')
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const body = scratch.body(WORDS)
    const inJson = await scratch.make(WORDS)
    if (isNotReached(inJson)) return inJson
    const created = await scratch.create(inXml(body), { 'content-type': FHIR_XML })
    const made = madeBy(created, subject)
    const json = await scratch.read(inJson)
    const xml = isNotReached(made) ? [] : [await scratch.read(made)]
    return turnedAway(created, json, ...xml) ?? unusable(json) ?? { created, json, xml }
  },

  judge: ({ created, json, xml }) => {
    const at = created.request.url
    const [read] = xml
    if (!read) return failed('not-taken', { at, expected: '201', actual: summaryOf(created) })
    const other = differences(leavesOfJson(resourceIn(json)), leavesOfJson(resourceIn(read)))
    const places = other.filter(path => !itsOwn.test(path))
    return places.length === 0
      ? passed({ at })
      : failed('differs', { at, actual: places.slice(0, 5).join(', '), places })
  },

  messages: {
    'not-taken': 'XML is declared, and a resource that was taken in JSON was not taken in XML at {at}: {actual}.',
    differs: 'The same resource was created at {at} in XML and in JSON; what is read back is not the same: {actual}.',
  },

  examples: [
    { name: 'the same', from: HAPI, outcome: 'passed', seen: seen(kept('1', { id: '2' })), subject: observations },
    {
      name: 'accents lost on the way',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen(kept('1', { note: [{ text: 'words ?' }] })),
      subject: observations,
    },
    {
      name: 'declared for answers only',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { created: refusal(415, 'not-supported'), json: wrote(200, '1', {}, kept(), 'GET'), xml: [] },
      subject: observations,
    },
    {
      name: 'JSON only',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('XML is not declared'),
      subject: observations,
    },
    refusedExample,
  ],
})

function seen(read: object) {
  return {
    created: wrote(201),
    json: wrote(200, '1', {}, kept(), 'GET'),
    xml: [wrote(200, '1', {}, read, 'GET')],
  }
}

import { expect, test } from 'vitest'
import { differences, leavesOfJson, leavesOfXml } from './fhir-leaves.ts'

const json = {
  resourceType: 'Patient',
  id: 'a',
  text: { status: 'generated', div: '<div>Siân</div>' },
  extension: [{ url: 'urn:x', valueDecimal: 1.5 }],
  active: true,
  contained: [{ resourceType: 'Organization', name: 'A & B' }],
  birthDate: '1984-02-29',
  _birthDate: { extension: [{ url: 'urn:y', valueString: 'z' }] },
  name: [{ given: ['Siân', 'Ann'] }],
}
const xml = `<?xml version="1.0" encoding="UTF-8"?><Patient xmlns="http://hl7.org/fhir"><id value="a"/>
<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p id="x">Siân</p><br/></div></text>
<contained><Organization xmlns="http://hl7.org/fhir"><name value="A &amp; B"/></Organization></contained>
<extension url="urn:x"><valueDecimal value='1.50'/></extension><active value="true"/>
<name><given value="Si&#xe2;n"/><given value="Ann"/></name>
<birthDate value="1984-02-29"><extension url="urn:y"><valueString value="z"/></extension></birthDate></Patient>`

test('the same resource has the same values in JSON and in XML', () => {
  const leaves = leavesOfXml(xml)
  expect(leaves).toBeDefined()
  expect(differences(leavesOfJson(json), leaves ?? new Map())).toEqual([])
})

test('a value that is lost or changed is named by its path', () => {
  const other = leavesOfXml(xml.replace('<given value="Ann"/>', '').replace('1984-02-29', '1984-02-28'))
  expect(differences(leavesOfJson(json), other ?? new Map())).toEqual(['/Patient.birthDate', '/Patient.name.given'])
})

test.each([['<Patient><id value="a"></Patient>'], ['<Patient/><Patient/>'], ['{"resourceType":"Patient"}'], ['']])(
  '%s is no XML document',
  text => {
    expect(leavesOfXml(text)).toBeUndefined()
  },
)

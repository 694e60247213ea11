/** Values that no reader could take for a patient's, one for each primitive type of R4. */
const values: Readonly<Record<string, unknown>> = {
  base64Binary: 'bXVzdGRv',
  boolean: false,
  canonical: 'urn:mustdo:sample',
  code: 'sample',
  date: '2026-03-29',
  dateTime: '2026-03-29T12:00:00+01:00',
  decimal: 1.5,
  id: 'sample',
  instant: '2026-03-29T12:00:00+01:00',
  integer: 1,
  markdown: 'Synthetic, written by a conformance test.',
  oid: 'urn:oid:2.16.840.1.113883.3',
  positiveInt: 1,
  string: 'Synthetic, written by a conformance test',
  time: '12:00:00',
  unsignedInt: 1,
  uri: 'urn:mustdo:sample',
  url: 'urn:mustdo:sample',
  uuid: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  xhtml: '<div xmlns="http://www.w3.org/1999/xhtml">Synthetic, written by a conformance test.</div>',
}

/** Undefined for a type that is no primitive of R4. */
export const samplePrimitive = (type: string): unknown => values[type]

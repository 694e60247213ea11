import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { complaints, folder, least, load } from './testing.ts'

let at = ''
beforeAll(async () => {
  at = await folder()
  writeFileSync(join(at, 'api.yaml'), 'openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths: {}\n')
  writeFileSync(join(at, 'api.json'), '{"openapi":"3.0.3","info":{"title":"A","version":"1"},"paths":{}}')
  writeFileSync(join(at, 'list.yaml'), '- openapi\n')
  writeFileSync(join(at, 'broken.json'), '{"openapi":"3.0.3",\n"paths":')
  writeFileSync(join(at, 'empty.yaml'), '')
  writeFileSync(join(at, 'huge.json'), Buffer.alloc(20_000_001, 0x20))
})

const file = (document: string, kind = 'openapi') =>
  `${least}  - { name: api, kind: ${kind}, url: "https://api.example/v1", document: ${document} }\n`
const remedy =
  'Expected the address or the path of an OpenAPI 3 document in JSON or YAML. Correct it, or leave it out when url is the document.'

test('a document beside the target file is read, in YAML and in JSON, and goes by its name', () => {
  for (const [name, version] of [
    ['api.yaml', '3.1.0'],
    ['./api.json', '3.0.3'],
  ] as const) {
    const document = load(at, file(name)).endpoints[1]?.document
    expect(document).toMatchObject({ file: name.replace('./', ''), value: { openapi: version, paths: {} } })
  }
})

test('the address of a document is kept for discovery to ask, and its origin may be asked', () => {
  const target = load(at, file('"https://docs.example/openapi.json"'))
  expect(target.endpoints[1]?.document).toEqual({ url: 'https://docs.example/openapi.json' })
  expect(target.endpoints[1]?.origin).toBe('https://api.example')
})

test('without the key the address of the endpoint is the document', () => {
  const target = load(at, `${least}  - { name: api, kind: openapi, url: "https://api.example/openapi.json" }\n`)
  expect(target.endpoints[1]).not.toHaveProperty('document')
})

test.each([
  ['a file that is not there', 'none.yaml', 'is "none.yaml", which does not exist'],
  ['a folder', 'keys', 'is "keys", which cannot be read (EISDIR)'],
  ['a list', 'list.yaml', 'is "list.yaml", which holds no object'],
  ['nothing', 'empty.yaml', 'is "empty.yaml", which holds no object'],
  [
    'half a document',
    'broken.json',
    'is "broken.json", which is not valid JSON or YAML (Flow map must end with a } at line 2, column 9)',
  ],
  ['a file past all measure', 'huge.json', 'is "huge.json", which has 20000001 bytes, more than 20000000'],
])('%s is refused with line and column', (_, document, what) => {
  expect(complaints(at, file(document))).toEqual([`mustdo.yaml:7:64  endpoints[1].document ${what}. ${remedy}`])
})

test.each([
  [
    'an address with credentials',
    '"https://user:pw@docs.example/openapi.json"',
    'holds credentials. Expected an absolute https address, as https://api.acme.example/fhir. Make them an identity and take them out of the address.',
  ],
  [
    'half an address',
    '"https://"',
    'is "https://". Expected an absolute https address, as https://api.acme.example/fhir. Write it in full.',
  ],
  [
    'an address of another kind',
    '"ftp://docs.example/openapi.json"',
    'is "ftp://docs.example/openapi.json". Expected an absolute https address, as https://api.acme.example/fhir. Write it in full.',
  ],
  ['a number', '7', 'is 7. Expected a string.'],
])('%s is refused as an address', (_, document, what) => {
  expect(complaints(at, file(document))).toEqual([`mustdo.yaml:7:64  endpoints[1].document ${what}`])
})

test('it belongs to endpoints of kind openapi only', () => {
  expect(complaints(at, file('api.yaml', 'fhir'))).toEqual([
    'mustdo.yaml:7:61  endpoints[1].document is for kind openapi. Expected it to be left out of kind fhir. Remove it or change the kind.',
  ])
})

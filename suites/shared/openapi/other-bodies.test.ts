import { expect, test } from 'vitest'
import { operationsOf } from './operations.ts'
import { otherBodies } from './other-bodies.ts'

const booking = {
  type: 'object',
  required: ['trip', 'name', 'tags', 'seats'],
  properties: {
    trip: { type: 'integer', xml: { attribute: true }, example: 7 },
    name: { type: 'string', example: 'A & <B>' },
    tags: { type: 'array', items: { type: 'string' }, xml: { name: 'tag' }, example: ['x', 'y'] },
    seats: {
      type: 'array',
      xml: { wrapped: true },
      items: { type: 'string', xml: { name: 'seat' } },
      example: ['1a'],
    },
  },
}
const content = (types: object) => ({
  openapi: '3.0.3',
  paths: { '/bookings': { post: { requestBody: { content: types }, responses: {} } } },
  components: { schemas: { Booking: booking } },
})
const bodies = (types: object) => {
  const document = content(types)
  return operationsOf(document).flatMap(operation => otherBodies(document, operation))
}
const said = ['mustdo-form-data', 'a', '{"trip":7}', 'x']
const form = {
  type: 'object',
  required: ['scan', 'note', 'about', 'tag"s'],
  properties: {
    scan: { type: 'string', format: 'binary', example: said[0] },
    note: { type: 'string', example: 'a' },
    about: { type: 'object', example: { trip: 7 } },
    'tag"s': { type: 'array', items: { type: 'string' }, example: ['x'] },
  },
}
const schema = { $ref: '#/components/schemas/Booking' }

test('a body travels in every media type that the document offers beside JSON, as XML by its own names', () => {
  expect(
    bodies({
      'application/json': { schema },
      'application/xml': { schema },
      'application/x-www-form-urlencoded': {
        schema: { type: 'object', example: { a: 'b c', list: [1, 2], none: null } },
      },
      'multipart/form-data': { schema: form, encoding: { note: { contentType: 'text/markdown' } } },
    }),
  ).toEqual([
    {
      type: 'application/xml',
      text: '<Booking trip="7"><name>A &#38; &#60;B&#62;</name><tag>x</tag><tag>y</tag><seats><seat>1a</seat></seats></Booking>',
    },
    { type: 'application/x-www-form-urlencoded', text: 'a=b+c&list=1&list=2' },
    {
      type: 'multipart/form-data; boundary=mustdo-form-data-',
      text: [
        ['Content-Disposition: form-data; name="scan"; filename="scan.txt"', 'Content-Type: application/octet-stream'],
        ['Content-Disposition: form-data; name="note"', 'Content-Type: text/markdown'],
        ['Content-Disposition: form-data; name="about"', 'Content-Type: application/json'],
        ['Content-Disposition: form-data; name="tag%22s"'],
      ]
        .map((head, at) => `--mustdo-form-data-\r\n${head.join('\r\n')}\r\n\r\n${said[at]}\r\n`)
        .concat('--mustdo-form-data---\r\n')
        .join(''),
    },
  ])
})

test("the author's own XML is sent as it is; nothing is made up where there is one media type", () => {
  expect(bodies({ 'application/json': { schema }, 'text/xml': { example: '<b/>' } })).toEqual([
    { type: 'text/xml', text: '<b/>' },
  ])
  expect(bodies({ 'application/json': { schema } })).toEqual([])
})

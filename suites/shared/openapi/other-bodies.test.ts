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
const schema = { $ref: '#/components/schemas/Booking' }

test('a body travels in every media type that the document offers beside JSON, as XML by its own names', () => {
  expect(
    bodies({
      'application/json': { schema },
      'application/xml': { schema },
      'application/x-www-form-urlencoded': { schema: { type: 'object', example: { a: 'b c' } } },
      'multipart/form-data': { schema },
    }),
  ).toEqual([
    {
      type: 'application/xml',
      text: '<Booking trip="7"><name>A &#38; &#60;B&#62;</name><tag>x</tag><tag>y</tag><seats><seat>1a</seat></seats></Booking>',
    },
    { type: 'application/x-www-form-urlencoded', text: 'a=b+c' },
  ])
})

test("the author's own XML is sent as it is; nothing is made up where there is one media type", () => {
  expect(bodies({ 'application/json': { schema }, 'text/xml': { example: '<b/>' } })).toEqual([
    { type: 'text/xml', text: '<b/>' },
  ])
  expect(bodies({ 'application/json': { schema } })).toEqual([])
})

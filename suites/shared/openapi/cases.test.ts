import { expect, test } from 'vitest'
import { openApi } from '../../../fixtures/supplier/api/openapi.ts'
import { readings } from './answers.ts'
import { bodySchema, caseSendable, casesOf, MOST_CASES, NAMES_NOTHING } from './cases.ts'
import { type Json, placeAt } from './document.ts'
import { operationsOf } from './operations.ts'
import { keyOf, plainValues } from './request.ts'
import { fits } from './schemas.ts'

const document = openApi('https://api.example', 'https://www.example') as unknown as Json
const operation = (key: string) => {
  const found = operationsOf(document).find(one => one.key === key)
  if (!found) throw new Error(`no ${key}`)
  return found
}
const post = operation('POST /api/v1/appointment-requests')
const list = operation('GET /api/v1/appointments')

test('good cases fit the document, bad ones do not, and there are some of both', () => {
  const schema = bodySchema(document, post)
  if (!schema) throw new Error('no schema')
  const cases = casesOf(document, post, plainValues(document, post), 7).filter(({ raw }) => !raw)
  expect(cases.filter(({ good }) => good).length).toBeGreaterThan(8)
  expect(cases.filter(({ good }) => !good).length).toBeGreaterThan(8)
  const wrong = cases.filter(
    ({ good, values }) => good !== ('body' in values && fits(document, schema, values.body, 'request')),
  )
  expect(wrong).toEqual([])
})

test('what spoils a parameter could not be read as a fitting value either', () => {
  const limit = list.parameters.find(({ name }) => name === 'limit')
  const bad = casesOf(document, list, plainValues(document, list), 7).filter(
    ({ good, what }) => !good && what.startsWith('query limit'),
  )
  expect(bad.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['query limit minimum', 'query limit maximum', 'query limit type']),
  )
  for (const { values } of bad)
    for (const reading of readings(String(limit && values.parameters[keyOf(limit)])))
      expect(limit?.schema && fits(document, limit.schema, reading, 'request')).toBe(false)
})

test('an operation gets no more than its share of requests, every point before any has a second', () => {
  const cases = casesOf(document, post, plainValues(document, post), 7)
  expect(cases.length).toBeLessThanOrEqual(MOST_CASES)
  const bad = cases.filter(({ good }) => !good).map(({ what }) => what)
  expect(bad).toEqual(
    expect.arrayContaining([
      'body required reason',
      'body /contact enum',
      'body /places maximum',
      'body cut short',
      'body missing',
    ]),
  )
})

test('the same seed gives the same requests, another seed others', () => {
  const sent = (seed: number) =>
    JSON.stringify(
      casesOf(document, post, plainValues(document, post), seed).map(one =>
        caseSendable(post, 'https://api.example', one),
      ),
    )
  expect(sent(1)).toBe(sent(1))
  expect(sent(1)).not.toBe(sent(2))
})

test('nothing is deleted at an address that chance made', () => {
  const remove = operation('DELETE /api/v1/appointment-requests/{id}')
  const sent = casesOf(document, remove, { parameters: { 'path id': 'ours' } }, 3).map(
    one => caseSendable(remove, 'https://api.example', one).url,
  )
  expect(sent.filter(url => !url.endsWith('/ours'))).toEqual([])
})

test('a form is varied as JSON is, in what a form can say and nobody reads otherwise', () => {
  const formed = structuredClone(document)
  const content = placeAt(formed, '/paths/~1api~1v1~1appointment-requests/post/requestBody/content').value as {
    [type: string]: unknown
  }
  for (const type of Object.keys(content)) if (type !== 'multipart/form-data') delete content[type]
  const [only] = operationsOf(formed).filter(({ key }) => key === post.key)
  if (!only) throw new Error('no operation')
  const plain = plainValues(formed, only)
  const cases = casesOf(formed, only, plain, 7)
  const bad = cases.filter(({ good }) => !good).map(({ what }) => what)
  expect(bad).toEqual(expect.arrayContaining(['body required reason', 'body /contact enum', 'body /places maximum']))
  // As text a number is a reason like any other, and null cannot be said.
  expect(bad).not.toContain('body /reason type')
  expect(cases.filter(({ good, what }) => good && what.startsWith('body /')).length).toBeGreaterThan(3)
  for (const one of cases) {
    const { headers, body = '' } = caseSendable(only, 'https://api.example', one)
    if (one.raw || !('body' in one.values)) continue
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(body).not.toMatch(/\bnull\b|\[object/)
  }
})

test('something that is not there is asked for too, but by PUT, which may make it', () => {
  const read = operation('GET /api/v1/appointments/{id}')
  const absent = { 'path id': 'absent-1' }
  const nothings = (one: typeof read) =>
    casesOf(document, one, plainValues(document, one), 7, absent).filter(({ what }) => what === NAMES_NOTHING)
  expect(nothings(read).map(({ values }) => values.parameters)).toEqual([absent])
  expect(nothings({ ...read, method: 'PUT' })).toEqual([])
})

test('who takes none of the media types is a case where the document says what they are told', () => {
  const refusing = { ...list, responses: [...list.responses, { ...list.responses[0], status: '406' }] } as typeof list
  const sent = (one: typeof list) =>
    casesOf(document, one, plainValues(document, one), 7)
      .filter(({ what }) => what === 'accept of nothing')
      .map(each => caseSendable(one, 'https://a.example', each).headers['accept'])
  expect(sent(refusing)).toEqual(['application/x-mustdo'])
  expect(sent(list)).toEqual([])
})

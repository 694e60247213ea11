/**
 * Operations that may change everything there is: PUT and PATCH of an address that names no one thing. They are tried out in a sandbox
 * only, and only with bodies that the document forbids and that hold nothing which could change anything.
 */
import { bodySchema, type Case } from './cases.ts'
import type { Json } from './document.ts'
import { isJsonType } from './media.ts'
import type { Operation, OperationSubject } from './operations.ts'
import { bodyType, type Values } from './request.ts'
import { fits } from './schemas.ts'

const EMPTY = ['null', '[]', '""', '0', 'false']

/** Whether an operation is one of them, and this product one at which it may be tried. */
export const maySweep = ({ operation, environment, consents }: OperationSubject): boolean =>
  environment === 'sandbox' &&
  consents.includes('write') &&
  /^(PUT|PATCH)$/.test(operation.method) &&
  !operation.parameters.some(one => one.in === 'path')

/** Bad requests with bodies that hold nothing. `values` are those of a plain request; its body is never sent. */
export function emptyHanded(document: Json, operation: Operation, { parameters }: Values): readonly Case[] {
  const type = bodyType(operation)
  const schema = bodySchema(document, operation)
  if (!type || !schema || !isJsonType(type)) return []
  const values = { parameters }
  return [
    { what: 'body cut short', good: false, values, raw: { type, text: '{' } },
    ...EMPTY.filter(text => !fits(document, schema, JSON.parse(text), 'request')).map(text => ({
      what: `body that is ${text}`,
      good: false,
      values,
      raw: { type, text },
    })),
  ]
}

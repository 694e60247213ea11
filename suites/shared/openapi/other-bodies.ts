/** The plain body of an operation in the other media types that its document offers for it. */
import type { Json } from './document.ts'
import type { RawBody } from './form.ts'
import type { Operation } from './operations.ts'
import { bodyType, isWritable, plainBodyOf, rawBody } from './request.ts'

/** One body for each other media type that can be written here: JSON, forms and XML. */
export function otherBodies(document: Json, operation: Operation): readonly RawBody[] {
  const usual = bodyType(operation)
  return (operation.body?.content ?? []).flatMap(([type, place]) => {
    if (type === usual || type.includes('*') || !isWritable(type)) return []
    const value = plainBodyOf(document, type, place)
    return value === undefined ? [] : [rawBody(operation, type, value)]
  })
}

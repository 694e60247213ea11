/**
 * Whether one answer is what the document declares for its operation: status, media type, headers and body. Additions the document
 * does not forbid are advice; the status of a server's own failure is a fault whatever is declared.
 */
import type { Answered } from '../../../runner/check.ts'
import { inside, type Json, objectOf, type Place } from './document.ts'
import { bodyOf, declaredAs } from './media.ts'
import { isFhirType, type Operation, type Response, responseFor } from './operations.ts'
import { misfitsOf } from './schemas.ts'
import { briefly } from './structure.ts'
import { oddMembersIn } from './undeclared.ts'

/** What is wrong with one answer; the same rule at the same place is one finding however many answers have it. */
export interface AnswerFault {
  readonly rule: AnswerRule
  readonly status: number
  /** Header, or pointer into the body with `*` for list items; empty for the answer as a whole. */
  readonly where: string
  readonly expected: string
  readonly actual: string
  readonly advice?: boolean
}
export type AnswerRule =
  | 'server-error'
  | 'undeclared-status'
  | 'undeclared-media-type'
  | 'header-missing'
  | 'header-differs'
  | 'body-unreadable'
  | 'body-differs'
  | 'body-shows-write-only'
  | 'undeclared-property'

/** Statuses that any HTTP server may give to a request it was not built for; a document need not list them. */
const ofAnyServer = new Set([401, 403, 404, 405, 406, 411, 413, 414, 415, 417, 426, 428, 431])

export interface Asked {
  /** The request was as the document has it. */
  readonly good: boolean
  /** FHIR bodies have judges of their own; status and media type are looked at all the same. */
  readonly fhirApart?: boolean
}

export function answerFaults(
  document: Json,
  operation: Operation,
  answer: Answered,
  asked: Asked,
): readonly AnswerFault[] {
  const { status, headers } = answer.response
  if (status >= 500)
    return [{ rule: 'server-error', status, where: '', expected: 'no failure of the server', actual: String(status) }]
  const declared = responseFor(operation, status)
  if (!declared) {
    const known = operation.responses.map(one => one.status).join(', ')
    const advice = !asked.good && ofAnyServer.has(status)
    return [
      {
        rule: 'undeclared-status',
        status,
        where: '',
        expected: known,
        actual: String(status),
        ...(advice && { advice }),
      },
    ]
  }
  const faults = headerFaults(document, declared, answer)
  // Neither has a body (RFC 9110, 9.3.2 and 15.3.5).
  if (operation.method === 'HEAD' || status === 204 || status === 304 || declared.content.length === 0) return faults
  const type = headers['content-type']
  const as = declaredAs(declared.content, type)
  if (!as) {
    const expected = declared.content.map(([name]) => name).join(', ')
    return [
      ...faults,
      { rule: 'undeclared-media-type', status, where: 'content-type', expected, actual: type ?? 'none' },
    ]
  }
  if (asked.fhirApart && isFhirType(type)) return faults
  const schema = inside(document, as[1], 'schema')
  return schema.value === undefined ? faults : [...faults, ...bodyFaults(document, schema, answer)]
}

function headerFaults(document: Json, declared: Response, { response }: Answered): AnswerFault[] {
  const { status } = response
  return declared.headers.flatMap(([name, place]): AnswerFault[] => {
    const field = name.toLowerCase()
    // OpenAPI 3.0.4, 4.8.17.1: a response header of this name is ignored.
    if (field === 'content-type') return []
    const value = response.headers[field]
    const required = objectOf(place.value)?.['required'] === true
    if (value === undefined)
      return required ? [{ rule: 'header-missing', status, where: name, expected: name, actual: 'no such header' }] : []
    const schema = inside(document, place, 'schema')
    if (
      schema.value === undefined ||
      readings(value).some(one => misfitsOf(document, schema, one, 'response').length === 0)
    )
      return []
    const [misfit] = misfitsOf(document, schema, readings(value)[0], 'response')
    return [
      {
        rule: 'header-differs',
        status,
        where: name,
        expected: misfit?.expected ?? 'its schema',
        actual: briefly(value),
      },
    ]
  })
}

/** What a header's text may stand for: itself, a number, a truth value, a list of them (style simple). */
export function readings(text: string): readonly unknown[] {
  const scalar = (part: string): unknown[] => [
    ...(/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(part) ? [Number(part)] : []),
    ...(part === 'true' || part === 'false' ? [part === 'true'] : []),
    part,
  ]
  const parts = text.split(',').map(part => part.trim())
  return [...scalar(text), parts, parts.map(part => scalar(part)[0])]
}

function bodyFaults(document: Json, schema: Place, answer: Answered): AnswerFault[] {
  const { status } = answer.response
  const read = bodyOf(answer)
  if (!read) return []
  if ('problem' in read) return [{ rule: 'body-unreadable', status, where: '', expected: 'JSON', actual: read.problem }]
  const misfits = misfitsOf(document, schema, read.value, 'response').map(
    ({ at, rule, expected, member }): AnswerFault => ({
      rule: 'body-differs',
      status,
      where: general(at),
      expected:
        rule === 'required' ? `a member ${member}` : rule.endsWith('Properties') ? `no member ${member}` : expected,
      actual:
        rule === 'required'
          ? 'nothing'
          : rule.endsWith('Properties')
            ? `the member ${member}`
            : briefly(valueAt(read.value, at)),
    }),
  )
  const odd = oddMembersIn(document, schema, read.value)
  const shown = odd.writeOnly.map(
    (where): AnswerFault => ({
      rule: 'body-shows-write-only',
      status,
      where,
      expected: `no member ${where.split('/').at(-1)}`,
      actual: where,
    }),
  )
  const undeclared = odd.undeclared
    .filter(where => !misfits.some(({ expected }) => expected === `no member ${where.split('/').at(-1)}`))
    .map(
      (where): AnswerFault => ({
        rule: 'undeclared-property',
        status,
        where,
        expected: 'a member that the document names',
        actual: where,
        advice: true,
      }),
    )
  return [...misfits, ...shown, ...undeclared]
}

/** A pointer without the numbers of list items. */
const general = (pointer: string): string => pointer.replace(/\/\d+(?=\/|$)/g, '/*')

function valueAt(value: unknown, pointer: string): unknown {
  let held = value
  for (const step of pointer.split('/').slice(1))
    held = (held as { [name: string]: unknown } | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  return held
}

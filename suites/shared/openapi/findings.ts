/** Faults of many answers as findings: one for each operation and cause, with all the places that share it. */
import { advice, type Decision, failed } from '../../../runner/check.ts'
import type { AnswerFault } from './answers.ts'

export interface Found {
  readonly fault: AnswerFault
  readonly url: string
}

/**
 * What makes two faults of one operation the same matter: statuses that the document leaves out are one omission, failures of the
 * server one fault until the first is mended, and headers and media types come from one place whatever the status. Bodies are
 * declared for each status apart.
 */
function causeOf({ rule, status, actual, advice: mild }: AnswerFault): string {
  if (rule === 'undeclared-media-type') return `${rule} ${actual}`
  return /^(body|undeclared-property)/.test(rule) ? `${rule} ${status} ${mild === true}` : rule
}

/** One decision for each cause; the first place is told in full, the others are counted. */
export function decisionsOf(operation: string, found: readonly Found[]): readonly Decision[] {
  const groups = new Map<string, Found[]>()
  for (const one of found) {
    const cause = causeOf(one.fault)
    groups.set(cause, [...(groups.get(cause) ?? []), one])
  }
  return [...groups.values()].map(group => {
    const firm = group.filter(({ fault }) => !fault.advice)
    const [{ fault, url }] = (firm.length > 0 ? firm : group) as [Found]
    const { rule, status, where, expected } = fault
    const said = {
      operation,
      status,
      where: where || 'the top',
      at: url,
      expected,
      actual: rule === 'undeclared-status' ? distinct(group.map(one => one.fault.actual)) : fault.actual,
      places: [...new Set(group.map(placeOf))],
    }
    return firm.length > 0 ? failed(rule, said) : advice(rule, said)
  })
}

const distinct = (words: readonly string[]): string => [...new Set(words)].join(', ')

const placeOf = ({ url, fault: { rule, where, expected, actual } }: Found): string =>
  rule === 'undeclared-status' ? `${url}: ${actual}` : where ? `${url} ${where}: ${expected}` : url

/** What each rule says; `{operation}`, `{status}`, `{where}`, `{expected}` and `{actual}` are filled in. */
export const answerMessages = {
  'server-error': '{operation} ended in a failure of the server: {actual}.',
  'undeclared-status': '{operation} answered {actual}; the document declares {expected}.',
  'undeclared-media-type': '{operation} answered {status} with media type {actual}; the document declares {expected}.',
  'header-missing': '{operation} answered {status} without the header {where}, which the document requires.',
  'header-differs': '{operation} answered {status} with {where} {actual}; the document says {expected}.',
  'body-unreadable':
    '{operation} answered {status} with a body that is no JSON, whatever its media type says: {actual}.',
  'body-differs': '{operation} answered {status} with {actual} at {where}; the schema says {expected}.',
  'body-shows-write-only': '{operation} answered {status} with {where}, which the document says is never answered.',
  'undeclared-property': '{operation} answered {status} with {where}, which the document does not name.',
} as const

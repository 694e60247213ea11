/** Faults of many answers as findings: one for each operation, status and rule, with all the places that share it. */
import { advice, type Decision, failed } from '../../../runner/check.ts'
import type { AnswerFault } from './answers.ts'

export interface Found {
  readonly fault: AnswerFault
  readonly url: string
}

/** One decision for each status and rule; the first place is told in full, the others are counted. */
export function decisionsOf(operation: string, found: readonly Found[]): readonly Decision[] {
  const groups = new Map<string, Found[]>()
  for (const one of found) {
    const { status, rule, advice: mild } = one.fault
    const signature = `${status} ${rule} ${mild === true}`
    groups.set(signature, [...(groups.get(signature) ?? []), one])
  }
  return [...groups.values()].map(group => {
    const [{ fault, url }] = group as [Found]
    const said = {
      operation,
      status: fault.status,
      where: fault.where || 'the top',
      at: url,
      expected: fault.expected,
      actual: fault.actual,
      places: [
        ...new Set(
          group.map(one => (one.fault.where ? `${one.url} ${one.fault.where}: ${one.fault.expected}` : one.url)),
        ),
      ],
    }
    return fault.advice ? advice(fault.rule, said) : failed(fault.rule, said)
  })
}

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
  'undeclared-property': '{operation} answered {status} with {where}, which the document does not name.',
} as const

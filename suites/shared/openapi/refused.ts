import { type Answered, advice, type Decision, failed, passed } from '../../../runner/check.ts'
import { broke, refusedVerdict } from '../refused-verdict.ts'
import { answerFaults } from './answers.ts'
import { documentOf } from './document.ts'
import type { OperationSubject } from './operations.ts'

/** The verdict on what a caller without credentials was answered by an operation that asks for them: refused, and as declared. */
export function refusedAsDeclared(refused: Answered, { api, operation }: OperationSubject): readonly Decision[] {
  const verdict = refusedVerdict(refused)
  const at = refused.request.url
  if (verdict.outcome !== 'passed') return [{ ...verdict, operation: operation.name }]
  const faults = answerFaults(documentOf(api), operation, refused, { good: false, fhirApart: true })
  const decisions = faults.map(({ expected, actual, where, advice: mild }) => {
    const said = {
      at,
      operation: operation.name,
      status: refused.response.status,
      expected,
      actual,
      where: where || 'the answer',
    }
    return mild ? advice('refusal-undeclared', said) : failed('refusal-differs', said)
  })
  return faults.some(fault => !fault.advice) ? decisions : [...decisions, passed({ at })]
}

export const refusedMessages = {
  'let-in': '{operation} answered {actual} to a caller without credentials, which the document asks for.',
  'refusal-differs':
    '{operation} refused with {status}, otherwise than declared: {where} is {actual}, the document says {expected}.',
  'refusal-undeclared': '{operation} refused with {status}, which the document does not name ({expected}).',
  broke,
} as const

/**
 * Genuine tokens of the issuer that the API must refuse all the same, as the target file gives them, beside forged ones of the same
 * kind. A forged token is refused for its signature at the latest, so that only a genuine one shows whether its claims are looked at.
 */
import {
  type Answered,
  type Decision,
  type Exchange,
  type FhirSubject,
  type Http,
  type Landscape,
  type NotReached,
  passed,
  type RequestOptions,
} from '../../runner/check.ts'
import { cannotBeMade, isNotReached, protectedAddress, refusalsOf } from './refusal.ts'
import { refusedVerdict } from './refused-verdict.ts'

type Forged = 'expired' | 'not-yet-valid' | 'other-audience' | 'other-issuer'

export interface Unfit {
  /** By kind: the answers to the genuine tokens; none where the target file has none. */
  readonly genuine: readonly { readonly kind: string; readonly answers: readonly Exchange[] }[]
  readonly forged: readonly Exchange[]
}

export async function unfitTokens(
  context: { readonly http: Http; readonly subject: FhirSubject; readonly landscape: Landscape },
  kinds: readonly string[],
  forgeries: readonly Forged[],
): Promise<Unfit | NotReached> {
  const { http, subject, landscape } = context
  const address = protectedAddress(subject)
  if (typeof address !== 'string') return address
  const given = (landscape.facts.unfitTokens ?? []).filter(({ unfit }) => kinds.includes(unfit))
  const bads: RequestOptions[] = [
    ...given.map(({ name }) => ({ as: name })),
    ...forgeries.map(credentials => ({ as: subject.identity, credentials })),
  ]
  if (bads.length === 0) return { genuine: kinds.map(kind => ({ kind, answers: [] })), forged: [] }
  const answers = await refusalsOf(http, address, subject.identity, bads)
  if (isNotReached(answers)) return answers
  return {
    genuine: kinds.map(kind => ({ kind, answers: answers.filter((_, place) => given[place]?.unfit === kind) })),
    forged: answers.slice(given.length).filter(answer => !cannotBeMade(answer)),
  }
}

/** One decision for each kind, and one for each forged token that was let in. */
export function unfitVerdicts(seen: {
  readonly genuine: readonly { readonly kind: string; readonly answers: readonly Answered[] }[]
  readonly forged: readonly Answered[]
}): Decision[] {
  const forged = seen.forged.map(answer => refusedVerdict(answer)).filter(({ outcome }) => outcome === 'failed')
  const genuine = seen.genuine.flatMap(({ kind, answers }) =>
    answers.length > 0 ? answers.map(answer => refusedVerdict(answer)) : [missing(kind)],
  )
  return [...forged, ...genuine].length > 0 ? [...forged, ...genuine] : [passed()]
}

const missing = (kind: string): Decision => ({
  outcome: 'untested',
  key: 'no-token',
  actual: kind,
  owes: {
    who: 'supplier',
    act: `give a genuine token of your issuer that is unfit: an identity with auth bearer and unfit: ${kind} in the target file`,
  },
})

export const noToken =
  'The target file has no token of kind {actual}; a forged one is refused for its signature, which shows nothing of its claims.'

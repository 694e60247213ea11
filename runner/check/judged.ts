import type {
  Exchange,
  ExchangeResponse,
  Handshake,
  Lookup,
  PageVisit,
  TlsSurvey,
  Validation,
} from '../../reports/record.ts'
import type { NotReached } from './not-reached.ts'

/** An exchange that was answered, which is what a judge is handed unless its check `judgesSilence`. */
export type Answered = Exchange & { readonly response: ExchangeResponse }

/** What the judge sees: every step reached and every exchange answered. */
export type Judged<S> = S extends NotReached
  ? never
  : S extends Exchange
    ? Answered
    : S extends string | number | boolean | null | undefined
      ? S
      : S extends Handshake | TlsSurvey | PageVisit | Validation | Lookup
        ? S
        : S extends readonly (infer T)[]
          ? readonly Judged<T>[]
          : { readonly [K in keyof S]: Judged<S[K]> }

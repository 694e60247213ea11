/** What came of the cases that tried an operation out: one decision for each status and rule, however many cases show it. */
import { type Answered, advice, type Decision, type Exchange, failed } from '../../../runner/check.ts'
import { type AnswerFault, answerFaults } from './answers.ts'
import { isTriedOut, NAMES_NOTHING } from './cases.ts'
import { documentOf } from './document.ts'
import { decisionsOf, type Found } from './findings.ts'
import type { OperationSubject } from './operations.ts'

/** A case and what was answered; `again` is the same request once more, where nothing was answered the first time. */
export interface Trial {
  readonly what: string
  readonly good: boolean
  readonly answer: Exchange
  readonly again?: Exchange
}

/** In front of the product, or the product asking to be left alone for a while (RFC 6585, 4; RFC 9110, 15.6). */
export const isInFront = ({ response }: Exchange): boolean =>
  response !== undefined &&
  (/^(429|502|503|504)$/.test(String(response.status)) ||
    response.headers['cf-mitigated'] !== undefined ||
    response.headers['x-amzn-waf-action'] !== undefined)

const isAnswered = (exchange: Exchange): exchange is Answered => exchange.response !== undefined

/**
 * Decisions about the trials; faults that the plain request shows already are left to the check that sends it alone. `plain` is not
 * there where it would change too much.
 */
export function trialDecisions(
  subject: OperationSubject,
  plain: Exchange | undefined,
  trials: readonly Trial[],
): readonly Decision[] {
  const { api, operation } = subject
  const document = documentOf(api)
  const judged = (answer: Answered, good: boolean) =>
    answerFaults(document, operation, answer, { good, fhirApart: true })
  const known = new Set(plain && isAnswered(plain) ? judged(plain, true).map(signatureOf) : [])
  const told = trials.filter(({ answer }) => isAnswered(answer) && !isInFront(answer)) as readonly (Trial & {
    answer: Answered
  })[]
  const found = told.flatMap(({ answer, good, what }): Found[] =>
    judged(answer, good && !namesNothing(what, answer))
      .filter(fault => !known.has(signatureOf(fault)) && (what !== NAMES_NOTHING || isOmission(fault)))
      .map(fault => ({ fault, url: `${answer.request.method} ${answer.request.url} (${what})` })),
  )
  return [
    ...decisionsOf(operation.name, found),
    ...together(
      'bad-accepted',
      operation.name,
      told.filter(({ good, what, answer }) => !good && !mayBeTaken(what) && answer.response.status < 300),
    ),
    ...together(
      'good-refused',
      operation.name,
      told.filter(
        ({ good, what, answer }) =>
          good &&
          /^(400|405|406|415|422)$/.test(String(answer.response.status)) &&
          !(what.startsWith('body as ') && answer.response.status === 415),
      ),
    ),
    ...(plain ? typesRefused(operation.name, plain, told) : []),
    ...together(
      'connection-lost',
      operation.name,
      trials.filter(({ answer, again }) => isLost(answer) && again !== undefined && isLost(again)),
    ),
  ]
}

/** A status that any server may give, and that the document leaves out. */
const isOmission = ({ rule, advice: mild }: AnswerFault): boolean => rule === 'undeclared-status' && mild === true

/** What a document leaves out is said once for an operation: with the other statuses that it left out, where those are looked for. */
export const isLeftToTrials = (subject: OperationSubject, fault: AnswerFault): boolean =>
  isOmission(fault) && isTriedOut(subject)

/** The document offers a media type for a body, and a body that is taken in another one is refused because of it. */
function typesRefused(
  operation: string,
  plain: Exchange,
  trials: readonly (Trial & { answer: Answered })[],
): Decision[] {
  if ((plain.response?.status ?? 0) >= 300) return []
  return trials
    .filter(({ what, answer }) => what.startsWith('body as ') && answer.response.status === 415)
    .map(({ what, answer }) =>
      failed('type-refused', {
        operation,
        at: answer.request.url,
        type: what.replace('body as ', ''),
        expected: String(plain.response?.status),
        actual: '415',
      }),
    )
}

/** A server may answer in a type that was not asked for (RFC 9110, 12.5.1); who finds what is not there is told by other checks. */
const mayBeTaken = (what: string): boolean => what.startsWith('accept ') || what === NAMES_NOTHING

const namesNothing = (what: string, { response }: Answered): boolean =>
  what.startsWith('path ') && response.status === 404

/** A header that a good answer has wrong already is not told again of a bad one. */
const signatureOf = ({ rule, status, where }: AnswerFault): string =>
  rule.startsWith('header') ? `${rule} ${where}` : `${status} ${rule} ${where}`
const isLost = ({ response, error }: Exchange): boolean =>
  !response && error !== undefined && error.phase !== 'stopped' && error.phase !== 'limit'

/** Only a format was not kept: 3.1 leaves formats to the author, and few products read them all. */
const isMild = (what: string): boolean => / format$/.test(what)

function together(
  key: 'bad-accepted' | 'good-refused' | 'connection-lost',
  operation: string,
  trials: readonly Trial[],
): readonly Decision[] {
  const firm = key === 'good-refused' ? [] : trials.filter(({ what }) => key !== 'bad-accepted' || !isMild(what))
  const [first] = firm.length > 0 ? firm : trials
  if (!first) return []
  const said = {
    operation,
    at: first.answer.request.url,
    what: first.what,
    count: trials.length,
    expected: key === 'bad-accepted' ? 'a refusal with 4xx' : 'an answer as declared',
    actual: String(first.answer.response?.status ?? first.answer.error?.code),
    places: trials.map(({ what, answer }) => `${what}: ${answer.response?.status ?? answer.error?.code}`),
  }
  return [firm.length > 0 ? failed(key, said) : advice(key, said)]
}

/** Declared errors of a client that bad requests should have met, and none did. */
export function errorsNotMet(
  { operation }: OperationSubject,
  plain: Exchange,
  trials: readonly Trial[],
): readonly Decision[] {
  const met = new Set([plain, ...trials.map(({ answer }) => answer)].map(one => String(one.response?.status)))
  const declared = operation.responses
    .map(({ status }) => status)
    .filter(status => /^(400|406|409|415|422)$/.test(status))
  const missing = declared.filter(status => !met.has(status))
  if (missing.length === 0 || trials.every(({ good }) => good)) return []
  const actual = missing.join(', ')
  return [
    advice('error-not-met', {
      operation: operation.name,
      at: plain.request.url,
      expected: actual,
      actual: [...met].join(', '),
    }),
  ]
}

export const trialMessages = {
  'type-refused': '{operation} answers 415 to a body as {type}, which the document offers for it.',
  'bad-accepted': '{operation} accepted ({actual}) {count} requests that its document forbids; the first: {what}.',
  'good-refused': '{operation} refused ({actual}) {count} requests that its document allows; the first: {what}.',
  'connection-lost': '{operation} broke the connection ({actual}) twice on: {what}.',
  'error-not-met': '{operation} declares {expected}, which no request met; there were {actual}.',
} as const

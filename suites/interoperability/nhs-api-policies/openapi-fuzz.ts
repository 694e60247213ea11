import { cantTell, check, type Exchange, type NotReached, noData, noGround, passed } from '../../../runner/check.ts'
import { answer, noAnswer } from '../../shared/examples.ts'
import { type Case, caseSendable, casesOf, hasCases, NAMES_NOTHING } from '../../shared/openapi/cases.ts'
import { documentOf } from '../../shared/openapi/document.ts'
import {
  answerExamples,
  aThing,
  at,
  declaring,
  operation,
  SUPPLIER,
  thingAnswer,
  total,
} from '../../shared/openapi/examples.ts'
import { answerMessages } from '../../shared/openapi/findings.ts'
import { send, somethingFor, takeAwayMade } from '../../shared/openapi/making.ts'
import { isBelowFhir, isSafe, type Operation, operationSubjects } from '../../shared/openapi/operations.ts'
import { plainValues } from '../../shared/openapi/request.ts'
import { emptyHanded, maySweep } from '../../shared/openapi/sweeping.ts'
import { errorsNotMet, isInFront, type Trial, trialDecisions, trialMessages } from '../../shared/openapi/trials.ts'
import { absentValues } from '../../shared/openapi/variants.ts'
import { isNotReached } from '../../shared/refusal.ts'

/** The same in every run: a verdict changes when the product or the document does. */
const SEED = 20_261_122

/** Where a gateway or silence met more than half of the requests, nothing is said of the product. */
function unheard(operation: Operation, trials: readonly Trial[], plain?: Exchange): NotReached | undefined {
  const isHeard = (one: Exchange) => one.response !== undefined && !isInFront(one)
  const heard = trials.filter(({ answer: one }) => isHeard(one)).length
  if (heard * 2 >= trials.length && (!plain || isHeard(plain))) return undefined
  return noGround(
    `${operation.name} answered ${heard} of ${trials.length} requests; the others met a gateway, a limit or silence`,
  )
}

/**
 * Requests at the edges of what the document allows, beyond them, and by chance within them: bad ones are refused with a declared 4xx, good
 * ones are not, and none ends in a failure of the server (property-based, as Schemathesis does). At most 40 requests an operation, from
 * one seed. Operations that write are tried out only with consent to write too; what they make is taken away.
 */
export default check({
  id: 'openapi/fuzz',
  version: 8,
  title: 'Good and bad requests of every kind are answered as the OpenAPI document declares, never with a failure',
  verifies: { 'NHS-API-009': 'part' },
  subjects: landscape => operationSubjects(landscape).filter(one => hasCases(one.operation) && !isBelowFhir(one)),
  effect: 'intrusive',
  fix: 'Check what comes in against the document before it is used, and answer what does not fit with a declared 4xx.',
  judgesSilence: true,
  probe: async ({ http, subject, given, nonce }) => {
    const { api, operation, consents, environment } = subject
    if (!isSafe(operation) && !consents.includes('write'))
      return noData(`consent.write in the target file, so that ${operation.name} may be tried out`)
    if (environment === 'live' && !isSafe(operation))
      return noData(`a sandbox, in which ${operation.name} may be tried out`)
    const document = documentOf(api)
    const asked = async (url: string, method: string, headers: { readonly [name: string]: string }, body?: string) =>
      http.send(method, url, {
        headers,
        as: api.identity,
        ...(body !== undefined && { body }),
        fresh: !isSafe(operation),
      })
    const tried = async (one: Case): Promise<Trial> => {
      const { method, url, headers, body } = caseSendable(operation, api.url, one)
      const first = await asked(url, method, headers, body)
      const lost = !first.response && first.error?.phase !== 'stopped'
      const again: Exchange | undefined = lost ? await asked(url, method, headers, body) : undefined
      return { what: one.what, good: one.good, answer: first, ...(again && { again }) }
    }
    if (maySweep(subject)) {
      const cases = emptyHanded(document, operation, plainValues(document, operation))
      const trials = await Promise.all(cases.map(tried))
      if (trials.length > 0) return unheard(operation, trials) ?? { trials }
    }
    const made = await somethingFor({ http, given }, subject, operation)
    if (isNotReached(made)) return made
    const values = plainValues(document, operation, made.known)
    const plain = await send(http, subject, operation, values)
    const absent = absentValues(document, operation, nonce())
    const trials = await Promise.all(casesOf(document, operation, values, SEED, absent).map(tried))
    const steps = [
      ...made.steps,
      { operation, answer: plain },
      ...trials.map(trial => ({ operation, answer: trial.answer })),
    ]
    if (!isSafe(operation)) await takeAwayMade(http, subject, { known: made.known, steps })
    return unheard(operation, trials, plain) ?? { plain, trials }
  },
  judge: ({ plain, trials }, subject) => {
    const errors = plain ? errorsNotMet(subject, plain, trials) : []
    const decisions = [...trialDecisions(subject, plain, trials), ...errors]
    if (decisions.some(({ advice }) => !advice)) return decisions
    const { name } = subject.operation
    return [
      ...decisions,
      plain ? passed({ at: plain.request.url }) : cantTell('sweeping', { operation: name, count: trials.length }),
    ]
  },
  messages: {
    ...answerMessages,
    ...trialMessages,
    sweeping:
      '{operation} may change everything there is: only requests that it has to refuse were sent, and it refused all {count}.',
  },
  examples: [
    {
      name: 'bad ones refused, good ones answered',
      from: SUPPLIER,
      outcome: 'passed',
      subject: operation(),
      seen: {
        plain: thingAnswer(),
        trials: [
          { what: 'query limit minimum', good: false, answer: thingAnswer(404, {}) },
          { what: 'values by chance', good: true, answer: thingAnswer() },
        ],
      },
    },
    ...answerExamples(one => ({
      plain: thingAnswer(),
      trials: [{ what: 'values by chance', good: true, answer: one }],
    })).filter(({ outcome }) => outcome !== 'cantTell'),
    {
      name: 'a bad request is taken',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['bad-accepted', 'error-not-met'],
      subject: operation('POST /things'),
      seen: {
        plain: answer(201, total, aThing, at),
        trials: [{ what: 'body /size minimum', good: false, answer: answer(201, total, aThing, at) }],
      },
    },
    {
      name: 'what may change everything refuses what holds nothing',
      from: 'LoopBack 4 to-do list, 2026-11-22',
      outcome: 'cantTell',
      keys: ['sweeping'],
      subject: operation('POST /things'),
      seen: { trials: [{ what: 'body cut short', good: false, answer: answer(400, total, {}, at) }] },
    },
    {
      name: 'what may change everything takes what holds nothing',
      from: 'LoopBack 4 to-do list, 2026-11-22',
      outcome: 'failed',
      keys: ['bad-accepted'],
      subject: operation('POST /things'),
      seen: { trials: [{ what: 'body that is null', good: false, answer: answer(201, total, aThing, at) }] },
    },
    {
      name: 'a type that nobody answers in is answered all the same',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['error-not-met', 'passed'],
      subject: operation('GET /things/{id}', declaring('406')),
      seen: { plain: thingAnswer(), trials: [{ what: 'accept of nothing', good: false, answer: thingAnswer() }] },
    },
    {
      name: 'and is refused, otherwise than declared',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['undeclared-media-type'],
      subject: operation('GET /things/{id}', declaring('406')),
      seen: {
        plain: thingAnswer(),
        trials: [
          { what: 'accept of nothing', good: false, answer: thingAnswer(406, 'No', { 'content-type': 'text/plain' }) },
        ],
      },
    },
    {
      name: 'what the document leaves out is told as one',
      from: 'LoopBack 4 to-do list, 2026-11-22',
      outcome: 'failed',
      keys: ['undeclared-status'],
      subject: operation('GET /things/{id}', declaring('404', false)),
      seen: {
        plain: thingAnswer(),
        trials: [
          { what: NAMES_NOTHING, good: false, answer: thingAnswer(404, {}) },
          { what: 'query limit minimum', good: false, answer: thingAnswer(400, {}) },
        ],
      },
    },
    {
      name: 'only a format is not read',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['bad-accepted', 'passed'],
      subject: operation(),
      seen: { plain: thingAnswer(), trials: [{ what: 'query day format', good: false, answer: thingAnswer() }] },
    },
    {
      name: 'good requests are refused',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['good-refused', 'passed'],
      subject: operation('POST /things'),
      seen: {
        plain: answer(201, total, aThing, at),
        trials: [{ what: 'body /note null', good: true, answer: answer(400, total, {}, at) }],
      },
    },
    {
      name: 'a media type that the document offers is refused',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['undeclared-status', 'type-refused'],
      subject: operation('POST /things'),
      seen: {
        plain: answer(201, total, aThing, at),
        trials: [{ what: 'body as multipart/form-data', good: true, answer: answer(415, total, {}, at) }],
      },
    },
    {
      name: 'the connection breaks, twice',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['connection-lost'],
      subject: operation(),
      seen: {
        plain: thingAnswer(),
        trials: [{ what: 'path id odd text', good: true, answer: noAnswer(), again: noAnswer() }],
      },
    },
    { name: 'a gateway answers', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: noGround('a limit') },
    { name: 'no consent to write', from: SUPPLIER, outcome: 'untested', seen: noData('consent.write') },
  ],
})

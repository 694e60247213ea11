import {
  type Answered,
  cantTell,
  check,
  type Decision,
  type Exchange,
  failed,
  type NotReached,
  noData,
  notApplicable,
  passed,
} from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { answerFaults } from '../../shared/openapi/answers.ts'
import { documentOf } from '../../shared/openapi/document.ts'
import {
  answerExamples,
  aThing,
  at,
  declaring,
  linkedDocument,
  operation,
  SUPPLIER,
  thingAnswer,
  total,
} from '../../shared/openapi/examples.ts'
import { answerMessages, decisionsOf } from '../../shared/openapi/findings.ts'
import { linkDecisions, linkMessages } from '../../shared/openapi/links.ts'
import { makeFor, namedBy, onMade, send, takeAwayMade } from '../../shared/openapi/making.ts'
import { notTried, notTriedMessages } from '../../shared/openapi/not-tried.ts'
import { isBelowFhir, isSafe, type OperationSubject, operationSubjects } from '../../shared/openapi/operations.ts'
import { keyOf, plainValues } from '../../shared/openapi/request.ts'
import { isLeftToTrials } from '../../shared/openapi/trials.ts'
import { absentValues } from '../../shared/openapi/variants.ts'
import { isNotReached } from '../../shared/refusal.ts'

interface Seen {
  readonly plain?: Exchange
  /** Reading what was made, or what was deleted. */
  readonly after?: Exchange
  /** The same about something that is not there. */
  readonly absent?: Exchange
  /** Why there is no `plain`. */
  readonly because?: string
}

const owed = (operation: string) =>
  ({
    who: 'supplier',
    act: `give the body and parameters of ${operation} examples that work on the tested server, and an identity that may call it`,
  }) as const

/** What is wrong with these answers; the one about something that is not there is not a good one. */
const faultsOf = (subject: OperationSubject, { plain, absent }: Answers): readonly Decision[] =>
  decisionsOf(
    subject.operation.name,
    [absent, plain].flatMap(one =>
      one
        ? answerFaults(documentOf(subject.api), subject.operation, one, { good: one === plain, fhirApart: true })
            .filter(fault => !isLeftToTrials(subject, fault))
            .map(fault => ({ fault, url: one.request.url }))
        : [],
    ),
  )
interface Answers {
  readonly plain?: Answered | undefined
  readonly absent?: Answered | undefined
}

/**
 * Operations that write answer as the document declares, and their effects are seen: what was made is found by the links and paths of the
 * document, what was deleted is gone (OpenAPI Specification 3.0.4, 4.8.20 Link Object). They work on things made here only, which are
 * taken away again.
 */
export default check({
  id: 'openapi/writes',
  version: 9,
  title: 'Operations that write answer as the OpenAPI document declares, and their effects are seen',
  verifies: { 'NHS-API-009': 'part' },
  subjects: landscape => operationSubjects(landscape).filter(one => !isSafe(one.operation) && !isBelowFhir(one)),
  effect: 'write',
  fix: 'Correct the document or the product; give bodies an example that works, and link what makes a thing to what reads and deletes it.',
  probe: async ({ http, subject, nonce }): Promise<Seen | NotReached> => {
    const { api, operation } = subject
    const document = documentOf(api)
    // A PUT of something that is not there may make it.
    const gone = operation.method === 'PUT' ? undefined : absentValues(document, operation, nonce())
    const absent = gone && (await send(http, subject, operation, plainValues(document, operation, gone)))
    const made = await makeFor(http, subject, operation)
    if (isNotReached(made)) return absent ? { absent, because: made.because } : made
    const plain = await send(http, subject, operation, plainValues(document, operation, made.known))
    const taken = plain.response !== undefined && plain.response.status < 300
    const maker = operation.method === 'DELETE' ? made.steps.at(-1)?.operation : operation
    const read = taken && maker ? onMade(document, maker, 'GET') : undefined
    const known = read && { ...made.known, ...(operation.method === 'DELETE' ? {} : namedBy(plain, operation, read)) }
    const named = read?.parameters.every(one => one.in !== 'path' || keyOf(one) in (known ?? {}))
    const after = read && named ? await send(http, subject, read, plainValues(document, read, known)) : undefined
    await takeAwayMade(http, subject, { known: made.known, steps: [...made.steps, { operation, answer: plain }] })
    return { plain, ...(after && { after }), ...(absent && { absent }) }
  },
  judge: ({ plain, after, absent, because }, subject): readonly Decision[] => {
    const { operation } = subject
    const faults = faultsOf(subject, { plain, absent })
    if (!plain)
      return [...faults, cantTell('nothing-made', { operation: operation.name, because, owes: owed(operation.name) })]
    const url = plain.request.url
    const decisions = [...faults, ...linkDecisions(operation, plain), ...notTried(operation, [plain, absent])]
    const { status } = plain.response
    const actual = String(status)
    if (after && operation.method === 'DELETE' && status !== 202 && after.response.status < 300)
      decisions.push(
        failed('still-there', {
          operation: operation.name,
          at: after.request.url,
          expected: '404 or 410',
          actual: String(after.response.status),
        }),
      )
    if (
      after &&
      operation.method !== 'DELETE' &&
      status === 201 &&
      (after.response.status === 404 || after.response.status === 410)
    )
      decisions.push(
        failed('not-there', {
          operation: operation.name,
          at: after.request.url,
          expected: '200',
          actual: String(after.response.status),
        }),
      )
    if (decisions.some(({ advice }) => !advice)) return decisions
    if (status < 400) return [...decisions, passed({ at: url })]
    return [
      ...decisions,
      cantTell('good-refused', { operation: operation.name, at: url, actual, owes: owed(operation.name) }),
    ]
  },
  messages: {
    'nothing-made': '{operation} could be tried on nothing that is ours: {because}.',
    ...answerMessages,
    ...notTriedMessages,
    'link-empty': linkMessages['link-empty'],
    'still-there': '{at} still answers {actual} after {operation} took it away; expected {expected}.',
    'not-there': '{at} answers {actual} right after {operation} made it; expected {expected}.',
    'good-refused':
      '{operation} refused a request made as the document describes ({actual}), so that its good answer was never seen.',
  },
  examples: [
    {
      name: 'made and found',
      from: SUPPLIER,
      outcome: 'passed',
      subject: operation('POST /things'),
      seen: { plain: answer(201, total, aThing, at), after: thingAnswer() },
    },
    ...answerExamples(plain => ({ plain })),
    {
      name: 'an error that nobody here can provoke',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['error-not-tried', 'passed'],
      subject: operation('GET /things/{id}', declaring('403')),
      seen: { plain: thingAnswer() },
    },
    {
      name: 'made and lost',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['not-there'],
      subject: operation('POST /things'),
      seen: { plain: answer(201, total, aThing, at), after: answer(404, total, {}, at) },
    },
    {
      name: 'deleted and still there',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['still-there'],
      subject: operation('DELETE /things/{id}'),
      seen: { plain: answer(204, {}, '', at), after: thingAnswer() },
    },
    {
      name: 'a link to a member that is not there',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['link-empty'],
      subject: operation('POST /things', linkedDocument('$response.body#/owner/id')),
      seen: { plain: answer(201, total, aThing, at) },
    },
    {
      name: 'the example is refused',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['good-refused'],
      subject: operation('POST /things'),
      seen: { plain: answer(400, total, {}, at) },
    },
    {
      name: 'nothing to delete but what is not there',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['nothing-made'],
      subject: operation('DELETE /things/{id}'),
      seen: { absent: answer(404, total, {}, at), because: 'nothing makes things' },
    },
    { name: 'nothing to work on', from: SUPPLIER, outcome: 'untested', seen: noData('an operation that makes things') },
    {
      name: 'a FHIR operation',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('FHIR checks try it out'),
    },
  ],
})

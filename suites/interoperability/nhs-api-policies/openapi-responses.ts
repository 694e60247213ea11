import { cantTell, check, failed, noData, notApplicable, passed } from '../../../runner/check.ts'
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
import { answerMessages, decisionsOf, type Found } from '../../shared/openapi/findings.ts'
import { askPlainly, followedLinks } from '../../shared/openapi/known-values.ts'
import { linkDecisions, linkMessages } from '../../shared/openapi/links.ts'
import { readable } from '../../shared/openapi/making.ts'
import { notTried, notTriedMessages } from '../../shared/openapi/not-tried.ts'
import { isSafe, operationSubjects, responseFor } from '../../shared/openapi/operations.ts'
import { keyOf } from '../../shared/openapi/request.ts'
import { isLeftToTrials } from '../../shared/openapi/trials.ts'
import { absentValues, offeredValues } from '../../shared/openapi/variants.ts'

/**
 * A request as the document describes it gets an answer as the document describes it: status, media type, headers and body (OpenAPI
 * Specification 3.0.4 and 3.1.1, Operation, Responses, Media Type, Header and Schema Objects). Each operation that only reads is asked
 * plainly, once more with every optional parameter the document gives a value for, and once for something that is not there; links of its
 * answer are followed. Those
 * that write are exercised by `openapi/writes`. FHIR bodies are left to the validator.
 */
export default check({
  id: 'openapi/responses',
  version: 8,
  title: 'Operations that read answer as the OpenAPI document declares',
  verifies: { 'NHS-API-009': 'all' },
  subjects: operationSubjects,
  effect: 'authenticated-read',
  fix: 'Correct the document or the product; then test the one against the other in every build.',
  probe: async ({ http, subject, nonce, given }) => {
    const { api, operation, consents } = subject
    if (!isSafe(operation))
      return consents.includes('write')
        ? notApplicable(`${operation.name} may write; it is exercised with consent to write`)
        : noData('consent.write in the target file, so that operations that write are exercised too')
    const known = await readable({ http, given }, subject, operation)
    const offered = offeredValues(documentOf(api), operation)
    const absent = absentValues(documentOf(api), operation, nonce())
    const plain = await askPlainly(http, subject, operation, known)
    return {
      plain,
      ...(offered && { full: await askPlainly(http, subject, operation, { ...offered, ...known }) }),
      ...(absent && { absent: await askPlainly(http, subject, operation, { ...known, ...absent }) }),
      known: Object.keys(known),
      followed: await followedLinks(http, subject, operation, plain),
    }
  },
  judge: ({ plain, full, absent, known, followed }, subject) => {
    const { api, operation } = subject
    const document = documentOf(api)
    const found = [plain, full, absent].flatMap((one): Found[] =>
      one
        ? answerFaults(document, operation, one, { good: one !== absent, fhirApart: true })
            .filter(fault => !isLeftToTrials(subject, fault))
            .map(fault => ({ fault, url: one.request.url }))
        : [],
    )
    const decisions = [
      ...decisionsOf(operation.name, found),
      ...linkDecisions(operation, plain, followed),
      ...notTried(operation, [plain, full, absent]),
    ]
    const said = { operation: operation.name, at: plain.request.url, actual: String(plain.response.status) }
    const { status } = plain.response
    const named = operation.parameters
      .filter(({ in: where }) => where === 'path')
      .every(one => known.includes(keyOf(one)))
    if (absent && absent.response.status < 300 && responseFor(operation, 404)?.status.startsWith('4'))
      decisions.push(
        failed('absent-found', {
          operation: operation.name,
          at: absent.request.url,
          expected: '404',
          actual: String(absent.response.status),
        }),
      )
    if (decisions.some(({ advice }) => !advice)) return decisions
    if (status < 400) return [...decisions, passed({ at: plain.request.url })]
    if (status === 401 || status === 403)
      return [
        ...decisions,
        cantTell('no-access', {
          ...said,
          owes: { who: 'supplier', act: `name an identity that may call ${operation.name}` },
        }),
      ]
    return [
      ...decisions,
      cantTell(named ? 'good-refused' : 'no-data', {
        ...said,
        owes: {
          who: 'supplier',
          act: `give parameters and body of ${operation.name} examples that work on the tested server`,
        },
      }),
    ]
  },
  messages: {
    ...answerMessages,
    ...linkMessages,
    ...notTriedMessages,
    'absent-found': '{operation} answered {actual} for something that is not there; the document declares {expected}.',
    'no-access': '{operation} was refused ({actual}), so that its good answer was never seen.',
    'no-data': '{operation} answered {actual} to the values at hand, so that its good answer was never seen.',
    'good-refused':
      '{operation} refused a request made as the document describes ({actual}), so that its good answer was never seen.',
  },
  examples: [
    {
      name: 'as declared',
      from: SUPPLIER,
      outcome: 'passed',
      subject: operation(),
      seen: { plain: thingAnswer(), absent: thingAnswer(404, {}, total), known: ['path id'], followed: [] },
    },
    ...answerExamples(plain => ({ plain, known: ['path id'], followed: [] })),
    {
      name: 'an error that nobody here can provoke',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['error-not-tried', 'passed'],
      subject: operation('GET /things/{id}', declaring('429')),
      seen: { plain: thingAnswer(), known: ['path id'], followed: [] },
    },
    {
      name: 'a status that the document leaves out is told once, with the others that are looked for',
      from: 'LoopBack 4 to-do list, 2026-11-22',
      outcome: 'passed',
      keys: ['passed'],
      subject: operation('GET /things/{id}', declaring('404', false)),
      seen: { plain: thingAnswer(), absent: thingAnswer(404, {}), known: ['path id'], followed: [] },
    },
    {
      name: 'and at once where nobody looks for others',
      from: 'LoopBack 4 to-do list, 2026-11-22',
      outcome: 'passed',
      keys: ['undeclared-status', 'passed'],
      subject: operation('GET /things/{id}', declaring('404', false), { consents: ['write'] }),
      seen: { plain: thingAnswer(), absent: thingAnswer(404, {}), known: ['path id'], followed: [] },
    },
    {
      name: 'anything is found',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['absent-found'],
      subject: operation(),
      seen: { plain: thingAnswer(), absent: thingAnswer(), known: ['path id'], followed: [] },
    },
    {
      name: 'a link to a member that is not there',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['link-empty'],
      subject: operation('GET /things', linkedDocument('$response.body#/owner/id')),
      seen: { plain: thingAnswer(), known: [], followed: [] },
    },
    {
      name: 'a link that leads nowhere',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['link-dead'],
      subject: operation('GET /things', linkedDocument('$response.body#/id')),
      seen: { plain: thingAnswer(), known: [], followed: [{ link: 'read', answer: thingAnswer(404, {}) }] },
    },
    {
      name: 'no credentials',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['no-access'],
      subject: operation(),
      seen: { plain: thingAnswer(401, {}), known: ['path id'], followed: [] },
    },
    {
      name: 'the example of the document is gone',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['no-data'],
      subject: operation(),
      seen: { plain: thingAnswer(404, {}), known: [], followed: [] },
    },
    {
      name: 'a good request is refused',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['good-refused'],
      subject: operation(),
      seen: {
        plain: answer(404, { 'content-type': 'application/json' }, aThing, at),
        known: ['path id'],
        followed: [],
      },
    },
    { name: 'it writes', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('POST /things may write') },
    { name: 'no consent', from: SUPPLIER, outcome: 'untested', seen: noData('consent.write') },
  ],
})

import {
  type Answered,
  check,
  type Exchange,
  inapplicable,
  type Landscape,
  type PageSubject,
  type ResourceTypeSubject,
} from '../../../runner/check.ts'
import { forbidsStoring } from '../../shared/cache-control.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'
import { readOf, searchOf, turnedAway, typesWith } from '../../shared/fhir-asking.ts'

type Record = ResourceTypeSubject | PageSubject

/** The first types of each FHIR endpoint, and pages that need an identity. */
const records = (landscape: Landscape): readonly Record[] => [
  ...typesWith(landscape, 'read', 3),
  ...landscape.pages.filter(({ identity }) => identity !== null),
]

function keepable({ response }: Answered): Fault | undefined {
  const value = response.headers['cache-control']
  return forbidsStoring(value)
    ? undefined
    : { key: 'may-be-kept', expected: 'Cache-Control: no-store', actual: value ?? 'no such header' }
}

/**
 * Answers that hold a patient's data forbid every cache to keep them (ASVS 14.3.2): `no-store`, and neither `private` nor `no-cache`,
 * which let a browser write them to a shared computer's disk. Errors and empty answers hold none.
 */
export default check({
  id: 'caching/records',
  version: 2,
  title: 'Records are not kept in caches',
  verifies: { 'SEC-CACHE-001': 'all' },
  subjects: records,
  effect: 'authenticated-read',
  fix: 'Send `Cache-Control: no-store` with every answer that needs a token or session.',

  probe: async ({ http, subject }) => {
    const answers: readonly Exchange[] =
      subject.kind === 'page'
        ? [await http.get(subject.url, { headers: { accept: 'text/html' }, as: subject.identity })]
        : [await readOf(http, subject), await searchOf(http, subject, { _count: '1' })]
    return turnedAway(...answers.slice(0, 1)) ?? { answers }
  },

  judge: ({ answers }, { url }) => {
    const full = answers.filter(({ response }) => response.status === 200 && response.body.bytes > 0)
    return full.length > 0 ? faultsIn(full, keepable) : inapplicable('no-data', { at: url })
  },

  messages: {
    'may-be-kept': '{at} may be kept by caches: Cache-Control is {actual}.',
    'no-data': 'No answer of {at} held data.',
  },

  examples: [
    sent('no-store among others', { 'cache-control': 'Private, NO-STORE, max-age=0' }, 'passed'),
    sent('nothing', {}, 'failed'),
    sent('private', { 'cache-control': 'private, max-age=600' }, 'failed'),
    sent('no-cache', { 'cache-control': 'no-cache' }, 'failed'),
    {
      name: 'an error holds no data',
      from: 'HAPI FHIR 8.8.0, 2026-11-22',
      outcome: 'passed',
      subject: type(),
      seen: { answers: [answer(200, { 'cache-control': 'no-store' }, '{}'), answer(400, {}, '{}')] },
    },
    {
      name: 'nothing but redirects',
      from: 'reference supplier, 2026-11-22',
      outcome: 'inapplicable',
      keys: ['no-data'],
      subject: type(),
      seen: { answers: [answer(303, { location: '/sign-in' })] },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      subject: type(),
      seen: { answers: [gatewayPage()] },
    },
  ],
})

function type(): PageSubject {
  const url = 'https://product.example/record'
  return { kind: 'page', id: url, url, endpoint: 'site', identity: 'patient', audience: 'patient' }
}
function sent(name: string, headers: { [name: string]: string }, outcome: 'passed' | 'failed') {
  const seen = { answers: [answer(200, headers, '{"resourceType":"Patient"}')] }
  return { name, from: 'HAPI FHIR 8.8.0, 2026-11-22', outcome, seen, subject: type() }
}

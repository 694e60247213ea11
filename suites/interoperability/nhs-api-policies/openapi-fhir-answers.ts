import { check, failed, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { operation, SUPPLIER } from '../../shared/openapi/examples.ts'
import { askPlainly } from '../../shared/openapi/known-values.ts'
import { readable } from '../../shared/openapi/making.ts'
import { bare } from '../../shared/openapi/media.ts'
import { isBelowFhir, isSafe, operationSubjects } from '../../shared/openapi/operations.ts'

/**
 * Operations whose document says that they answer FHIR do: the body is valid R4 by the base definitions, as far as the engine at hand evaluates
 * them. The schema beside it is not asked as well, and what lies below a FHIR endpoint of the target is left to the FHIR checks.
 */
export default check({
  id: 'openapi/fhir-answers',
  version: 6,
  title: 'Operations that are documented to answer FHIR answer valid R4',
  verifies: { 'NHS-API-009': 'part' },
  subjects: landscape =>
    operationSubjects(landscape).filter(
      one =>
        isSafe(one.operation) &&
        !isBelowFhir(one) &&
        one.operation.responses.some(
          ({ status, content }) =>
            /^2/.test(status) && content.some(([type]) => bare(type) === 'application/fhir+json'),
        ),
    ),
  needs: ['validator'],
  effect: 'authenticated-read',
  fix: 'Validate resources in the build before they are published.',
  probe: async ({ http, subject, validator, given }) => {
    const { operation } = subject
    const plain = await askPlainly(http, subject, operation, await readable({ http, given }, subject, operation))
    const { status, headers } = plain.response ?? { status: 0, headers: {} as Record<string, string> }
    if (status === 0) return { plain, validation: null }
    if (status >= 300) return noGround(`${operation.name} answered ${status}, so that no resource was seen`)
    if (bare(headers['content-type'] ?? '') !== 'application/fhir+json')
      return notApplicable(
        `${operation.name} answered ${headers['content-type'] ?? 'without a media type'}, which is no FHIR`,
      )
    return { plain, validation: await validator.validate(plain) }
  },
  judge: ({ plain, validation }, { operation }) => {
    const errors = (validation?.issues ?? []).filter(({ severity }) => severity === 'error' || severity === 'fatal')
    const places = errors.map(({ path, code }) => `${path} (${code})`)
    const at = plain.request.url
    return errors.length === 0
      ? passed({ at })
      : failed('invalid', {
          operation: operation.name,
          at,
          expected: 'no errors',
          actual: places.slice(0, 3).join('; '),
          places,
        })
  },
  messages: { invalid: '{operation} answered FHIR that is not valid R4: {actual}.' },
  examples: [
    {
      name: 'valid',
      from: SUPPLIER,
      outcome: 'passed',
      subject: operation(),
      seen: { plain: resource(), validation: validated() },
    },
    {
      name: 'an element is missing',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['invalid'],
      subject: operation(),
      seen: { plain: resource(), validation: validated('error') },
    },
    { name: 'no FHIR this time', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('plain JSON') },
    { name: 'nothing to read', from: SUPPLIER, outcome: 'cantTell', seen: noGround('it answered 404') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { plain: gatewayPage(), validation: null },
    },
  ],
})

function resource() {
  return answer(200, { 'content-type': 'application/fhir+json' }, { resourceType: 'Organization', id: 'a', name: 'A' })
}

function validated(severity?: 'error') {
  return {
    kind: 'validation' as const,
    id: 'o2',
    key: '',
    at: '2026-11-22T12:00:00.000Z',
    ms: 3,
    engine: { name: 'embedded', version: '1', packages: ['hl7.fhir.r4.core#4.0.1'] },
    of: { observation: 'o1', path: '', resource: 'Organization' },
    issues: severity ? [{ severity, code: 'invariant', path: 'Organization', message: 'org-1' }] : [],
    notEvaluated: [],
  }
}

import { advice, check, failed, noGround, passed, type Validation } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { readOf, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { BASE, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { isSubset, resourceIn } from '../../shared/resource.ts'

const CLAIM = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Condition-EncounterDiagnosis'

/**
 * What is read is valid R4 by the base definitions: elements, cardinalities, formats, required bindings, and invariants of severity error as
 * far as the engine at hand evaluates them; and what it claims to be in meta.profile, as far as that profile is at hand. Up to three instances of each of up to eight types; partial representations are left out.
 */
export default check({
  id: 'fhir/valid-r4',
  version: 2,
  title: 'Returned resources are valid base R4',
  verifies: { 'FHIR-READ-020': 'part' },
  subjects: landscape => typesWith(landscape, 'read', 8),
  needs: ['validator'],
  effect: 'authenticated-read',
  fix: 'Mend missing elements and wrong codes where resources are made, and run a FHIR validator in the build.',

  probe: async ({ http, subject, validator }) => {
    const reads = await Promise.all(subject.instances.slice(0, 3).map(id => readOf(http, subject, id)))
    const whole = reads
      .filter(read => !unusable(read))
      .filter(read => {
        const resource = resourceIn(read)
        return resource === undefined || !isSubset(resource)
      })
    if (whole.length === 0) return unusable(...reads) ?? noGround('only partial representations came back')
    return { whole, validations: await Promise.all(whole.map(read => validator.validate(read))) }
  },

  judge: ({ whole, validations }) => [
    ...validations.map(({ issues }, place) => {
      const at = whole[place]?.request.url ?? ''
      const errors = issues.filter(({ severity }) => severity === 'error' || severity === 'fatal')
      const places = errors.map(({ path, code }) => `${path} (${code})`)
      return errors.length === 0
        ? passed({ at })
        : failed('invalid', { at, expected: 'no errors', actual: places.slice(0, 3).join('; '), places })
    }),
    ...claimsUnseen(validations),
  ],

  messages: {
    invalid: 'The resource at {at} is not valid R4: {actual}.',
    'claims-unseen':
      'Resources claim profiles that were not at hand, so the claims were not evaluated: {actual}. mustdo setup uk-core brings those of UK Core.',
  },

  examples: [
    { name: 'valid', from: SUPPLIER, outcome: 'passed', seen: { whole: [sent()], validations: [validated()] } },
    {
      name: 'a warning is no error',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { whole: [sent()], validations: [validated('warning')] },
    },
    {
      name: 'an element is missing',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { whole: [sent()], validations: [validated('error')] },
    },
    {
      name: 'a claim that could not be judged',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { whole: [sent()], validations: [{ ...validated(), notEvaluated: [`profile ${CLAIM}`, 'slicing'] }] },
      keys: ['passed', 'claims-unseen'],
    },
    {
      name: 'nothing to read',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: unusable(answer(403, {}, '', { url: `${BASE}/Condition/a` })) ?? noGround(''),
    },
  ],
})

/** Said once for all, beside the verdict on base R4: a claim that nobody looked at is no pass. */
function claimsUnseen(validations: readonly Pick<Validation, 'notEvaluated'>[]) {
  const claims = validations
    .flatMap(({ notEvaluated }) => notEvaluated)
    .flatMap(what => /^profile (.+)$/.exec(what)?.[1] ?? [])
  const places = [...new Set(claims)].sort()
  return places.length === 0 ? [] : [advice('claims-unseen', { actual: places.slice(0, 3).join('; '), places })]
}

function validated(severity?: 'error' | 'warning') {
  const message = 'Condition.subject is missing; R4 needs it'
  return {
    kind: 'validation' as const,
    id: 'o2',
    key: '',
    at: '2026-11-22T12:00:00.000Z',
    ms: 3,
    engine: { name: 'embedded', version: '1', packages: ['hl7.fhir.r4.json-schema#4.0.1'] },
    of: { observation: 'o1', path: '', resource: 'Condition/a' },
    issues: severity ? [{ severity, code: 'required', path: 'Condition.subject', message }] : [],
    notEvaluated: ['invariants'],
  }
}

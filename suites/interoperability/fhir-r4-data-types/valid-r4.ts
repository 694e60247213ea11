import { advice, check, type Exchange, failed, noGround, passed, type Validation } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { readOf, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { BASE, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { isSubset, resourceIn } from '../../shared/resource.ts'
import { errorPlaces, errorsOfProfile } from '../../shared/validations.ts'

const CLAIM = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Condition-EncounterDiagnosis'

const asides: { readonly [example: string]: readonly string[] } = {
  'a claim that could not be judged': ['claims-unseen'],
  'a claim that does not hold': ['claims-broken'],
}

/**
 * What is read is valid R4 by the base definitions alone: elements, cardinalities, formats, required bindings, and invariants of severity error as
 * far as the engine at hand evaluates them. What a resource claims to be besides, in meta.profile, is another matter: no clause of R4 makes a
 * broken claim invalid R4, so it is told beside the verdict; what UK Core demands has rows of its own. Up to three instances of each of up to
 * eight types; partial representations are left out.
 */
export default check({
  id: 'fhir/valid-r4',
  version: 4,
  title: 'Returned resources are valid base R4',
  verifies: { 'FHIR-READ-020': 'part' },
  subjects: landscape => typesWith(landscape, 'read', 20),
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
    return {
      whole,
      validations: await Promise.all(whole.map(read => validator.validate(read, { claims: false }))),
      claims: await Promise.all(whole.filter(isClaiming).map(read => validator.validate(read))),
    }
  },

  judge: ({ whole, validations, claims }) => [
    ...validations.map((validation, place) => {
      const at = whole[place]?.request.url ?? ''
      const places = errorPlaces(validation)
      return places.length === 0
        ? passed({ at })
        : failed('invalid', { at, expected: 'no errors', actual: places.slice(0, 3).join('; '), places })
    }),
    ...claimsBroken(validations, claims),
    ...claimsUnseen(claims),
  ],

  messages: {
    invalid: 'The resource at {at} is not valid R4: {actual}.',
    'claims-broken':
      'A resource does not conform to a profile that it claims in meta.profile, which base R4 does not forbid: {actual}.',
    'claims-unseen':
      'Resources claim profiles that were not at hand, so the claims were not evaluated: {actual}. mustdo setup uk-core brings those of UK Core.',
  },

  examples: [
    ...(
      [
        ['valid', 'passed', [validated()], []],
        ['a warning is no error', 'passed', [validated('warning')], []],
        ['an element is missing', 'failed', [validated('error')], []],
        [
          'a claim that could not be judged',
          'passed',
          [validated()],
          [{ ...validated(), notEvaluated: [`profile ${CLAIM}`, 'slicing'] }],
        ],
        ['a claim that does not hold', 'passed', [validated()], [validated('error')]],
        ['wrong by R4 and so by its claim', 'failed', [validated('error')], [validated('error')]],
      ] as const
    ).map(([name, outcome, validations, claims]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: { whole: [sent()], validations: [...validations], claims: [...claims] },
      keys: [outcome === 'passed' ? 'passed' : 'invalid', ...(asides[name] ?? [])],
    })),
    {
      name: 'nothing to read',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: unusable(answer(403, {}, '', { url: `${BASE}/Condition/a` })) ?? noGround(''),
    },
  ],
})

/** R4's own definition of a type is no claim to more. */
function isClaiming(read: Exchange): boolean {
  const { resourceType, meta } = resourceIn(read) ?? {}
  const { profile } = (meta ?? {}) as { readonly profile?: unknown }
  const own = `http://hl7.org/fhir/StructureDefinition/${resourceType}`
  return Array.isArray(profile) && profile.some(one => String(one).split('|')[0] !== own)
}

/** What only the claimed profiles find. */
function claimsBroken(
  validations: readonly Pick<Validation, 'of' | 'issues'>[],
  claims: readonly Pick<Validation, 'of' | 'issues'>[],
) {
  const places = claims.flatMap(claim =>
    errorsOfProfile(
      claim,
      validations.find(({ of }) => of.observation === claim.of.observation),
    ),
  )
  const all = [...new Set(places)].sort()
  return all.length === 0 ? [] : [advice('claims-broken', { actual: all.slice(0, 3).join('; '), places: all })]
}

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
    engine: { name: 'embedded', version: '2', packages: ['hl7.fhir.r4.core#4.0.1', 'hl7.terminology.r4#7.0.1'] },
    of: { observation: 'o1', path: '', resource: 'Condition/a' },
    issues: severity ? [{ severity, code: 'required', path: 'Condition.subject', message }] : [],
    notEvaluated: ['targets of references'],
  }
}

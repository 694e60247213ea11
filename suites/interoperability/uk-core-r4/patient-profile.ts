import { cantTell, check, failed, noGround, passed } from '../../../runner/check.ts'
import { unusable } from '../../shared/fhir-asking.ts'
import { noAccess, patient, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { instancesOf, readAll } from '../../shared/instances.ts'
import { isSubset, type Resource, resourceIn } from '../../shared/resource.ts'
import { isNotReached } from '../../shared/scratch.ts'
import { errorPlaces } from '../../shared/validations.ts'

const PROFILE = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient'
/** The profile in the version that the patient claims; without a version where none is claimed. */
function profileOf({ meta }: Resource): string {
  const claimed = (meta as { readonly profile?: unknown } | undefined)?.profile
  const own = Array.isArray(claimed)
    ? claimed.find(one => one === PROFILE || String(one).startsWith(`${PROFILE}|`))
    : ''
  return own ? String(own) : PROFILE
}
/** What may stay unseen: where references lead, and extensions that are nobody's business but their author's. */
const beside = /^(targets of references|extensions whose definition is not at hand|extension \S+)$/

/** Patients conform to the UK Core Patient profile of the version they name, as far as the validator at hand knows it. */
export default check({
  id: 'uk-core/patient-profile',
  version: 4,
  title: 'Patients conform to the UK Core Patient profile',
  verifies: { 'UKC-PAT-001': 'all' },
  subjects: instancesOf('Patient'),
  needs: ['validator'],
  effect: 'authenticated-read',
  fix: 'Map the patient model to the profile of the UK Core package you name, and validate against it in the build.',

  probe: async ({ http, subject, validator }) => {
    const all = await readAll(http, subject)
    if (isNotReached(all)) return all
    const whole = all.reads.filter(read => {
      const resource = resourceIn(read)
      return resource && !isSubset(resource)
    })
    if (whole.length === 0) return unusable(...all.reads) ?? noGround('only partial representations came back')
    const validations = whole.map(read => {
      const resource = resourceIn(read)
      return validator.validate(read, { profile: resource ? profileOf(resource) : PROFILE })
    })
    return { whole, validations: await Promise.all(validations) }
  },

  judge: ({ whole, validations }) =>
    validations.map((validation, place) => {
      const { notEvaluated, profile } = validation
      const at = whole[place]?.request.url ?? ''
      const places = errorPlaces(validation)
      if (places.length > 0)
        return failed('invalid', { at, expected: String(profile), actual: places.slice(0, 3).join('; '), places })
      const unseen = notEvaluated.filter(what => !beside.test(what))
      if (unseen.length === 0) return passed({ at })
      const owes = {
        who: 'supplier',
        act: "install HL7's validator and UK Core (mustdo doctor says how) and run again",
      } as const
      return cantTell('not-evaluated', { at, expected: String(profile), actual: unseen.join('; '), owes })
    }),

  messages: {
    invalid: 'The patient at {at} does not conform to {expected}: {actual}.',
    'not-evaluated': 'Nothing is wrong with the patient at {at} as far as was looked; not evaluated: {actual}.',
  },

  examples: [
    ...(
      [
        ['conformant', 'passed', [], ['targets of references']],
        ['a wrong code', 'failed', ['code-invalid'], []],
        ['without UK Core', 'cantTell', [], [`profile ${PROFILE}`]],
        ['wrong in base R4 already', 'failed', ['structure'], [`profile ${PROFILE}`]],
      ] as const
    ).map(([name, outcome, codes, notEvaluated]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: {
        whole: [sent(patient)],
        validations: [
          {
            kind: 'validation' as const,
            id: 'o2',
            key: '',
            at: '2026-11-22T12:00:00.000Z',
            ms: 3,
            engine: { name: 'official', version: '6.10.4', packages: ['fhir.r4.ukcore.stu2#2.0.1'] },
            of: { observation: 'o1', path: '', resource: 'Patient' },
            profile: PROFILE,
            issues: codes.map(code => ({ severity: 'error' as const, code, path: 'Patient.gender', message: 'wrong' })),
            notEvaluated,
          },
        ],
      },
      subject: typeSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})

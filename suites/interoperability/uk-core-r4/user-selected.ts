import { check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { noAccess, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { codingsOf, conceptsIn, instancesOf, readAll, resourcesIn } from '../../shared/instances.ts'
import { type Json, resourceIn } from '../../shared/resource.ts'
import { isNotReached } from '../../shared/scratch.ts'

/** Clinical types; the codes of administrative ones are chosen by nobody. */
const types = ['Observation', 'AllergyIntolerance', 'Condition', 'MedicationRequest', 'Procedure', 'Immunization']
const severalIn = (resource: Json) => conceptsIn(resource).filter(({ concept }) => codingsOf(concept).length > 1)

/** Where a concept has two codings or more, each says whether the user chose it (UK Core, Coding.userSelected). */
export default check({
  id: 'uk-core/user-selected',
  version: 2,
  title: 'Where there are two codings, each says whether the user selected it',
  verifies: { 'UKC-COD-002': 'all' },
  subjects: instancesOf(...types),
  effect: 'authenticated-read',
  fix: 'Set userSelected, true or false, on every coding of a concept that has more than one.',

  probe: async ({ http, subject }) => {
    const all = await readAll(http, subject)
    if (isNotReached(all)) return all
    const reads = all.reads.filter(read => severalIn(resourceIn(read) ?? {}).length > 0)
    return reads.length > 0
      ? { reads }
      : notApplicable(`no ${subject.type} that was read has a concept with two codings`)
  },

  judge: ({ reads }) =>
    resourcesIn(reads).flatMap(({ at, resource }) =>
      severalIn(resource).map(({ path, concept }) =>
        codingsOf(concept).every(({ userSelected }) => typeof userSelected === 'boolean')
          ? passed({ at })
          : failed('unsaid', { at, path, places: [path] }),
      ),
    ),

  messages: { unsaid: 'At {at}, {path} has several codings that do not all say whether the user selected them.' },

  examples: [
    ...(
      [
        ['said', 'passed', [true, false]],
        ['said of one', 'failed', [true, undefined]],
      ] as const
    ).map(([name, outcome, flags]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        reads: [
          sent({
            resourceType: 'Condition',
            code: { coding: flags.map((userSelected, place) => ({ code: `${place}`, userSelected })) },
          }),
        ],
      },
      subject: typeSubject({ type: 'Condition' }),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})

import { check, failed, passed } from '../../../runner/check.ts'
import { noAccess, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { hasCoding, instancesOf, LOINC, readThose, resourcesIn, SNOMED } from '../../shared/instances.ts'
import { type Json, objectsIn } from '../../shared/resource.ts'

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category'
const isVitalSign = (one: Json) =>
  objectsIn(one['category']).some(category => hasCoding(category, CATEGORY, 'vital-signs'))

/** What a vital sign lacks of category, subject, effective time, and codes in LOINC and SNOMED CT (UKCore-Observation-VitalSigns). */
const lacks = (one: Json): readonly string[] => [
  ...(one['subject'] === undefined ? ['subject'] : []),
  ...(Object.keys(one).some(name => /^_?effective[A-Z]/.test(name)) ? [] : ['effective time']),
  ...(hasCoding(one['code'], LOINC) ? [] : ['a LOINC code']),
  ...(hasCoding(one['code'], SNOMED) ? [] : ['a SNOMED CT code']),
]

/** Observations of the category vital-signs carry what the UK Core profile makes mandatory. */
export default check({
  id: 'uk-core/vital-signs',
  version: 2,
  title: 'Vital signs carry subject, time, and codes in LOINC and SNOMED CT',
  verifies: { 'UKC-OBS-001': 'all' },
  subjects: instancesOf('Observation'),
  effect: 'authenticated-read',
  fix: 'Code vital signs in LOINC and SNOMED CT both, and send category, subject and effective time.',

  probe: ({ http, subject }) => readThose(http, subject, isVitalSign, 'a vital sign of a test patient'),

  judge: ({ reads }) =>
    resourcesIn(reads).map(({ at, resource }) => {
      const what = lacks(resource)
      return what.length > 0 ? failed('lacks', { at, places: what, what: what.join(', ') }) : passed({ at })
    }),

  messages: { lacks: 'The vital sign at {at} lacks {what}.' },

  examples: [
    ...(
      [
        ['complete', 'passed', [LOINC, SNOMED]],
        ['SNOMED CT only', 'failed', [SNOMED]],
        ['text only', 'failed', []],
      ] as const
    ).map(([name, outcome, systems]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        reads: [
          sent({
            resourceType: 'Observation',
            category: [{ coding: [{ system: CATEGORY, code: 'vital-signs' }] }],
            code: { coding: systems.map(system => ({ system, code: '1' })) },
            subject: { reference: 'Patient/a' },
            effectiveDateTime: '2026-03-02',
          }),
        ],
      },
      subject: typeSubject({ type: 'Observation' }),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})

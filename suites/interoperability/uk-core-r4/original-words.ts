import { check, failed, passed } from '../../../runner/check.ts'
import { SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { SNOMED } from '../../shared/instances.ts'
import { creatable, lostElements, referenceTo, storeAndRead } from '../../shared/must-support.ts'
import { refusedExample, wrote } from '../../shared/write-examples.ts'

/** The clinician's own words, every coding and the mark of the one that was chosen survive storing and reading. */
export default check({
  id: 'uk-core/original-words',
  version: 2,
  title: "The clinician's words and all codes come back as they were",
  verifies: { 'UKC-COD-001': 'all' },
  subjects: creatable('Condition'),
  effect: 'write',
  fix: 'Store code.text and every coding with its userSelected flag, and send them again unaltered.',

  probe: context =>
    storeAndRead(context, {
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: {
        coding: [
          { system: SNOMED, code: '38341003', display: 'Hypertensive disorder', userSelected: true },
          {
            system: 'http://hl7.org/fhir/sid/icd-10',
            code: 'I10',
            display: 'Essential hypertension',
            userSelected: false,
          },
        ],
        text: 'Blood pressure on the high side, as she puts it',
      },
      subject: referenceTo(context, 'Patient') ?? { display: 'A test patient' },
    }),

  judge: kept => {
    const at = kept.read.request.url
    const places = lostElements(kept)
    return places.length > 0 ? failed('lost', { at, places, what: places.join(', ') }) : passed({ at })
  },

  messages: { lost: 'The Condition at {at} was stored with {what}, which did not come back as sent.' },

  examples: [
    ...(
      [
        [
          'kept',
          'passed',
          { code: { text: 'High side', coding: [{ system: SNOMED, code: '38341003', userSelected: true }] } },
        ],
        ['lost', 'failed', { code: { text: 'Hypertension', coding: [{ system: SNOMED, code: '38341003' }] } }],
      ] as const
    ).map(([name, outcome, elements]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        sent: { code: { text: 'High side', coding: [{ system: SNOMED, code: '38341003', userSelected: true }] } },
        read: wrote(200, '1', {}, { resourceType: 'Condition', ...elements }, 'GET'),
      },
      subject: typeSubject({ type: 'Condition' }),
    })),
    refusedExample,
  ],
})

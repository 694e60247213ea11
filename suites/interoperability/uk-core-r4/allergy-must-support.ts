import { check, failed, passed } from '../../../runner/check.ts'
import { SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { SNOMED } from '../../shared/instances.ts'
import { creatable, lostElements, referenceTo, storeAndRead } from '../../shared/must-support.ts'
import { refusedExample, wrote } from '../../shared/write-examples.ts'

/** The server keeps the code and every must-support element of UKCore-AllergyIntolerance that it is told: what is stored is read back. */
export default check({
  id: 'uk-core/allergy-must-support',
  version: 2,
  title: 'Allergies are coded, and their must-support elements are kept',
  verifies: { 'UKC-ALG-001': 'all' },
  subjects: creatable('AllergyIntolerance'),
  effect: 'write',
  fix: 'Map clinicalStatus, verificationStatus, code, patient and reaction of UKCore-AllergyIntolerance, codes as codes.',

  probe: context =>
    storeAndRead(context, {
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
      },
      verificationStatus: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'unconfirmed' },
        ],
      },
      code: { coding: [{ system: SNOMED, code: '91936005', display: 'Allergy to penicillin' }], text: 'Penicillin' },
      patient: referenceTo(context, 'Patient') ?? { display: 'A test patient' },
      recordedDate: '2026-03-02T10:05:00+00:00',
      reaction: [{ manifestation: [{ coding: [{ system: SNOMED, code: '271807003', display: 'Eruption of skin' }] }] }],
    }),

  judge: kept => {
    const at = kept.read.request.url
    const places = lostElements(kept)
    return places.length > 0 ? failed('lost', { at, places, what: places.join(', ') }) : passed({ at })
  },

  messages: { lost: 'The AllergyIntolerance at {at} was stored with {what}, which did not come back as sent.' },

  examples: [
    ...(
      [
        ['kept', 'passed', { code: { text: 'Penicillin', coding: [{ system: SNOMED, code: '91936005' }] } }],
        ['lost', 'failed', { code: { text: 'Penicillin' } }],
      ] as const
    ).map(([name, outcome, elements]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        sent: { code: { text: 'Penicillin', coding: [{ system: SNOMED, code: '91936005' }] } },
        read: wrote(200, '1', {}, { resourceType: 'AllergyIntolerance', ...elements }, 'GET'),
      },
      subject: typeSubject({ type: 'AllergyIntolerance' }),
    })),
    refusedExample,
  ],
})

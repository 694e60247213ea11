import { check, failed, passed } from '../../../runner/check.ts'
import { SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { SNOMED } from '../../shared/instances.ts'
import { creatable, lostElements, referenceTo, storeAndRead } from '../../shared/must-support.ts'
import { refusedExample, wrote } from '../../shared/write-examples.ts'

/** The server keeps every must-support element of UKCore-MedicationRequest that it is told: what is stored is read back. */
export default check({
  id: 'uk-core/medication-must-support',
  version: 2,
  title: 'Must-support elements of medication requests are kept',
  verifies: { 'UKC-MED-001': 'all' },
  subjects: creatable('MedicationRequest'),
  effect: 'write',
  fix: 'Map status, intent, medication, subject, authoredOn, requester and dosageInstruction of UKCore-MedicationRequest.',

  probe: context => {
    const requester = referenceTo(context, 'Practitioner')
    return storeAndRead(context, {
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: {
        coding: [{ system: SNOMED, code: '322236009', display: 'Paracetamol 500 mg oral tablet' }],
      },
      subject: referenceTo(context, 'Patient') ?? { display: 'A test patient' },
      authoredOn: '2026-03-02T10:18:00+00:00',
      requester: requester ?? { display: 'A conformance test' },
      dosageInstruction: [{ text: 'One tablet up to four times a day' }],
    })
  },

  judge: kept => {
    const at = kept.read.request.url
    const places = lostElements(kept)
    return places.length > 0 ? failed('lost', { at, places, what: places.join(', ') }) : passed({ at })
  },

  messages: { lost: 'The MedicationRequest at {at} was stored with {what}, which did not come back as sent.' },

  examples: [
    ...(
      [
        ['kept', 'passed', { status: 'active', requester: { display: 'x' } }],
        ['lost', 'failed', { status: 'active' }],
      ] as const
    ).map(([name, outcome, elements]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        sent: { status: 'active', requester: { display: 'x' } },
        read: wrote(200, '1', {}, { resourceType: 'MedicationRequest', ...elements }, 'GET'),
      },
      subject: typeSubject({ type: 'MedicationRequest' }),
    })),
    refusedExample,
  ],
})

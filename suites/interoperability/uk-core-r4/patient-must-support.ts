import { check, failed, passed } from '../../../runner/check.ts'
import { SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { creatable, lostElements, referenceTo, storeAndRead } from '../../shared/must-support.ts'
import { resourceIn } from '../../shared/resource.ts'
import { isNotReached } from '../../shared/scratch.ts'
import { refusedExample, wrote } from '../../shared/write-examples.ts'

const name = [{ use: 'official', family: 'Testing', given: ['Synthetic'] }]
/** Of the must-support elements, those that a server may be tempted to fill in for a patient of whom nothing is known. */
const notToInvent = ['telecom', 'birthDate', 'address', 'deceasedBoolean', 'maritalStatus', 'generalPractitioner']

/**
 * The server keeps every must-support element of UKCore-Patient that it is told, and invents none that it is not. Two patients
 * are stored and read, one full, one with a name only. `gender` may come back as unknown.
 */
export default check({
  id: 'uk-core/patient-must-support',
  version: 2,
  title: 'Must-support elements of patients are kept, and none is invented',
  verifies: { 'UKC-PAT-006': 'all' },
  subjects: creatable('Patient'),
  effect: 'write',
  fix: 'Map every must-support element of UKCore-Patient, and leave out what is not known.',

  probe: async context => {
    const organization = referenceTo(context, 'Organization')
    const full = await storeAndRead(context, {
      active: true,
      name,
      telecom: [{ system: 'phone', value: '01632 960000', use: 'home' }],
      gender: 'other',
      birthDate: '1970-01-01',
      address: [{ use: 'home', line: ['1 Test Street'], city: 'Sampleton', postalCode: 'ZZ99 3WZ' }],
      ...(organization && { managingOrganization: organization }),
    })
    if (isNotReached(full)) return full
    const bare = await storeAndRead(context, { name })
    return isNotReached(bare) ? bare : { full, bare }
  },

  judge: ({ full, bare }) => {
    const places = lostElements(full)
    const resource = resourceIn(bare.read) ?? { resourceType: '' }
    const invented = notToInvent.filter(element => resource[element] !== undefined)
    if (typeof resource['gender'] === 'string' && resource['gender'] !== 'unknown') invented.push('gender')
    return [
      places.length > 0
        ? failed('lost', { at: full.read.request.url, places, what: places.join(', ') })
        : passed({ at: full.read.request.url }),
      invented.length > 0
        ? failed('invented', { at: bare.read.request.url, places: invented, what: invented.join(', ') })
        : passed({ at: bare.read.request.url }),
    ]
  },

  messages: {
    lost: 'The patient at {at} was stored with {what}, which did not come back as sent.',
    invented: 'The patient at {at} was stored with a name only, and came back with {what}.',
  },

  examples: [
    ...(
      [
        ['kept', 'passed', { name, gender: 'other' }, { name }],
        ['unknown gender', 'passed', { name, gender: 'other' }, { name, gender: 'unknown' }],
        ['lost', 'failed', { name }, { name }],
        ['invented', 'failed', { name, gender: 'other' }, { name, gender: 'male', birthDate: '1900-01-01' }],
      ] as const
    ).map(([title, outcome, full, bare]) => ({
      name: title,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        full: {
          sent: { name, gender: 'other' },
          read: wrote(200, '1', {}, { resourceType: 'Patient', ...full }, 'GET'),
        },
        bare: { sent: { name }, read: wrote(200, '1', {}, { resourceType: 'Patient', ...bare }, 'GET') },
      },
      subject: typeSubject(),
    })),
    refusedExample,
  ],
})

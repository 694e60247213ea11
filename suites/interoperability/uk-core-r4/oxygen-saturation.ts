import { advice, check, failed, passed } from '../../../runner/check.ts'
import { noAccess, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { hasCoding, instancesOf, LOINC, readThose, resourcesIn, SNOMED, UCUM } from '../../shared/instances.ts'
import { isObject, type Json } from '../../shared/resource.ts'

const isSaturation = ({ code, valueQuantity }: Json) =>
  valueQuantity !== undefined &&
  (hasCoding(code, LOINC, '2708-6') || hasCoding(code, LOINC, '59408-5') || hasCoding(code, SNOMED, '103228002'))

/** Oxygen saturation is LOINC 2708-6 and measured in the UCUM unit % (UKCore-Observation-VitalSigns-OxygenSaturation). */
export default check({
  id: 'uk-core/oxygen-saturation',
  version: 2,
  title: 'Oxygen saturation is coded LOINC 2708-6, in the UCUM unit %',
  verifies: { 'UKC-OBS-002': 'all' },
  subjects: instancesOf('Observation'),
  effect: 'authenticated-read',
  fix: `Send code 2708-6 of ${LOINC} and a valueQuantity with system ${UCUM}, code % and unit "percent".`,

  probe: ({ http, subject }) => readThose(http, subject, isSaturation, 'an oxygen saturation of a test patient'),

  judge: ({ reads }) =>
    resourcesIn(reads).flatMap(({ at, resource }) => {
      const quantity = isObject(resource['valueQuantity']) ? resource['valueQuantity'] : {}
      if (!hasCoding(resource['code'], LOINC, '2708-6')) return [failed('other-code', { at, expected: '2708-6' })]
      const { system, code, unit } = quantity
      if (system !== UCUM || code !== '%')
        return [failed('other-unit', { at, expected: `${UCUM}|%`, actual: `${system}|${code}` })]
      return [passed({ at }), ...(unit === 'percent' ? [] : [advice('other-word', { at, actual: String(unit) })])]
    }),

  messages: {
    'other-code': 'The oxygen saturation at {at} has no LOINC code {expected}.',
    'other-unit': 'The oxygen saturation at {at} is measured in {actual}, not in {expected}.',
    'other-word': 'The unit of the oxygen saturation at {at} reads “{actual}”; the profile has “percent”.',
  },

  examples: [
    ...(
      [
        ['percent', 'passed', '2708-6', { system: UCUM, code: '%', unit: 'percent' }],
        ['another word', 'passed', '2708-6', { system: UCUM, code: '%', unit: '%' }],
        ['another unit', 'failed', '2708-6', { system: UCUM, code: 'percent', unit: 'percent' }],
        ['another code', 'failed', '59408-5', { system: UCUM, code: '%', unit: 'percent' }],
      ] as const
    ).map(([name, outcome, code, valueQuantity]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        reads: [sent({ resourceType: 'Observation', code: { coding: [{ system: LOINC, code }] }, valueQuantity })],
      },
      subject: typeSubject({ type: 'Observation' }),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})

import { expect, test } from 'vitest'
import { isIcd10Code, meansIcd10 } from './icd-10.ts'
import { isOdsCode } from './ods.ts'

test.each(['X26', 'R1A01', 'A81001', 'QWO', '8HG41', 'EE100001'])('%s has the form of an ODS code', code =>
  expect(isOdsCode(code)).toBe(true),
)
test.each(['', 'a81001', 'A8', 'A81 001', 'Leeds GP', 'A-81001'])('"%s" has not', code =>
  expect(isOdsCode(code)).toBe(false),
)

test.each(['I10', 'I10X', 'I10.X', 'E11.9', 'E119', 'U07.1', 'M80.08', 'H360A', 'E103D'])(
  '%s has the form of an ICD-10 code',
  code => expect(isIcd10Code(code)).toBe(true),
)
test.each(['', 'i10', '38341003', 'S72.001A', 'I1', 'I10.', 'Hypertension'])('"%s" has not', code =>
  expect(isIcd10Code(code)).toBe(false),
)

test('clinical modifications are not ICD-10', () => {
  expect(meansIcd10('http://hl7.org/fhir/sid/icd-10')).toBe(true)
  expect(meansIcd10('https://product.example/icd10')).toBe(true)
  expect(meansIcd10('http://hl7.org/fhir/sid/icd-10-cm')).toBe(false)
  expect(meansIcd10('http://snomed.info/sct')).toBe(false)
})

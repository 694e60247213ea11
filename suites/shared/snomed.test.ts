import { expect, test } from 'vitest'
import { hasVerhoeffDigit, isConceptId, isSnomedAlias, isSnomedCode, kindOfSctid } from './snomed.ts'

test('the check digit of 236 is 3, as in the published example of the algorithm', () => {
  expect([...'0123456789'].filter(digit => hasVerhoeffDigit(`236${digit}`))).toEqual(['3'])
})

test.each([
  '73211009',
  '38341003',
  '322236009',
  '1324681000000101',
  '823691000000103',
  '138875005',
  '103228002',
  '364075005',
  '91936005',
  '271807003',
  '431314004',
  '428673006',
  '258684004',
  '385055001',
  '258773002',
])('%s is a concept', id => expect(isConceptId(id)).toBe(true))

test('one wrong digit or two that changed places are always noticed', () => {
  const id = '322236009'
  for (let at = 0; at < id.length; at++) {
    for (const digit of '0123456789')
      if (digit !== id[at]) expect(isConceptId(id.slice(0, at) + digit + id.slice(at + 1)), `${at}`).toBe(false)
    const pair = `${id[at + 1] ?? ''}${id[at]}`
    if (pair[0] !== pair[1])
      expect(isConceptId(id.slice(0, at) + pair + id.slice(at + 2)), pair).toBe(at + 1 === id.length)
  }
})

test('descriptions and relationships are no concepts', () => {
  expect(kindOfSctid('100005')).toBe('concept')
  expect(kindOfSctid('100014')).toBe('other')
  expect(kindOfSctid('100022')).toBe('other')
  expect(kindOfSctid('0322236009')).toBeUndefined()
  expect(kindOfSctid('12345')).toBeUndefined()
})

test('an expression counts when all its ids do', () => {
  expect(isSnomedCode('73211009 |Diabetes| : 363698007 = 38341003')).toBe(true)
  expect(isSnomedCode('322236009:1142135004=#500,732945000=258684004')).toBe(true)
  expect(isSnomedCode('73211009:363698007=38341004')).toBe(false)
  expect(isSnomedCode('C10..')).toBe(false)
})

test('other spellings of the system are noticed, the system itself is not', () => {
  expect(
    ['http://snomed.info/sct/', 'https://snomed.info/sct', 'urn:oid:2.16.840.1.113883.6.96'].every(isSnomedAlias),
  ).toBe(true)
  expect(['http://snomed.info/sct', 'http://loinc.org', undefined].some(isSnomedAlias)).toBe(false)
})
